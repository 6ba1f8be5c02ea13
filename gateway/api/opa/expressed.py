"""A permit as far as Trino's own access control can express it. What it cannot is refused: nothing is shown in another form than policy says."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gateway import masking
from gateway.catalog.relations import Column, Read, Relation
from gateway.catalog.trino import trino_location
from gateway.errors import GatewayError
from gateway.pipeline import bound
from gateway.pipeline.printing.bare import bare
from gateway.pipeline.resolve.permitted import permitted_columns
from gateway.pipeline.rewrite.view import projection, row_rule
from gateway.policy.decision import Permit
from gateway.policy.principal import Asking


@dataclass(frozen=True, slots=True, kw_only=True)
class Expressed:
    """A relation as Trino can show it: readable columns, each with its mask's text (None: clear), and the row rule's text (None: every row)."""

    columns: Mapping[str, str | None]
    rows: str | None
    refused: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Permitted columns that Trino cannot show as policy says, and why."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing of the relation can be shown, and why."""

    reason: str


def expressed(relation: Relation, permit: Permit, asking: Asking, today: datetime.date) -> Expressed | Refused:
    """The permit in Trino's terms. Row rules and masks are bound as for the rewriter, and printed by the same printer."""
    if permit.row_limit is not None:
        return Refused("a limit of rows holds")
    scan = bound.Scan(0, relation, permit, permitted_columns(relation, permit), relation.name.relation)
    try:
        trino_location(relation)
        rule = row_rule(scan, asking)
        rows = None if rule is None else bare(rule, relation)
    except ValueError:
        return Refused("its source cannot be read through Trino")
    except GatewayError as error:
        return Refused(error.message)
    columns: dict[str, str | None] = {}
    refused: dict[str, str] = {}
    for index, output in enumerate(scan.columns):
        column = relation.column(output.name or "")
        assert column is not None
        mask = permit.columns[column.name].mask
        reason = "" if mask is None else _unmaskable(column, mask)
        if reason:
            refused[column.name] = reason
            continue
        try:
            columns[column.name] = None if mask is None else bare(projection(scan, index, asking, today), relation)
        except GatewayError as error:
            refused[column.name] = error.message
    return Expressed(columns=MappingProxyType(columns), rows=rows, refused=MappingProxyType(refused))


def _unmaskable(column: Column, text: str) -> str:
    """Why Trino cannot mask a column so; empty when it can. A mask must give the very type that the column has in Trino."""
    mask = masking.parse(text)
    if mask.key is not None:
        return "its mask has a key, which would stand in Trino's plans"
    if column.read is not Read.PLAIN or mask.gives(column.type) != column.type:
        return "its mask gives another type than the column has in Trino"
    return ""
