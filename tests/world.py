"""A small world for tests of meaning: three relations in one in-process DuckDB, a decision point of given permits, one analyst.

Nothing of it is patched: the catalogue, permits and plans are the product's own values; DuckDB is real.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

import duckdb

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, decimal, varchar
from gateway.errors import ErrorCode
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.decision import ColumnPermit, Decision, Deny, Permit, RowPredicate, RowRule, Rule
from gateway.policy.principal import Asking, Principal

INSTANT = datetime.datetime(2026, 11, 22, 4, 0, tzinfo=datetime.UTC)
ANA = Principal(code="user:ana", department="0101", attributes={"prefix": "A", "regions": ("A1", "B2")})

Rows = Sequence[tuple[object, ...]]

TYPES = {
    "person": {
        "id": BIGINT, "name": varchar(20), "region": varchar(6), "age": INTEGER, "phone": varchar(20),
        "balance": decimal(10, 2), "born": DATE, "active": BOOLEAN, "secret": varchar(20),
    },
    "visit": {"person_id": BIGINT, "day": DATE, "cost": INTEGER, "note": varchar(40), "region": varchar(6), "weight": DOUBLE},
    "place": {"code": varchar(6), "title": varchar(20), "n": INTEGER},
}  # fmt: skip


def name_of(relation: str) -> RelationName:
    return RelationName("data", "main", relation)


def catalog() -> Catalog:
    """The three relations, all accepted; one source `data` with an owner to ask."""
    relations = [
        Relation(
            name=name_of(name),
            columns=tuple(Column(name=column, type=type_) for column, type_ in types.items()),
            location=("data", "main", name),
        )
        for name, types in TYPES.items()
    ]
    source = Source(name="data", kind="duckdb", owner="office", contact="office@example.org")
    return Catalog(version="1", sources={"data": source}, relations={r.name: r for r in relations})


CATALOG = catalog()


@dataclass(frozen=True)
class Given:
    """A decision point that answers from given permits; what is not given is invisible."""

    permits: Mapping[RelationName, Permit]
    version: str = "given"

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        found = self.permits.get(relation.name)
        if found is None:
            return Deny(relation=relation.name, code=ErrorCode.ACCESS_DENIED, reason="no grant")
        return found

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        return name in self.permits

    def level(self, paths: Iterable[str]) -> str:
        return ""


def predicate(sql: str) -> RowPredicate:
    return RowPredicate(name="@rule", sql=sql, rule=Rule("R1", "test.csv", 1))


def permit(
    relation: str,
    *,
    rows: Iterable[str] | None = None,
    restrictions: Iterable[str] = (),
    masks: Mapping[str, str] | None = None,
    hidden: Iterable[str] = (),
    discoverable: Iterable[str] = (),
) -> Permit:
    """A permit: `rows` are OR-ed predicates (None: every row), `restrictions` AND-ed ones."""
    columns = {
        name: ColumnPermit(name=name, mask=(masks or {}).get(name))
        for name in TYPES[relation]
        if name not in set(hidden)
    }
    rule = RowRule(
        everything=rows is None,
        any_of=tuple(predicate(sql) for sql in rows or ()),
        all_of=tuple(predicate(sql) for sql in restrictions),
    )
    return Permit(relation=name_of(relation), columns=columns, rows=rule, discoverable=frozenset(discoverable))


OPEN = Given({name_of(name): permit(name) for name in TYPES})


def statement(sql: str, **changes: object) -> Statement:
    """`sql` as ana sends it, names defaulting to data.main."""
    asked = Statement(
        sql=sql,
        asking=Asking(principal=ANA),
        session=Session(catalog="data", schema="main"),
        instant=INSTANT,
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def plan(sql: str, policy: Given = OPEN, **changes: object) -> Plan:
    return prepare(statement(sql, **changes), CATALOG, policy)


class Database:
    """The relations filled with given rows, in one DuckDB in this process. Connections are kept and refilled: making one costs more than a case."""

    free: ClassVar[list[tuple[Mapping[str, Rows], duckdb.DuckDBPyConnection]]] = []
    kept: ClassVar[int] = 2
    """So many are kept with what they hold, for whoever asks for the same rows again."""

    def __init__(self, rows: Mapping[str, Rows]) -> None:
        self.rows = rows
        self.connection = self._same() or self._refilled()

    def _same(self) -> duckdb.DuckDBPyConnection | None:
        for number, (rows, connection) in enumerate(self.free):
            if rows == self.rows:
                del self.free[number]
                return connection
        return None

    def _refilled(self) -> duckdb.DuckDBPyConnection:
        connection = self.free.pop(0)[1] if len(self.free) >= self.kept else _connection()
        connection.execute("; ".join(f"DELETE FROM data.main.{name}" for name in TYPES))
        for name, types in TYPES.items():
            found = self.rows.get(name, ())
            if found:
                marks = ", ".join(f"({', '.join('?' for _ in types)})" for _ in found)
                values = [value for row in found for value in row]
                connection.execute(f"INSERT INTO data.main.{name} VALUES {marks}", values)
        return connection

    def run(self, made: Plan) -> list[tuple[object, ...]]:
        keys = dict.fromkeys(made.keys, b"6" * 64 + b"\\" * 64)
        return self.connection.execute(made.sql, keys).fetchall() if keys else self.plain(made.sql)

    def plain(self, sql: str) -> list[tuple[object, ...]]:
        return self.connection.execute(sql).fetchall()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.free.append((self.rows, self.connection))


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    connection.execute("SET TimeZone='UTC'; ATTACH ':memory:' AS data")
    for name, types in TYPES.items():
        columns = ", ".join(f'"{column}" {_physical(type_)}' for column, type_ in types.items())
        connection.execute(f"CREATE TABLE data.main.{name} ({columns})")
    return connection


def _physical(type_: object) -> str:
    return str(type_).replace("varchar", "VARCHAR")


SAMPLE: Mapping[str, Rows] = {
    "person": [
        (1, "张三", "A1", 30, "13800000001", Decimal("10.50"), datetime.date(1990, 2, 28), True, "s-one"),
        (2, "李四", "A2", None, "13800000002", Decimal("-3.00"), datetime.date(2000, 2, 29), False, "s-two"),
        (3, "王五", "B1", 0, "13800000003", Decimal("0.00"), None, None, "s-three"),
        (4, "欧阳修", "B2", 61, None, None, datetime.date(1960, 12, 31), True, None),
        (5, None, None, 5, "bad", Decimal("99999999.99"), datetime.date(2021, 1, 1), False, "s-five"),
    ],
    "visit": [
        (1, datetime.date(2026, 1, 1), 100, "flu", "A1", 1.5),
        (1, datetime.date(2026, 1, 2), 0, "12", "A1", 0.0),
        (2, datetime.date(2026, 2, 1), None, "", "A2", None),
        (3, datetime.date(2026, 3, 1), 7, "x", "B1", -2.25),
        (9, None, -5, None, None, 1e10),
    ],
    "place": [("A1", "东街", 1), ("A2", "西街", 0), ("B1", "南街", None), ("A1", "东街", 1)],
}
