"""The shipped catalogue is what the departments declare and what the connectors find."""

from __future__ import annotations

from dataclasses import replace

import pytest

import connectors
from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import compare
from gateway.catalog.found import FoundRelation
from gateway.catalog.relations import Catalog, Relation, Search
from gateway.catalog.snapshot import SourceEntry, SourceState, build, warnings
from gateway.demo.catalogue import accepted as declared
from gateway.demo.departments import ALL
from gateway.settings import Settings


def test_the_shipped_files_are_written_from_the_declarations(accepted: dict[str, AcceptedSource]) -> None:
    for department in ALL:
        shipped = sorted(accepted[department.code].relations, key=lambda r: r.name)
        assert shipped == sorted(declared(department).relations, key=lambda r: r.name)


@pytest.mark.slow
def test_what_the_connectors_find_does_not_differ_from_what_is_accepted(
    found: dict[str, tuple[FoundRelation, ...]], accepted: dict[str, AcceptedSource]
) -> None:
    for department in ALL:
        loose = connectors.ALL[department.store.value].loose
        drift = compare(found[department.code], accepted[department.code], loose=loose)
        assert drift.none, (department.code, drift)


@pytest.mark.slow
def test_nothing_accepted_is_missing_once_the_sources_were_looked_at(
    entries: tuple[SourceEntry, ...],
    found: dict[str, tuple[FoundRelation, ...]],
    accepted: dict[str, AcceptedSource],
    catalog: Catalog,
) -> None:
    states = {name: SourceState(found=relations) for name, relations in found.items()}
    assert warnings(entries, accepted, states) == ()
    seen = build(entries, accepted, states).relations
    assert {name: without_search(relation) for name, relation in seen.items()} == dict(catalog.relations)


def without_search(relation: Relation) -> Relation:
    """A relation but for what inspection alone tells: what its source can look for itself."""
    return replace(relation, columns=tuple(replace(column, search=Search.NONE) for column in relation.columns))


def test_every_relation_and_column_has_a_chinese_title(catalog: Catalog) -> None:
    for relation in catalog.relations.values():
        for title in (relation.title, *(column.title for column in relation.columns)):
            assert any("一" <= character <= "鿿" for character in title), relation.name


def test_the_site_has_seven_departments_each_a_source_of_its_kind(site: Settings) -> None:
    assert {d.code: d.store.value for d in ALL} == {name: source.kind for name, source in site.sources.items()}
    assert len(ALL) == 7
    assert {source.kind for source in site.sources.values()} == {"sqlite", "duckdb", "parquet", "csv"}
