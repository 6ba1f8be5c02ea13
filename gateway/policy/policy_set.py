"""The policy set: one bundle on one day, immutable, answering what the pipeline asks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Relation
from gateway.errors import ErrorCode
from gateway.policy.asking import Asker, Compilation
from gateway.policy.bundle import Bundle
from gateway.policy.compile import compile_rules, last_day
from gateway.policy.consistency import declared_purposes
from gateway.policy.deciding import View, column_permit, row_rule, view_of
from gateway.policy.decision import ColumnPermit, Decision, Deny, Permit, RowPredicate, RowRule, Rule
from gateway.policy.enforcer import Answer, Gate, PolicyBroken
from gateway.policy.index import ACT, EFFECT, PURPOSE, SUB, RuleIndex
from gateway.policy.levels import Levels
from gateway.policy.matching import covers, path_of
from gateway.policy.memo import Memo
from gateway.policy.people import People
from gateway.policy.placeholders import is_bound
from gateway.policy.principal import Asking, Attribute, Principal

REMEMBERED: Final = 200_000
"""Columns in remembered decisions, all together: about 100 MB at the most."""


class PolicySet:
    """One bundle compiled for one day.

    Decisions are remembered, bounded, by everything that they depend on: the whole principal, its attributes included, the purpose and
    the relation. They end with the set, so none outlives its bundle or its day. Who does not exist is refused before it is remembered.
    """

    def __init__(self, bundle: Bundle, on: datetime.date) -> None:
        compiled = compile_rules(bundle, on)
        gate = Gate(compiled.rules, compiled.links)
        self.bundle: Final = bundle
        self.on: Final = on
        self.valid_until: Final = last_day(bundle, on)
        self.purposes: Final = declared_purposes(bundle)
        self._people = People(compiled.links["g"], bundle.subjects, bundle.titles)
        self._compilation = Compilation(
            gate=gate,
            index=RuleIndex(compiled.rules, gate.roles["g2"].closure),
            rules=compiled.rules,
            grants={grant.id: grant for grant in bundle.grants},
            day=on.isoformat(),
        )
        self.level: Final = Levels(bundle).highest
        self._contacts = {catalog: owner.contact for owner in bundle.owners for catalog in owner.catalogs}
        self._named_columns = _named_columns(bundle)
        self._decisions = Memo[tuple[Asking, RelationName], tuple[Relation, Decision]](most=REMEMBERED)

    # --- what the pipeline asks ---------------------------------------------------------------

    @property
    def version(self) -> str:
        """Version of the bundle and hash of its content."""
        return self.bundle.version

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        """The decision on one relation, all its accepted columns at once. A policy that cannot be evaluated denies."""
        refusal = self._refusal(asking)
        if refusal is not None:
            return self._deny(relation.name, *refusal)
        key = asking, relation.name
        known = self._decisions.get(key)
        if known is not None and (known[0] is relation or known[0] == relation):
            return known[1]
        try:
            decision = self._decide(asking, relation)
        except PolicyBroken:  # said again each time: it may have a cause that passes
            return self._deny(relation.name, ErrorCode.ACCESS_DENIED, "the policy could not be evaluated")
        self._decisions.put(key, (relation, decision), weight=1 + len(relation.columns))
        return decision

    def _decide(self, asking: Asking, relation: Relation) -> Decision:
        view = self.view(asking.principal.code, asking.purpose, relation)
        if not view.columns:
            return self._deny(
                relation.name,
                ErrorCode.ACCESS_DENIED,
                "no column is granted",
                visible=view.visible,
                rules=view.denials,
            )
        rows = _bound_rows(view.rows, asking.principal.attributes)
        if not rows.everything and not rows.any_of:
            return self._deny(relation.name, ErrorCode.ROWS_NOT_GRANTED, "no rows are granted", visible=True)
        return Permit(
            relation=relation.name,
            columns=view.columns,
            rows=rows,
            row_limit=view.row_limit,
            row_limit_rule=view.row_limit_rule,
            discoverable=view.discoverable,
        )

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        """Whether the principal may know that the relation exists, by `discover` on it or on a column that the policy names."""
        path = path_of(name)
        return self._safely(
            lambda: (
                self._refusal(asking) is None
                and any(
                    self._asker(asking).about(obj).holds("discover") is not None
                    for obj in (path, *self.named_columns(path))
                )
            )
        )

    def visible(self, asking: Asking, relation: Relation) -> bool:
        """Whether the relation may be shown at all: something of it is readable, or it may be discovered."""
        match self.decide(asking, relation):
            case Permit():
                return True
            case Deny(visible=visible):
                return visible

    # --- people and purposes ------------------------------------------------------------------

    @property
    def principals(self) -> tuple[str, ...]:
        """Codes of everybody who exists today."""
        return self._people.codes

    @property
    def people(self) -> People:
        """The same, for `in`."""
        return self._people

    def principal(
        self, code: str, claims: Mapping[str, Attribute] | None = None, on_behalf_of: str | None = None
    ) -> Principal:
        """The principal of a code; AccessError UNAUTHENTICATED for a code that is placed nowhere today."""
        return self._people.principal(code, claims or {}, on_behalf_of)

    def title(self, code: str) -> str:
        """The name for people of `user:x`, `purpose:x` …, or the code."""
        return self.bundle.titles.get(code, code)

    def purpose_named(self, text: str) -> str:
        """The code of a purpose by its code or by its title for people; what names none, or several, is given back."""
        if text in self.purposes:
            return text
        named = [code for code in self.purposes if self.bundle.titles.get(f"purpose:{code}") == text]
        return named[0] if len(named) == 1 else text

    def purposes_of(self, code: str) -> frozenset[str]:
        """Declared purposes for which some grant could reach the principal today."""
        groups = self._compilation.gate.roles["g"].closure(code) | {"*"}
        wider = self._compilation.gate.roles["g3"]
        named = {
            rule[PURPOSE]
            for rule in self._compilation.rules
            if rule[SUB] in groups and rule[EFFECT] == "allow" and rule[PURPOSE] != "*"
        }
        return frozenset(purpose for purpose in self.purposes if wider.closure(purpose) & named)

    def may_impersonate(self, service: str, principal: str, purpose: str | None = None) -> bool:
        """Whether a service account may act for a person (never for another service)."""
        if not service.startswith("service:") or not principal.startswith("user:"):
            return False
        if service not in self._people or principal not in self._people or not self._declares(purpose):
            return False
        asker = Asker(self._compilation, service, purpose)
        return self._safely(lambda: asker.about_person(principal).holds("impersonate") is not None)

    # --- single questions, for checks and listings ----------------------------------------------

    def ask(self, subject: str, obj: str, act: str, arg: str, purpose: str | None) -> Answer:
        """One question, as Casbin answers it. Raises PolicyBroken."""
        asker = Asker(self._compilation, subject, purpose)
        return (asker.about_person(obj) if act == "impersonate" else asker.about(obj)).ask(act, arg)

    def place(self, answer: Answer) -> Rule | None:
        """File and line of the rule behind an answer."""
        return self._compilation.rule(answer) if answer.rule is not None else None

    def column(self, subject: str, path: str, purpose: str | None) -> ColumnPermit | None:
        """One column by its path, whatever its type."""
        return column_permit(path, Asker(self._compilation, subject, purpose).about(path), None)

    def rows(self, subject: str, path: str, columns: Iterable[str], purpose: str | None) -> RowRule:
        """The row rule of a relation by its path, before attributes."""
        asker = Asker(self._compilation, subject, purpose)
        return row_rule(asker.about(path), map(asker.about, columns), self.bundle.predicates)

    def named_columns(self, path: str) -> tuple[str, ...]:
        """Columns of a relation that tags or `discover` rules speak of, by their paths."""
        return tuple(f"{path}.{last}" for above, last in self._named_columns if covers(path, above))

    def groups(self, code: str) -> frozenset[str]:
        """Everything that a principal belongs to today, itself included."""
        return self._compilation.gate.roles["g"].closure(code)

    def acts_on(self, obj: str) -> frozenset[str]:
        """Subjects and exceptions of the rules that reach an object: who holds the same of these gets the same answers."""
        rules = self._compilation.rules
        found = (
            rules[n]
            for by_subject in self._compilation.index.reach(obj).found
            for ns in by_subject.values()
            for n in ns
        )
        return frozenset(name for rule in found if rule[ACT] != "impersonate" for name in (rule[SUB], rule[7]))

    def view(self, code: str, purpose: str | None, relation: Relation) -> View:
        """What a subject has of a relation before its attributes are looked at. Raises PolicyBroken."""
        return view_of(Asker(self._compilation, code, purpose), relation, self.bundle.predicates)

    def _asker(self, asking: Asking) -> Asker:
        return Asker(self._compilation, asking.principal.code, asking.purpose)

    def _refusal(self, asking: Asking) -> tuple[ErrorCode, str] | None:
        """Why somebody gets no decision at all: not even what is granted to `*`."""
        if asking.principal.code not in self._people:
            return ErrorCode.ACCESS_DENIED, "the principal is not known"
        if not self._declares(asking.purpose):
            return ErrorCode.PURPOSE_NOT_ALLOWED, "the purpose is not declared"
        return None

    def _declares(self, purpose: str | None) -> bool:
        return purpose is None or purpose in self.purposes

    def _safely(self, question: Callable[[], bool]) -> bool:
        try:
            return question()
        except PolicyBroken:  # what cannot be evaluated is no
            return False

    def _deny(
        self, name: RelationName, code: ErrorCode, reason: str, *, visible: bool = False, rules: tuple[Rule, ...] = ()
    ) -> Deny:
        contact = self._contacts.get(name.catalog, "") if visible else ""
        return Deny(relation=name, code=code, reason=reason, visible=visible, contact=contact, rules=rules)


def _bound_rows(rows: RowRule, attributes: Mapping[str, Attribute]) -> RowRule:
    """Without the grants whose attributes are missing: those do not hold. Restrictions stay; binding them refuses the statement."""
    held: tuple[RowPredicate, ...] = tuple(p for p in rows.any_of if is_bound(p.sql, attributes))
    if len(held) == len(rows.any_of):
        return rows
    lost = {p.rule for p in rows.any_of} - {p.rule for p in held}
    rules = tuple(rule for rule in rows.rules if rule not in lost)
    return RowRule(everything=rows.everything, any_of=held, all_of=rows.all_of, rules=rules)


def _named_columns(bundle: Bundle) -> tuple[tuple[str, str], ...]:
    """Columns that a `discover` rule or a tag speaks of, as (relation pattern, column)."""
    paths = [rule.obj for rule in bundle.grants if rule.act == "discover"] + [line.obj for line in bundle.taggings]
    columns = (path.rpartition(".") for path in paths if ":" not in path and path.count(".") == 3)
    return tuple(dict.fromkeys((above, last) for above, _, last in columns))
