"""What an inspection of a source found, before anybody accepted it."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.catalog.relations import Search
from gateway.catalog.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumn:
    """A column as found at the source: `type` None when it can not be read totally (`reason` says why; it is left out)."""

    name: str
    type: Type | None
    native: str
    comment: str = ""
    reason: str = ""
    search: Search = Search.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRelation:
    """A table, view, foreign table or partition child as found at the source, spelled as there.

    `kind` is `table`, `view`, `materialized view`, `foreign table` or `partition`.
    """

    schema: str
    name: str
    kind: str
    columns: tuple[FoundColumn, ...]
    comment: str = ""
