"""What the catalogue's relations and columns are in a Trino server's catalogs, which are named as the sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.catalog.relations import Read, Relation
from gateway.catalog.types import INTEGER, SMALLINT, Type

TrinoTypes = Mapping[tuple[str, str], Mapping[str, str]]
"""What Trino has of a source: by schema and table, each column's type as Trino writes it; all names folded."""

CONVERTED: Final = frozenset({"date", "time", "timestamp", "timestamp with time zone", "decimal"})
"""What a source may hold that Trino cannot: it is read as text there, unless the owner sees to it that there is none."""


def trino_location(relation: Relation) -> tuple[str, str, str]:
    """Where Trino finds a relation: catalog, schema, table, for quoting. Trino folds names as the catalogue does, and looks for the source's own spelling itself.

    Raises ValueError for a relation over files: such sources have no catalog there.
    """
    name = relation.name
    if relation.location[0] != name.catalog:
        raise ValueError(f"{name} is read from files, which Trino has not")
    return (name.catalog, name.schema, name.relation)


def trino_read(accepted: Type, there: Type) -> Read | None:
    """How to read a column that was accepted as one type and is another in Trino. None: it cannot be read there without a value that fails or changes.

    INVARIANT: nothing is guessed. As text a bit is `b'1'` there, which is no boolean: only types whose texts were compared are converted. Of numbers only
    MySQL's YEAR is of another size.
    """
    if accepted == there:
        return Read.PLAIN
    if (accepted, there) == (INTEGER, SMALLINT):
        return Read.CAST
    if there.base != "varchar":
        return None
    if accepted.base == "varchar" and (
        accepted.length is None or (there.length or accepted.length + 1) <= accepted.length
    ):
        return Read.CAST
    return Read.CONVERT if accepted.base in CONVERTED else None
