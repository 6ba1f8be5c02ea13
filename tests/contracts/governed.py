"""The small table of every kind of source behind the whole pipeline: catalogue, policy, prepare, engine child; and what must come out, by other means."""

from __future__ import annotations

import asyncio
import base64
import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import duckdb

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Relation, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.catalog.types import parse_type
from gateway.engines.duckdb import DuckDBEngine
from gateway.errors import ErrorCode
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.decision import ColumnPermit, Decision, Deny, Permit, RowPredicate, RowRule, Rule
from gateway.policy.principal import Asking, Attribute, Principal
from tests.contracts.world import World
from tests.engines.world import IPAD, OPAD, read

INSTANT: Final = datetime.datetime(2026, 11, 22, 4, 0, tzinfo=datetime.UTC)
# `active` is left out: MariaDB has no boolean.
COLUMNS: Final = {
    "id": "bigint", "name": "varchar", "code": "varchar", "amount": "decimal(10,2)", "rate": "double", "born": "date",
    "seen": "timestamp(6)",
}  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Policy:
    """A policy as the product has it, and the same in plain Python."""

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    masks: Mapping[str, str] | None = None
    passes: Callable[[Row], bool] = lambda row: True
    shows: Mapping[str, Callable[[Any], Any]] | None = None
    version: str = "given"

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        if relation.name.relation != "people":
            return Deny(relation=relation.name, code=ErrorCode.ACCESS_DENIED, reason="no grant")
        return Permit(
            relation=relation.name,
            columns={c.name: ColumnPermit(name=c.name, mask=(self.masks or {}).get(c.name)) for c in relation.columns},
            rows=RowRule(
                everything=not self.any_of,
                any_of=tuple(map(_predicate, self.any_of)),
                all_of=tuple(map(_predicate, self.all_of)),
            ),
        )

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        return False

    def permitted(self, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows as the principal may see them."""
        shows = self.shows or {}
        named = [dict(zip(COLUMNS, row, strict=False)) for row in rows]
        return [tuple(shows.get(k, _as_is)(v) for k, v in row.items()) for row in named if self.passes(row)]


def _predicate(sql: str) -> RowPredicate:
    return RowPredicate(name="@rule", sql=sql, rule=Rule("R1"))


def _as_is(value: Any) -> Any:
    return value


def token(value: str | None) -> str | None:
    """What `token:k1` makes of a text under the tests' key, written down from its documentation."""
    if value is None:
        return None
    inner = hashlib.sha256(IPAD + value.strip().lower().encode()).digest()
    return base64.urlsafe_b64encode(hashlib.sha256(OPAD + inner).digest()).rstrip(b"=").decode()


@dataclass
class Governed:
    """One kind of source behind the gateway's core and engine."""

    world: World
    catalog: Catalog
    engine: DuckDBEngine
    loop: asyncio.AbstractEventLoop

    def plan(self, sql: str, policy: Policy, **attributes: Attribute) -> Plan:
        principal = Principal(code="user:ana", department="01", attributes=attributes)
        statement = Statement(
            sql=sql,
            asking=Asking(principal=principal),
            session=Session(catalog="src", schema=self.world.schema),
            instant=INSTANT,
        )
        return prepare(statement, self.catalog, policy)

    def ask(self, sql: str, policy: Policy, **attributes: Attribute) -> list[list[Any]]:
        """The answer's rows as JSON values, in an order of their own unless the statement has one."""
        plan = self.plan(sql, policy, **attributes)
        _, body, _, _ = self.loop.run_until_complete(read(self.engine, plan))
        rows: list[list[Any]] = json.loads(b"[" + body + b"]")
        return rows if plan.ordered else sorted(rows, key=repr)


def catalog_of(world: World, types: Mapping[str, str] = COLUMNS) -> Catalog:
    """The catalogue once the owner accepted the table: for loose sources the types are the owner's to say."""
    connector = world.source.connector
    found = connector.inspect("src", world.source.options, world.source.credentials)
    accepted = accept(found, AcceptedSource(source="src"))
    if world.loose:
        accepted = replace(accepted, relations=tuple(_typed(r, types) for r in accepted.relations))
    entry = SourceEntry(
        source=Source(name="src", kind=connector.kind, owner="o"),
        loose=connector.loose,
        compares_otherwise=connector.compares_otherwise,
        folder=connector.folder,
    )
    return build([entry], {"src": accepted}, {"src": SourceState(found=found)})


def _typed(relation: Any, types: Mapping[str, str]) -> Any:
    columns = tuple(
        replace(c, type=parse_type(types[c.name.lower()])) if c.name.lower() in types else c for c in relation.columns
    )
    return replace(relation, columns=columns)


def plainly(sql: str, rows: Iterable[tuple[Any, ...]], *, ordered: bool) -> list[list[Any]]:
    """The statement as it stands, on DuckDB, over the permitted rows."""
    found = [[_json(value) for value in row] for row in _holding(tuple(rows)).execute(sql).fetchall()]
    return found if ordered else sorted(found, key=repr)


@lru_cache(maxsize=64)
def _holding(rows: tuple[tuple[Any, ...], ...]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    columns = ", ".join(f"{name} {text.replace('(6)', '')}" for name, text in COLUMNS.items())
    connection.execute(f"CREATE TABLE people ({columns})")
    for row in rows:
        connection.execute(f"INSERT INTO people VALUES ({', '.join('?' * len(COLUMNS))})", list(row))
    return connection


def _json(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case datetime.datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S.%f")
        case datetime.date():
            return value.isoformat()
        case _:
            return value
