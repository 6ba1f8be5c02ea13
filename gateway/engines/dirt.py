"""How much of a loosely typed relation does not convert: counted for the source's owner, in the background (rule 13)."""

from __future__ import annotations

from gateway.catalog.convert import convert_expression
from gateway.catalog.relations import Read, Relation
from gateway.catalog.types import BIGINT
from gateway.pipeline.stages import Plan, ResultColumn


def dirt_plan(relation: Relation) -> Plan | None:
    """A plan with one row: how many rows there are, and for each converted column how many values read as NULL. None: nothing is converted."""
    columns = [column for column in relation.columns if column.read is Read.CONVERT]
    if not columns:
        return None
    counts = []
    for column in columns:
        name = _quoted(column.source_name)
        counts.append(
            f"count(*) FILTER (WHERE {name} IS NOT NULL AND ({convert_expression(name, column.type)}) IS NULL)"
        )
    place = ".".join(_quoted(part) for part in relation.location)
    return Plan(
        engine="duckdb",
        sql=f"SELECT count(*), {', '.join(counts)} FROM {place}",
        columns=(ResultColumn(name="rows", type=BIGINT), *(ResultColumn(name=c.name, type=BIGINT) for c in columns)),
        sources=frozenset({relation.name.catalog}),
        locations=frozenset({relation.location}),
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
