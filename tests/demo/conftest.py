"""One small city for all tests of the demo, and the shipped site around it."""

from __future__ import annotations

from pathlib import Path

import pytest

import connectors
from gateway.app import owners_of
from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.accepted import read as read_accepted
from gateway.catalog.found import FoundRelation
from gateway.catalog.relations import Catalog, Source
from gateway.catalog.snapshot import SourceEntry, build
from gateway.demo.departments import ALL
from gateway.demo.generate import Manifest, generate
from gateway.demo.stores import place
from gateway.policy.owners import Owner
from gateway.settings import Settings, read

ROOT = Path(__file__).parents[2]
SCALE, SEED = 2000, 7


@pytest.fixture(scope="session")
def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "city"
    generate(folder, SCALE, SEED)
    return folder


@pytest.fixture(scope="session")
def manifest(city_folder: Path) -> Manifest:
    found = Manifest.read(city_folder)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def site() -> Settings:
    return read(ROOT / "gateway.toml", {})


@pytest.fixture(scope="session")
def owners(site: Settings) -> tuple[Owner, ...]:
    return owners_of(site)


@pytest.fixture(scope="session")
def found(city_folder: Path) -> dict[str, tuple[FoundRelation, ...]]:
    """What the connectors find in the generated city."""
    result = {}
    for department in ALL:
        connector = connectors.ALL[department.store.value]
        options = connector.options.model_validate({"path": str(place(department, city_folder))})
        result[department.code] = connector.inspect(department.code, options, {})
    return result


@pytest.fixture(scope="session")
def accepted(site: Settings) -> dict[str, AcceptedSource]:
    return {name: read_accepted(ROOT / "catalog" / f"{name}.toml") for name in site.sources}


@pytest.fixture(scope="session")
def entries(site: Settings) -> tuple[SourceEntry, ...]:
    return tuple(
        SourceEntry(
            source=Source(
                name=name, kind=source.kind, owner=source.owner, share_keys_with=frozenset(source.share_keys_with)
            ),
            loose=connectors.ALL[source.kind].loose,
            compares_otherwise=connectors.ALL[source.kind].compares_otherwise,
            folder=source.kind in ("parquet", "csv"),
        )
        for name, source in site.sources.items()
    )


@pytest.fixture(scope="session")
def catalog(entries: tuple[SourceEntry, ...], accepted: dict[str, AcceptedSource]) -> Catalog:
    """The snapshot of what is accepted, before any source was looked at."""
    return build(entries, accepted, {})
