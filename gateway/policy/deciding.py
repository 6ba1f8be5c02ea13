"""How single answers add up to the decision on a relation: select deny, select, unmask deny, unmask, masks; then rows and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from gateway import masking
from gateway.catalog.relations import Relation
from gateway.catalog.types import Type
from gateway.policy.asking import Asker, Questions
from gateway.policy.decision import ColumnPermit, RowPredicate, RowRule, Rule
from gateway.policy.matching import path_of, segment
from gateway.policy.rules import Predicate

NULL: Final = "null"
"""The mask in which different masks meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one subject, for one purpose, has of one relation, whatever its attributes. No column: nothing is granted."""

    columns: Mapping[str, ColumnPermit]
    rows: RowRule
    row_limit: int | None
    row_limit_rule: Rule | None
    discoverable: frozenset[str]
    visible: bool
    denials: tuple[Rule, ...]


def view_of(asker: Asker, relation: Relation, predicates: Mapping[str, Predicate]) -> View:
    """Ask everything about a relation and its columns."""
    whole, about = asker.about_columns(path_of(relation.name), (segment(column.name) for column in relation.columns))
    parts = {column.name: questions for column, questions in zip(relation.columns, about, strict=True)}
    types = {column.name: column.type for column in relation.columns}
    columns = {}
    for name, questions in parts.items():
        permit = column_permit(name, questions, types[name])
        if permit is not None:
            columns[name] = permit
    hidden = [name for name in parts if name not in columns]
    discoverable = frozenset(name for name in hidden if parts[name].holds("discover"))
    limit = smallest_limit(dict.fromkeys([whole, *(parts[name] for name in columns)]))
    return View(
        columns=columns,
        rows=row_rule(whole, dict.fromkeys(parts.values()), predicates),
        row_limit=limit[0] if limit else None,
        row_limit_rule=limit[1] if limit else None,
        discoverable=discoverable,
        visible=bool(discoverable) or whole.holds("discover") is not None,
        denials=tuple(dict.fromkeys(rule for name in hidden if (rule := parts[name].denial("select")))),
    )


def column_permit(name: str, questions: Questions, type_: Type | None) -> ColumnPermit | None:
    """One column: None when it is not granted. A type of None is not known; then pairings are not judged."""
    granted = questions.holds("select")
    if granted is None:
        return None
    masks = questions.held("mask")
    if not masks:
        return ColumnPermit(name=name, grants=(granted,))
    forms: Mapping[str, Rule] = {}
    if questions.denial("unmask") is None:  # a denial of the clear value takes back every form
        forms = questions.held("unmask")
    if "-" in forms:
        return ColumnPermit(name=name, grants=(granted, forms["-"]))
    if len(forms) == 1:  # the loader refuses bundles where two could hold; should they, the masks stay
        ((form, rule),) = forms.items()
        if _accepts(form, type_):
            return ColumnPermit(name=name, mask=form, grants=(granted, rule), masks=(rule,))
    met = meet(masks)
    mask = met if _accepts(met, type_) else NULL
    return ColumnPermit(name=name, mask=mask, grants=(granted,), masks=tuple(dict.fromkeys(masks.values())))


def meet(masks: Iterable[str]) -> str:
    """The one among several masks that is declared at least as coarse as all others, else `null`; their order never matters.

    >>> meet(["generalize:month", "generalize:year"]), meet(["partial:3:4", "token:k1"])
    ('generalize:year', 'null')
    """
    known = [masking.parse(text) for text in masks]
    for mask in known:
        if all(other == mask or masking.coarser(mask, other) == mask for other in known):
            return mask.text
    return NULL


def row_rule(whole: Questions, parts: Iterable[Questions], predicates: Mapping[str, Predicate]) -> RowRule:
    """Rows that are granted, and what restricts them. A restriction by a tag of a column counts for the relation."""
    granted = whole.held("row_any")
    restricting: Mapping[str, Rule] = whole.held("row_all")
    for questions in parts:
        restricting = {**questions.held("row_all"), **restricting}
    restricting = dict(sorted(restricting.items()))  # whatever column brought them in first
    everything = "TRUE" in granted
    any_of = {} if everything else granted
    rules = (granted["TRUE"],) if everything else tuple(granted.values())
    return RowRule(
        everything=everything,
        any_of=_predicates(any_of, predicates),
        all_of=_predicates(restricting, predicates),
        rules=tuple(dict.fromkeys((*rules, *restricting.values()))),
    )


def smallest_limit(objects: Iterable[Questions]) -> tuple[int, Rule] | None:
    """The smallest row cap of the relation and its granted columns."""
    limits = (
        (int(arg.removeprefix("rows:")), rule) for questions in objects for arg, rule in questions.held("limit").items()
    )
    return min(limits, default=None)


def _predicates(held: Mapping[str, Rule], predicates: Mapping[str, Predicate]) -> tuple[RowPredicate, ...]:
    return tuple(RowPredicate(name=name, sql=predicates[name].sql, rule=held[name]) for name in sorted(held))


def _accepts(mask: str, type_: Type | None) -> bool:
    return type_ is None or masking.parse(mask).accepts(type_)
