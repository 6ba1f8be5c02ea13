"""The city of the golden cases: two departments' relations, and the real policy files beside this one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Read, Relation, Search, Source
from gateway.catalog.types import Type, parse_type
from gateway.pipeline.explain import Explanation
from gateway.pipeline.functions.duckdb_types import duckdb_type
from gateway.pipeline.prepare import explain, prepare
from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.policy.principal import Asking
from gateway.predicates import check_predicate

POLICIES = Path(__file__).parent / "policies"
INSTANT = datetime.datetime(2026, 11, 22, 4, 0, tzinfo=datetime.UTC)

# One line a column: name, type, and how the engine must read it where that is not plainly.
CIVIL = {
    "person": """
        id bigint
        name varchar(20)
        id_card varchar(18)
        phone varchar(20)
        region varchar(12)
        age integer
        balance decimal(10,2)
        born date
        active boolean
        secret varchar(20)
        salary integer
        tags array(varchar(10))
        address row(street varchar(40), number integer)
    """,
    "household": """
        id bigint
        head_id bigint
        region varchar(12)
        size integer
    """,
}
# A SQLite source: text whatever it declares, so everything but text is converted on reading.
HEALTH = {
    "visit": """
        id bigint convert
        person_id bigint convert
        id_card varchar(18) text
        day date convert
        cost integer convert
        note varchar(40) text
        region varchar(12) text
    """,
    "clinic": """
        code varchar(12) text
        title varchar(20) text
        flag char(2) text
    """,
    # columns that SQLite itself can look for
    "register": """
        code varchar(12) text search
        n bigint convert search
        name varchar(20) text search
        region varchar(12) text search
        note varchar(20) text
    """,
    # a view that the owner lists: what it computes is the owner's affair
    "summary": """
        region varchar(12) text
        n bigint convert
    """,
}
OWNERS = (
    Owner(name="common", policy_file="common.csv"),
    Owner(name="civil", policy_file="civil.csv", catalogs=("civil",), roles=("role:civil-*",), departments=("civil",)),
    Owner(
        name="health", policy_file="health.csv", catalogs=("health",), roles=("role:health-*",), departments=("health",)
    ),
)


def _columns(text: str) -> Iterator[Column]:
    for line in text.strip().splitlines():
        words = line.split()
        searched = words[-1] == "search"
        words = words[:-1] if searched else words
        read = Read(words.pop()) if words[-1] in ("convert", "text") else Read.PLAIN
        type_ = parse_type(" ".join(words[1:]))
        kind = Search.TEXT if type_.base == "varchar" else Search.INTEGER
        yield Column(name=words[0], type=type_, read=read, search=kind if searched else Search.NONE)


def _relations() -> Iterator[Relation]:
    for source, tables in (("civil", CIVIL), ("health", HEALTH)):
        for name, text in tables.items():
            yield Relation(
                name=RelationName(source, "main", name),
                columns=tuple(_columns(text)),
                location=(source, "main", name),
                opaque=name == "summary",
            )


CATALOG = Catalog(
    version="1",
    sources={
        "civil": Source(name="civil", kind="duckdb", owner="civil", contact="civil affairs"),
        "health": Source(name="health", kind="sqlite", owner="health", contact="health office"),
    },
    relations={relation.name: relation for relation in _relations()},
)


def _bundle() -> dict[str, bytes]:
    folders = {"subjects": "", "titles": ""}
    return {f"{folders.get(f.stem, 'policy.d/')}{f.name}": f.read_bytes() for f in POLICIES.glob("*.csv")}


POLICY = load(_bundle(), OWNERS, on=datetime.date(2026, 11, 22), catalog=CATALOG, check_predicate=check_predicate)


def statement(sql: str, who: str, purpose: str | None) -> Statement:
    """`sql` as somebody sends it, names defaulting to civil.main."""
    asking = Asking(principal=POLICY.principal(f"user:{who}"), purpose=purpose)
    return Statement(sql=sql, asking=asking, session=Session(catalog="civil", schema="main"), instant=INSTANT)


def planned(sql: str, who: str, purpose: str | None = None, engine: str = "duckdb") -> Plan:
    """What an engine would get."""
    return prepare(replace(statement(sql, who, purpose), engine=engine), CATALOG, POLICY)


def explained(sql: str, who: str, purpose: str | None = None) -> Explanation:
    """What the principal is told about it."""
    return explain(statement(sql, who, purpose), CATALOG, POLICY)


def database() -> duckdb.DuckDBPyConnection:
    """The relations, empty, as the engine has them: what must be converted is text at the source."""
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    for source in CATALOG.sources:
        connection.execute(f"ATTACH ':memory:' AS {source}")
    for relation in CATALOG.relations.values():
        columns = ", ".join(f'"{c.name}" {_physical(c.type, c.read)}' for c in relation.columns)
        connection.execute(f"CREATE TABLE {relation.name} ({columns})")
    # What a source's own engine would answer, by name and type.
    connection.execute("CREATE MACRO sqlite_query(source, query) AS TABLE SELECT * FROM health.main.register")
    return connection


def _physical(type_: Type, read: Read) -> str:
    return duckdb_type(type_) if read is Read.PLAIN else "VARCHAR"
