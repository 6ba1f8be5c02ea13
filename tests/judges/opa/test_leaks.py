"""Why rewriting stays the first lock: a row filter of Trino's own does not keep hidden rows from failing a statement, so what they hold can be read through errors.

Trino hands a predicate that can fail to PostgreSQL, which computes it over every row; the filter runs afterwards, in Trino. The gateway's permitted view guards the column.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from gateway.api.opa.people import asking_of
from gateway.api.opa.shown import OpaWorld
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import BIGINT, VARCHAR
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Session, Statement
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.predicates import check_predicate
from tests.judges.opa.door import SERVICE, guarded, served
from tests.servers import Server
from tests.trino.artifacts import PartMissingError
from tests.trino.client import Client, TrinoError
from tests.trino.fixture import absent
from tests.trino.server import Trino

pytestmark = pytest.mark.slow

POLICY = """\
g, user:ana, dept:police
p2, @near, "region < '000002'"
p, *, police, select, -, *, -, -, -, allow, READ
p, *, police, row_any, @near, *, -, -, -, allow, NEAR
"""
RESIDENTS = Relation(
    name=RelationName("police", "public", "residents"),
    columns=tuple(
        Column(name=name, type=type_) for name, type_ in (("id", BIGINT), ("region", VARCHAR), ("phone", VARCHAR))
    ),
    location=("police", "public", "residents"),
)
GUESS = "SELECT count(*) FROM residents WHERE 1 / (id - 5) > -1 AND phone LIKE '{}'"
RIGHT, WRONG = GUESS.format("1380000000_"), GUESS.format("1370000000_")


@dataclass(frozen=True)
class Both:
    """The same statement as the person, whom Trino governs, and as the gateway sends it."""

    trino: Trino
    world: OpaWorld

    def by_trino(self, sql: str) -> object:
        return self._run(sql, "ana")

    def rewritten(self, sql: str) -> object:
        asking = asking_of("ana", self.world.policy)
        assert asking is not None
        statement = Statement(
            sql=sql,
            asking=asking,
            session=Session(catalog="police", schema="public"),
            instant=datetime.datetime.now(datetime.UTC),
            engine="trino",
        )
        return self._run(prepare(statement, self.world.catalog, self.world.policy).sql, SERVICE)

    def _run(self, sql: str, user: str) -> object:
        try:
            return Client(self.trino.url, "police", "public", user=user).run(sql).rows
        except TrinoError as error:
            return error.name, error.message


@pytest.fixture(scope="module")
def both(postgresql: Server) -> Iterator[Both]:
    postgresql.execute("CREATE TABLE residents (id bigint, region varchar, phone varchar)")
    postgresql.execute("INSERT INTO residents VALUES (1, '000001', '13900000001'), (5, '000003', '13800000005')")
    catalog = Catalog(
        version="1",
        sources={"police": Source(name="police", kind="postgresql", owner="police")},
        relations={RESIDENTS.name: RESIDENTS},
    )
    owner = Owner(name="police", policy_file="police.csv", catalogs=("police",), departments=("police",))
    today = datetime.datetime.now(datetime.UTC).date()
    files = {"policy.d/police.csv": POLICY.encode()}
    policy = load(files, [owner], on=today, catalog=catalog, check_predicate=check_predicate)
    properties = {
        "connector.name": "postgresql",
        "connection-url": f"jdbc:postgresql://{postgresql.host}:{postgresql.port}/{postgresql.database}",
        "connection-user": postgresql.user,
        "connection-password": postgresql.password,
    }
    text = "".join(f"{name}={value}\n" for name, value in properties.items())
    world = OpaWorld(catalog, policy, today)
    try:
        with served(world) as door, guarded(door, "1500M", {"catalog/police.properties": text}) as trino:
            yield Both(trino, world)
    except PartMissingError as reason:
        absent(reason)
    finally:
        postgresql.execute("DROP TABLE residents")


def test_both_hide_the_row(both: Both) -> None:
    for sql in ("SELECT id, phone FROM residents", "SELECT id, phone FROM residents WHERE phone LIKE '138%' OR id = 1"):
        assert both.by_trino(sql) == both.rewritten(sql) == ((1, "13900000001"),)


def test_an_error_of_trino_tells_what_a_hidden_row_holds(both: Both) -> None:
    right, wrong = both.by_trino(RIGHT), both.by_trino(WRONG)
    assert "division by zero" in str(right)
    assert wrong == ((0,),)


def test_what_the_gateway_sends_tells_nothing_of_it(both: Both) -> None:
    assert both.rewritten(RIGHT) == both.rewritten(WRONG) == ((0,),)
