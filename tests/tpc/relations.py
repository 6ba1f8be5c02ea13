"""The relations of TPC-H and TPC-DS with the types that Trino's own connectors give them, as an accepted catalogue.

`tpch.types` and `tpcds.types` are what DESCRIBE says on Trino 476, one relation after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import Type, parse_type

SUITES: Final = ("tpch", "tpcds")
SCHEMA: Final = "tiny"
FOLDER: Final = Path(__file__).parent


@cache
def types(suite: str) -> Mapping[str, Mapping[str, Type]]:
    """Relations of a suite, their columns, the columns' types."""
    found: dict[str, dict[str, Type]] = {}
    relation = ""
    for line in (FOLDER / f"{suite}.types").read_text("utf-8").splitlines():
        if line.startswith(" "):
            column, type_ = line.split()
            found[relation][column] = parse_type(type_)
        else:
            relation = line
            found[relation] = {}
    return found


def name_of(suite: str, relation: str) -> RelationName:
    return RelationName(suite, SCHEMA, relation)


@cache
def catalog() -> Catalog:
    """Both suites, all accepted, each a source of its own as in Trino: `tpch.tiny.orders`, `tpcds.tiny.item`."""
    relations = [
        Relation(
            name=name_of(suite, relation),
            columns=tuple(Column(name=column, type=type_) for column, type_ in columns.items()),
            location=(suite, SCHEMA, relation),
        )
        for suite in SUITES
        for relation, columns in types(suite).items()
    ]
    sources = {suite: Source(name=suite, kind="duckdb", owner=suite) for suite in SUITES}
    return Catalog(version="1", sources=sources, relations={relation.name: relation for relation in relations})
