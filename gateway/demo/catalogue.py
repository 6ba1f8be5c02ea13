"""The demo's accepted catalogue, written from the departments' declarations: `python -m gateway.demo.catalogue catalog/`.

What stands in `catalog/` is what the sources really show: tests compare it with what the connectors find in a generated city.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from gateway.catalog.accepted import AcceptedColumn, AcceptedRelation, AcceptedSource, write
from gateway.catalog.types import BIGINT, BOOLEAN, DATE, INTEGER, VARCHAR, Type, parse_type, timestamp
from gateway.demo.department import Department, Store
from gateway.demo.departments import ALL


def accepted(department: Department) -> AcceptedSource:
    """Every relation of the department, all columns, with titles and comments."""
    relations = tuple(
        AcceptedRelation(
            schema="main",
            name=relation.name,
            title=relation.title,
            comment=relation.comment,
            columns=tuple(
                AcceptedColumn(name=c.name, type=trino_type(c.type, department.store), title=c.title, comment=c.comment)
                for c in relation.columns
            ),
        )
        for relation in department.relations
    )
    return AcceptedSource(source=department.code, relations=relations)


def trino_type(declared: str, store: Store) -> Type:
    """The Trino type of a declared type, as the store keeps it: none keeps the length of a string.

    >>> str(trino_type("VARCHAR(18)", Store.DUCKDB)), str(trino_type("INTEGER", Store.SQLITE))
    ('varchar', 'bigint')
    """
    match re.split(r"\(", declared)[0]:
        case "VARCHAR":
            return VARCHAR
        case "INTEGER":
            return BIGINT if store.is_loose else INTEGER
        case "TIMESTAMP":
            return timestamp(6 if store is Store.DUCKDB else 3)
        case "BIGINT":
            return BIGINT
        case "DATE":
            return DATE
        case "BOOLEAN":
            return BOOLEAN
        case _:
            return parse_type(declared.lower())


def main() -> None:
    """Write one file a department."""
    folder = Path(sys.argv[1])
    for department in ALL:
        write(folder / f"{department.code}.toml", accepted(department))


if __name__ == "__main__":
    main()
