"""Names of relations, folded once and compared as values ever after."""

from __future__ import annotations

from dataclasses import dataclass


def fold(identifier: str) -> str:
    """Trino compares names in lower case, quoted ones too."""
    return identifier.lower()


@dataclass(frozen=True, slots=True, order=True)
class RelationName:
    """A relation's full name, case already folded."""

    catalog: str
    schema: str
    relation: str

    @classmethod
    def parse(cls, dotted: str) -> RelationName:
        """`catalog.schema.relation`, as catalogue files and policies write it."""
        parts = [fold(part) for part in dotted.split(".")]
        if len(parts) != 3 or not all(parts):
            raise ValueError(f"`{dotted}` is not catalog.schema.relation")
        return cls(*parts)

    def __str__(self) -> str:
        return f"{self.catalog}.{self.schema}.{self.relation}"
