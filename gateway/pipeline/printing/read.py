"""How the embedded engine reads one base column: totally, and without the source's own ideas of comparison (rule 13)."""

from __future__ import annotations

from gateway.catalog.convert import convert_expression
from gateway.catalog.relations import Column, Read
from gateway.pipeline.printing.names import quoted


def read(column: Column) -> str:
    """The reading expression over the bare source column."""
    name = quoted(column.source_name)
    if column.type.base == "char" and column.read is not Read.CONVERT:
        return f"rtrim({name}, ' ')"  # char(n) is held without its padding, whatever the source gives
    match column.read:
        case Read.PLAIN:
            return name
        case Read.TEXT:
            return f"({name} || '')"
        case Read.PRESENT:
            return f"CASE WHEN {name} IS NOT NULL THEN {name} END"
        case Read.CONVERT:
            return convert_expression(name, column.type)
        case Read.CAST:
            raise ValueError(f"{column.name} is read as in Trino")
