"""Relations of three owners in one in-process DuckDB; what is said to be a PostgreSQL source is read by the same text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Read, Relation, Source
from gateway.catalog.types import BIGINT, DATE, INTEGER, varchar
from gateway.pipeline.prepare import prepare
from gateway.pipeline.pushdown.probes import keys_of
from gateway.pipeline.stages import Keys, Plan, Session, Statement
from gateway.policy.decision import ColumnPermit, Permit, RowRule
from gateway.policy.principal import Asking
from tests.world import ANA, INSTANT, Given, predicate

TYPES = {"id": BIGINT, "n": INTEGER, "code": varchar(8), "d": DATE, "other": BIGINT}
SOURCES = {"health": "duckdb", "tax": "postgresql", "trade": "mysql"}

Rows = Mapping[str, Sequence[tuple[object, ...]]]


def name(source: str) -> RelationName:
    return RelationName(source, "main", "t")


def catalog(shares: Mapping[str, frozenset[str]] | None = None, owners: Mapping[str, str] | None = None) -> Catalog:
    """One relation `t` a source; `shares` says with whom a source shares keys (default: everybody with everybody)."""
    everybody = frozenset(SOURCES)
    sources = {
        s: Source(
            name=s,
            kind=kind,
            owner=(owners or {}).get(s, s),
            share_keys_with=everybody if shares is None else shares.get(s, frozenset()),
        )
        for s, kind in SOURCES.items()
    }
    relations = [
        Relation(
            name=name(s),
            columns=tuple(
                Column(name=c, type=t, read=Read.TEXT if kind == "mysql" and t.base == "varchar" else Read.PLAIN)
                for c, t in TYPES.items()
            ),
            location=(s, "main", "t"),
        )
        for s, kind in SOURCES.items()
    ]
    return Catalog(version="1", sources=sources, relations={r.name: r for r in relations})


def policy(rules: Mapping[str, str] | None = None, masks: Mapping[str, Mapping[str, str]] | None = None) -> Given:
    permits = {}
    for source in SOURCES:
        rule = (rules or {}).get(source)
        permits[name(source)] = Permit(
            relation=name(source),
            columns={c: ColumnPermit(name=c, mask=(masks or {}).get(source, {}).get(c)) for c in TYPES},
            rows=RowRule(everything=rule is None, any_of=(predicate(rule),) if rule else ()),
            row_limit=3,
        )
    return Given(permits)


def plan(sql: str, keys: Keys | None, known: Catalog | None = None, given: Given | None = None) -> Plan:
    asked = Statement(
        sql=sql,
        asking=Asking(principal=ANA),
        session=Session(catalog="health", schema="main"),
        instant=INSTANT,
        keys=keys,
    )
    return prepare(asked, known or catalog(), given or policy())


def narrowed(
    connection: duckdb.DuckDBPyConnection, sql: str, known: Catalog | None = None, given: Given | None = None
) -> tuple[Plan, Keys]:
    """The last round's plan, and the keys of every round."""
    keys: Keys = {}
    made = plan(sql, keys, known, given)
    while made.probe is not None:
        values = [value for (value,) in connection.execute(made.probe.plan.sql).fetchall()]
        texts = [value if isinstance(value, int | str) or value is None else str(value) for value in values]
        keys = {**keys, made.probe.id: keys_of(texts, made.probe.plan.columns[0].type.base)}
        made = plan(sql, keys, known, given)
    return made, keys


def instance() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    connection.execute("SET TimeZone = 'UTC'")
    for source in SOURCES:
        connection.execute(f"ATTACH ':memory:' AS {source}")
        connection.execute(f"CREATE TABLE {source}.main.t (id BIGINT, n INTEGER, code VARCHAR, d DATE, other BIGINT)")
    return connection


def fill(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    for source in SOURCES:
        connection.execute(f"DELETE FROM {source}.main.t")
        if rows.get(source):
            connection.executemany(
                f"INSERT INTO {source}.main.t VALUES (?, ?, ?, ?, ?)", [list(r) for r in rows[source]]
            )


def answer(connection: duckdb.DuckDBPyConnection, made: Plan) -> Counter[tuple[object, ...]]:
    return Counter(connection.execute(made.sql).fetchall())


def opaque(known: Catalog, source: str) -> Catalog:
    """The relation of `source` is a listed view."""
    changed = replace(known.relations[name(source)], opaque=True)
    return replace(known, relations={**known.relations, changed.name: changed})
