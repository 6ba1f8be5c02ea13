"""A small city and TPC-H, with what one analyst may see of them: names, masks, hidden and discoverable columns."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import Type, parse_type
from gateway.errors import ErrorCode
from gateway.pipeline.authorize import authorize
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.resolve import resolve
from gateway.pipeline.stages import Authorized, Resolved, Session, Statement
from gateway.policy.decision import ColumnPermit, Decision, Deny, Permit, RowRule
from gateway.policy.principal import Asking, Principal

# One line a column: name, type, then `hidden`, `discover` or a mask.
RELATIONS = {
    "city.civil.person": """
        id bigint
        name varchar(20)
        id_card varchar(18) token:k1
        phone varchar(20) partial:3:4
        region varchar(12)
        age integer
        balance decimal(10,2)
        born date
        secret varchar(20) hidden
        salary decimal(10,2) discover
        address row(street varchar(40), number integer)
        tags array(varchar(10))
        scores map(varchar, bigint)
        stays array(row(day date, cost integer))
        data json
    """,
    "city.health.visit": """
        id bigint
        person_id bigint
        id_card varchar(18) token:k1
        card_no varchar(18) token:k2
        day date
        cost integer
        region varchar(12)
        secret varchar(20) hidden
        weight double
        seen timestamp(3)
        name varchar(30)
    """,
    "city.health.place": """
        code varchar(12)
        title varchar(20)
        person_id bigint hidden
        n smallint
        flag char(2)
        ratio real
        open boolean
    """,
    "tpch.tiny.part": """
        p_partkey bigint
        p_name varchar(55)
        p_mfgr varchar(25)
        p_brand varchar(10)
        p_type varchar(25)
        p_size integer
        p_container varchar(10)
        p_retailprice decimal(12,2)
        p_comment varchar(23)
    """,
    "tpch.tiny.supplier": """
        s_suppkey bigint
        s_name varchar(25)
        s_address varchar(40)
        s_nationkey bigint
        s_phone varchar(15)
        s_acctbal decimal(12,2)
        s_comment varchar(101)
    """,
    "tpch.tiny.partsupp": """
        ps_partkey bigint
        ps_suppkey bigint
        ps_availqty integer
        ps_supplycost decimal(12,2)
        ps_comment varchar(199)
    """,
    "tpch.tiny.customer": """
        c_custkey bigint
        c_name varchar(25)
        c_address varchar(40)
        c_nationkey bigint
        c_phone varchar(15)
        c_acctbal decimal(12,2)
        c_mktsegment varchar(10)
        c_comment varchar(117)
    """,
    "tpch.tiny.orders": """
        o_orderkey bigint
        o_custkey bigint
        o_orderstatus varchar(1)
        o_totalprice decimal(12,2)
        o_orderdate date
        o_orderpriority varchar(15)
        o_clerk varchar(15)
        o_shippriority integer
        o_comment varchar(79)
    """,
    "tpch.tiny.lineitem": """
        l_orderkey bigint
        l_partkey bigint
        l_suppkey bigint
        l_linenumber integer
        l_quantity decimal(12,2)
        l_extendedprice decimal(12,2)
        l_discount decimal(12,2)
        l_tax decimal(12,2)
        l_returnflag varchar(1)
        l_linestatus varchar(1)
        l_shipdate date
        l_commitdate date
        l_receiptdate date
        l_shipinstruct varchar(25)
        l_shipmode varchar(10)
        l_comment varchar(44)
    """,
    "tpch.tiny.nation": """
        n_nationkey bigint
        n_name varchar(25)
        n_regionkey bigint
        n_comment varchar(152)
    """,
    "tpch.tiny.region": """
        r_regionkey bigint
        r_name varchar(25)
        r_comment varchar(152)
    """,
}

INSTANT = datetime.datetime(2026, 11, 22, 16, 30, 5, 123456, tzinfo=datetime.UTC)
CONTACT = "civil affairs, data desk"


def _split(line: str) -> tuple[str, Type, str]:
    name, rest = line.strip().split(" ", 1)
    for end in range(len(rest), 0, -1):
        try:
            return name, parse_type(rest[:end].strip()), rest[end:].strip()
        except (ValueError, IndexError):
            continue
    raise AssertionError(line)


def _read() -> tuple[Catalog, Mapping[RelationName, Permit]]:
    relations, permits = {}, {}
    for dotted, text in RELATIONS.items():
        name = RelationName.parse(dotted)
        lines = [_split(line) for line in text.strip().splitlines()]
        columns = tuple(Column(name=column, type=type_) for column, type_, _ in lines)
        relations[name] = Relation(name=name, columns=columns, location=(name.catalog, name.schema, name.relation))
        permits[name] = Permit(
            relation=name,
            columns={
                column: ColumnPermit(name=column, mask=told or None)
                for column, _, told in lines
                if told not in ("hidden", "discover")
            },
            rows=RowRule(everything=True),
            discoverable=frozenset(column for column, _, told in lines if told == "discover"),
        )
    sources = {name: Source(name=name, kind="duckdb", owner=name, contact=CONTACT) for name in ("city", "tpch")}
    return Catalog(version="1", sources=sources, relations=relations), permits


CATALOG, PERMITS = _read()


class Given:
    """A decision point that knows only the permits above."""

    version = "given"

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        found = PERMITS.get(relation.name)
        return found or Deny(relation=relation.name, code=ErrorCode.ACCESS_DENIED, reason="no grant")

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        return name in PERMITS


ANALYST = Asking(principal=Principal(code="user:ana", department="health"))


def without_hidden(catalog: Catalog) -> Catalog:
    """The catalogue as if columns that are neither permitted nor discoverable had never been there."""
    known = {name: permit.columns.keys() | permit.discoverable for name, permit in PERMITS.items()}
    relations = {
        name: replace(relation, columns=tuple(c for c in relation.columns if c.name in known[name]))
        for name, relation in catalog.relations.items()
    }
    return Catalog(version=catalog.version, sources=catalog.sources, relations=relations)


def authorized(
    sql: str, *parameters: object, catalog: str = "city", schema: str = "civil", known: Catalog = CATALOG
) -> Authorized:
    """The statement up to the stage before names are resolved."""
    statement = Statement(
        sql=sql,
        asking=ANALYST,
        session=Session(catalog=catalog, schema=schema),
        instant=INSTANT,
        parameters=parameters,
    )
    return authorize(locate(parse(statement), known), Given())


def resolved(
    sql: str, *parameters: object, catalog: str = "city", schema: str = "civil", known: Catalog = CATALOG
) -> Resolved:
    """The bound statement."""
    return resolve(authorized(sql, *parameters, catalog=catalog, schema=schema, known=known))
