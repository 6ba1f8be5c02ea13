"""One Trino under the gateway's access control for all judges of this folder, the city in its memory."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.corpus.city import TABLES
from tests.judges.answers import literals
from tests.judges.answers.trino import CATALOG, SCHEMA
from tests.judges.opa import tpc
from tests.judges.opa.door import GENERATORS, KEPT, LOADER, Door, guarded, served
from tests.judges.opa.policies import policies
from tests.tpc.relations import SCHEMA as SCHEMA_OF_TPC
from tests.tpc.relations import types
from tests.trino.artifacts import PartMissingError
from tests.trino.client import Client
from tests.trino.fixture import absent
from tests.trino.server import Trino


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    logging.getLogger("casbin").setLevel(logging.ERROR)
    with served(next(policies(0)).world) as opened:
        yield opened


@pytest.fixture(scope="session")
def trino(door: Door) -> Iterator[Trino]:
    """It takes the place of the plain one, which these judges have no use for."""
    try:
        with guarded(door, "4G", KEPT, quick=False) if tpc.EVERYTHING else guarded(door) as running:
            load_city(running)
            if tpc.EVERYTHING:
                load_tpc(running)
            yield running
    except PartMissingError as reason:
        absent(reason)


def load_tpc(trino: Trino) -> None:
    client = Client(trino.url, user=LOADER)
    for suite, made in GENERATORS.items():
        client.run(f"CREATE SCHEMA {suite}.{SCHEMA_OF_TPC}")
        for relation in types(suite):
            name = f"{SCHEMA_OF_TPC}.{relation}"
            client.run(f"CREATE TABLE {suite}.{name} AS SELECT * FROM {made}.{name}")


def load_city(trino: Trino) -> None:
    client = Client(trino.url, user=LOADER)
    client.run(f"CREATE SCHEMA {CATALOG}.{SCHEMA}")
    for table in TABLES:
        rows = literals.values(table, literals.trino)
        client.run(
            f"CREATE TABLE {CATALOG}.{SCHEMA}.{table.name} AS SELECT * FROM ({rows}) AS made({', '.join(table.types)})"
        )
