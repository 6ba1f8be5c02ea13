"""How much of a relation does not convert: counted for the source's owner, in the background (rule 13)."""

from __future__ import annotations

from gateway.catalog.convert import convert_expression
from gateway.catalog.relations import Column, Read, Relation
from gateway.catalog.trino import trino_location
from gateway.catalog.types import BIGINT
from gateway.pipeline.stages import Plan, ResultColumn


def dirt_plan(relation: Relation, engine: str = "duckdb") -> Plan | None:
    """A plan with one row: how many rows there are, and for each converted column how many values read as NULL. None: nothing is converted."""
    columns = [column for column in relation.columns if column.read is Read.CONVERT]
    if not columns:
        return None
    lost, place = (_in_trino, trino_location(relation)) if engine == "trino" else (_embedded, relation.location)
    counts = ", ".join(f"count(*) FILTER (WHERE {lost(column)})" for column in columns)
    return Plan(
        engine=engine,
        sql=f"SELECT count(*), {counts} FROM {'.'.join(map(_quoted, place))}",
        columns=(ResultColumn(name="rows", type=BIGINT), *(ResultColumn(name=c.name, type=BIGINT) for c in columns)),
        sources=frozenset({relation.name.catalog}),
        locations=frozenset({relation.location}),
        reads={trino_location(relation): frozenset(c.name for c in columns)} if engine == "trino" else {},
    )


def _embedded(column: Column) -> str:
    name = _quoted(column.source_name)
    return f"{name} IS NOT NULL AND ({convert_expression(name, column.type)}) IS NULL"


def _in_trino(column: Column) -> str:
    name = _quoted(column.name)
    return f"{name} IS NOT NULL AND TRY_CAST({name} AS {column.type}) IS NULL"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
