"""A metadata storm: two thousand relations of thirty columns listed at once by a person whom Trino governs. With the limit of waiting questions that Trino's HTTP client has by itself it fails; not with the documented one."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from gateway.api.opa.shown import OpaWorld
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import varchar
from gateway.policy.load import load
from gateway.policy.owners import Owner
from tests.judges.opa.door import Door, guarded, served
from tests.servers import Server
from tests.trino.artifacts import PartMissingError
from tests.trino.client import Client
from tests.trino.fixture import absent
from tests.trino.server import Trino

pytestmark = pytest.mark.slow

RELATIONS, COLUMNS = 2000, 30
POLICY = """\
g, user:ana, dept:police
p, *, police, select, -, *, -, -, -, allow, READ
p, *, police, row_any, TRUE, *, -, -, -, allow, ROWS
p, *, police.storm.t7, select, -, *, -, -, -, deny, NOT-SEVEN
p, *, police.storm.t8.c3, select, -, *, -, -, -, deny, NOT-EIGHT-THREE
"""
LISTING = "SELECT table_name, column_name FROM system.jdbc.columns WHERE table_cat = 'police' AND table_schem = 'storm'"


@dataclass(frozen=True)
class Storm:
    trino: Trino
    door: Door


def _world() -> OpaWorld:
    names = [RelationName("police", "storm", f"t{n}") for n in range(RELATIONS)]
    columns = tuple(Column(name=f"c{n}", type=varchar(20)) for n in range(COLUMNS))
    catalog = Catalog(
        version="1",
        sources={"police": Source(name="police", kind="postgresql", owner="police")},
        relations={n: Relation(name=n, columns=columns, location=("police", "storm", n.relation)) for n in names},
    )
    owner = Owner(name="police", policy_file="police.csv", catalogs=("police",), departments=("police",))
    today = datetime.datetime.now(datetime.UTC).date()
    return OpaWorld(catalog, load({"policy.d/police.csv": POLICY.encode()}, [owner], on=today, catalog=catalog), today)


@pytest.fixture(scope="module")
def storm(postgresql: Server) -> Iterator[Storm]:
    columns = ", ".join(f"c{n} varchar(20)" for n in range(COLUMNS))
    postgresql.execute("CREATE SCHEMA storm")
    for first in range(0, RELATIONS, 200):  # a server that is small holds so many locks at once
        made = f"FOR n IN {first}..{first + 199} LOOP EXECUTE 'CREATE TABLE storm.t' || n || ' ({columns})'; END LOOP;"
        postgresql.execute(f"DO $$ BEGIN {made} END $$")
    properties = {
        "connector.name": "postgresql",
        "connection-url": f"jdbc:postgresql://{postgresql.host}:{postgresql.port}/{postgresql.database}",
        "connection-user": postgresql.user,
        "connection-password": postgresql.password,
    }
    text = "".join(f"{name}={value}\n" for name, value in properties.items())
    try:
        with served(_world()) as door, guarded(door, "1500M", {"catalog/police.properties": text}) as trino:
            yield Storm(trino, door)
    except PartMissingError as reason:
        absent(reason)


def test_two_thousand_relations_are_listed_and_hide_what_is_hidden(storm: Storm) -> None:
    person, service = Client(storm.trino.url, user="ana"), Client(storm.trino.url, user="huiliu")
    seconds = {}
    for who, client in (("service", service), ("person", person), ("person again", person)):
        begun = time.monotonic()
        rows = client.run(LISTING).rows
        seconds[who] = round(time.monotonic() - begun, 1)
        hidden = {("t8", "c3"), *((("t7"), f"c{n}") for n in range(COLUMNS))} if client is person else set()
        assert len(rows) == RELATIONS * COLUMNS - len(hidden)
        assert not hidden & set(rows)
    print(f"\n{RELATIONS} relations of {COLUMNS} columns, seconds: {seconds}; questions: {dict(storm.door.asked)}")
    assert {name.rpartition(" ")[2] for name in storm.door.asked} == {"answered"}
