"""A permit as far as Trino's own access control can express it. What it cannot is refused: nothing is shown in another form than policy says.

A listing asks about thousands of relations and wants names; texts are for whoever reads. So whether a mask can be said is found out once for a mask and a
type, and its text is made when it is asked for; a row rule is made once for all relations that have the columns it names.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from gateway import masking
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Column, Read, Relation
from gateway.catalog.trino import trino_location
from gateway.catalog.types import Type
from gateway.errors import AccessError, GatewayError
from gateway.pipeline import bound
from gateway.pipeline.printing.bare import bare
from gateway.pipeline.rewrite.view import masked, row_rule
from gateway.policy.decision import Permit, RowPredicate, RowRule, Rule
from gateway.policy.principal import Asking

SOMEWHERE: Final = RelationName("", "", "")
"""The relation of a text that is the same for many."""
NO_RULE: Final = Rule("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expressed:
    """A relation as Trino can show it: readable columns, each with its mask as policy writes it (None: clear), and the row rule's text (None: every row)."""

    relation: Relation
    columns: Mapping[str, str | None]
    rows: str | None
    today: datetime.date
    refused: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Permitted columns that Trino cannot show as policy says, and why."""

    def mask(self, name: str) -> str | None:
        """The text of a readable column's mask; None: clear. Raises GatewayError should it have none after all: then nothing is to be shown."""
        text = self.columns[name]
        if text is None:
            return None
        column = self.relation.column(name)
        assert column is not None
        return _mask(text, name, column.type, self.today)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing of the relation can be shown, and why."""

    reason: str


def expressed(relation: Relation, permit: Permit, asking: Asking, today: datetime.date) -> Expressed | Refused:
    """The permit in Trino's terms. Row rules and masks are bound as for the rewriter, and printed by the same printer."""
    if permit.row_limit is not None:
        return Refused("a limit of rows holds")
    try:
        trino_location(relation)
    except ValueError:
        return Refused("its source cannot be read through Trino")
    rows = None if permit.rows.is_open else _rows(_alone(permit.rows), _named(permit.rows, relation), asking)
    if isinstance(rows, Refused):
        return rows
    columns: dict[str, str | None] = {}
    refused: dict[str, str] = {}
    for column in relation.columns:
        allowed = permit.columns.get(column.name)
        if allowed is None:
            continue
        reason = "" if allowed.mask is None else _unmaskable(column.type, column.read, allowed.mask, today)
        if reason:
            refused[column.name] = reason
        else:
            columns[column.name] = allowed.mask
    return Expressed(
        relation=relation, columns=MappingProxyType(columns), rows=rows, today=today, refused=MappingProxyType(refused)
    )


def _alone(rows: RowRule) -> RowRule:
    """The rule without where it comes from: its text does not depend on that."""

    def texts(predicates: tuple[RowPredicate, ...]) -> tuple[RowPredicate, ...]:
        return tuple(RowPredicate(name="", sql=predicate.sql, rule=NO_RULE) for predicate in predicates)

    return RowRule(everything=rows.everything, any_of=texts(rows.any_of), all_of=texts(rows.all_of))


def _named(rows: RowRule, relation: Relation) -> tuple[Column, ...]:
    """The columns that a row rule can mean: those whose names stand in its text, and perhaps more."""
    text = " ".join(predicate.sql for predicate in (*rows.any_of, *rows.all_of)).lower()
    said = (column for column in relation.columns if column.name.replace('"', '""') in text)
    return tuple(Column(name=column.name, type=column.type, read=column.read) for column in said)


@lru_cache(maxsize=4096)
def _rows(rows: RowRule, columns: tuple[Column, ...], asking: Asking) -> str | Refused | None:
    relation = _over(columns)
    permit = Permit(relation=SOMEWHERE, columns={}, rows=rows)
    try:
        rule = row_rule(bound.Scan(0, relation, permit, (), ""), asking)
        return None if rule is None else bare(rule, relation)
    except AccessError:  # its words name a relation
        return Refused("a row rule cannot be evaluated: it needs an attribute that is not set, or is not valid")
    except GatewayError as error:
        return Refused(error.message)


@lru_cache(maxsize=16_384)
def _mask(text: str, name: str, type_: Type, today: datetime.date) -> str:
    """Without purpose and department: only keys depend on them, and no mask with a key comes here."""
    found = masked(text, bound.RawColumn(name, type_), "", "", today, SOMEWHERE)
    return bare(found, _over((Column(name=name, type=type_),)))


@lru_cache(maxsize=4096)
def _unmaskable(type_: Type, read: Read, text: str, today: datetime.date) -> str:
    """Why Trino cannot mask a column of this type so; empty when it can. A mask must give the very type that the column has in Trino."""
    mask = masking.parse(text)
    if mask.key is not None:
        return "its mask has a key, which would stand in Trino's plans"
    if read is not Read.PLAIN or mask.gives(type_) != type_:
        return "its mask gives another type than the column has in Trino"
    try:
        _mask(text, "value", type_, today)
    except AccessError:
        return "its mask cannot be evaluated"
    except GatewayError as error:
        return error.message
    return ""


def _over(columns: tuple[Column, ...]) -> Relation:
    return Relation(name=SOMEWHERE, columns=columns, location=("", "", ""))
