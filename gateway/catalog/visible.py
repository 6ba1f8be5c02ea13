"""What one principal may see of the whole catalogue, as plain tables: every listing is read from them, and nothing else is in them (rule 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gateway.catalog.names import RelationName

Cell = str | int | None
Table = tuple[Sequence[Cell], ...]
"""Column by column, as `catalog.metadata.TABLES` declares them."""


@dataclass(frozen=True, slots=True)
class Visible:
    """Everything that may be listed. Equal views have equal keys; `tables` are those of `catalog.metadata.TABLES`."""

    key: str
    tables: Mapping[str, Table]

    @property
    def database(self) -> str:
        """Under which name an engine has the tables."""
        return f"visible_{self.key}"

    @property
    def catalogs(self) -> frozenset[str]:
        return frozenset(str(name) for name in self.tables["catalogs"][0])

    @property
    def schemas(self) -> Iterator[tuple[str, str]]:
        """Catalog and schema."""
        return ((str(catalog), str(name)) for catalog, name in zip(*self.tables["schemas"], strict=True))

    @property
    def relations(self) -> Iterator[RelationName]:
        """All of them, those that describe others included."""
        catalogs, schemas, names, _ = self.tables["relations"]
        return (RelationName(str(a), str(b), str(c)) for a, b, c in zip(catalogs, schemas, names, strict=True))
