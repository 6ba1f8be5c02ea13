"""One statement's printer: its names, views and keys, and the two ways to print a view (to run, to log)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from gateway.catalog.relations import Column
from gateway.pipeline import bound
from gateway.pipeline.printing import queries
from gateway.pipeline.printing.constants import text
from gateway.pipeline.printing.duckdb import DUCKDB
from gateway.pipeline.printing.engine_text import EngineText
from gateway.pipeline.printing.expressions import expression, within
from gateway.pipeline.printing.names import Names, distinct_names, quoted
from gateway.pipeline.printing.relations import permitted
from gateway.pipeline.pushdown import sqlite
from gateway.pipeline.pushdown.conditions import Condition
from gateway.pipeline.walk import descend
from gateway.pipeline.walk import queries as every_query

_MARK: Final = re.compile("\0([0-9]+)\0")


@dataclass(frozen=True, slots=True)
class Sealed:
    """One permitted view, its text, and the name of its fence, if it has one."""

    view: bound.View
    text: str
    fence: str | None
    keys: tuple[str, ...] = ()
    """Names of the keys in it, in the order of its text."""

    @property
    def shown(self) -> str:
        """What stands in FROM, in brackets."""
        return self.text if self.fence is None else f"SELECT * FROM {self.fence}"

    @property
    def place(self) -> str:
        """What holds the whole text, letter by letter: a fence, or brackets in FROM."""
        return bracketed(self.text) if self.fence is None else fenced(self.text, self.fence)


@dataclass(slots=True)
class Printer:
    """Prints one statement for an engine."""

    engine: EngineText
    names: Names
    views: Mapping[bound.InstanceId, bound.View]
    keys: dict[str, bound.Key] = field(default_factory=dict)
    lambda_names: dict[int, str] = field(default_factory=dict)
    cte_columns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    unsealed: list[str] = field(default_factory=list)
    """Names of the keys in the view that is being printed; keys stand nowhere else."""
    sealed: list[Sealed] = field(default_factory=list)
    """Every permitted view as it was printed; its number here is its mark."""
    fences: set[str] = field(default_factory=set)
    prefilters: Mapping[bound.InstanceId, Condition] = field(default_factory=dict)
    """What sources may look for themselves; a log does not tell, it would tell a policy's constants."""
    passes: set[tuple[str, str]] = field(default_factory=set)
    """Every (source, text) that was printed to be handed to a source as it is."""
    element_wise: bool = False
    """Something that can fail was printed inside a lambda, where a guard does not keep hidden values away: only fences do."""
    conditions: set[int] = field(default_factory=set)
    """Identities of the AND-ed parts of every WHERE: what rows must meet, where NULL and FALSE are the same."""
    grouping: list[tuple[bound.Expr, str]] = field(default_factory=list)
    """Grouping expressions of the select that is being printed: each is printed once, since the engine compares them as text."""

    @classmethod
    def of(
        cls,
        query: bound.Query,
        views: Mapping[bound.InstanceId, bound.View],
        prefilters: Mapping[bound.InstanceId, Condition] | None = None,
        engine: EngineText = DUCKDB,
    ) -> Printer:
        printer = cls(engine, Names.of(query), views, prefilters=prefilters or {})
        for node in every_query(query):
            for cte in node.ctes:
                printer.cte_columns[cte.number] = distinct_names([c.name for c in cte.query.columns])
        return printer

    def query(self, node: bound.Query, names: Sequence[str] | None = None) -> str:
        return queries.query(node, names or distinct_names([c.name for c in node.columns]), self)

    def column(self, source: bound.InstanceId, index: int) -> str:
        return f"{quoted(self.names.instances[source])}.{quoted(self.names.columns[source][index])}"

    def raw(self, name: str) -> str:
        return f'"_".{quoted(name)}'

    def key(self, key: bound.Key) -> str:
        """A parameter; the engine binds its bytes."""
        name, text = self.engine.key(key, self.keys)
        self.keys[name] = key
        self.unsealed.append(name)
        return text

    def projection(self, view: bound.View, index: int, node: bound.Expr) -> str:
        return expression(node, self)

    def rows(self, view: bound.View) -> str:
        assert view.rows is not None
        return expression(view.rows, self)

    def keys_of(self, view: bound.View) -> list[str]:
        """What the statement's joins ask of the view, if anything."""
        return [] if view.keys is None else [expression(view.keys, self)]

    def passed(self, view: bound.View, columns: Sequence[Column]) -> str | None:
        """The base relation narrowed by its source, where that is known to be worth it."""
        condition = self.prefilters.get(view.id)
        asked = None if condition is None else sqlite.query(view.scan.relation, columns, condition)
        if asked is None:
            return None
        source = view.scan.relation.location[0]
        self.passes.add((source, asked))
        return f"sqlite_query({text(source)}, {text(asked)})"

    def seal(self, view: bound.View, text: str) -> str:
        """Keep a view's text and give the mark that stands for it until all is printed.

        INVARIANT: no text that is printed holds NUL (`constants.text` refuses it), so nothing of the client's can be a mark.
        """
        with_query = view.fenced and not self.engine.barrier
        keys, self.unsealed = tuple(self.unsealed), []
        self.sealed.append(Sealed(view, text, self.fence() if with_query else None, keys))
        return f"\0{len(self.sealed) - 1}\0"

    def sent(self, marked: str) -> str:
        """What `query` gave, with every view in its place. Raises PLAN_TOO_LARGE."""
        return _placed(marked, self.sealed)

    def bound_keys(self, marked: str) -> dict[str, bound.Key]:
        """What the engine binds in what `sent` gives: by name, or in the order of the text."""
        if not self.engine.positional:
            return dict(self.keys)
        names = [name for number in _MARK.findall(marked) for name in self.sealed[int(number)].keys]
        return {f"{place}": self.keys[name] for place, name in enumerate(names, start=1)}

    def logged(self, marked: str) -> str:
        """The same statement for audit and explain."""
        log = LogPrinter(self.engine, self.names, self.views)
        return _placed(marked, [replace(one, text=permitted(one.view, log)) for one in self.sealed])

    def fence(self) -> str:
        name = self.names.claim("fence")
        self.fences.add(name)
        return quoted(name)

    def with_names(self) -> frozenset[str]:
        """Every name that FROM may hold besides base relations."""
        return frozenset(self.names.ctes.values()) | self.fences


@dataclass(slots=True)
class LogPrinter(Printer):
    """Prints views for audit and explain: masks and row predicates by their policy names, no key, no policy constant."""

    def projection(self, view: bound.View, index: int, node: bound.Expr) -> str:
        name = view.scan.columns[index].name or ""
        mask = view.scan.permit.columns[name].mask
        shown = self.raw(name) if mask is None else f"mask({text(mask)}, {self.raw(name)})"
        return f"CASE WHEN {self.rows(view)} THEN {shown} END" if index in view.guarded else shown

    def rows(self, view: bound.View) -> str:
        return row_rule_names(view)

    def keys_of(self, view: bound.View) -> list[str]:
        """That keys were sent, not which."""
        raws = [] if view.keys is None else [n.name for n in descend(view.keys) if isinstance(n, bound.RawColumn)]
        return [f"({self.raw(name)} IN (keys))" for name in raws[:1]]

    def key(self, key: bound.Key) -> str:
        return f"token:{key.name}"


def bracketed(text: str) -> str:
    """A view as it stands in FROM."""
    return f"({text})"


def fenced(text: str, fence: str) -> str:
    """A view as one of the statement's first WITH queries. DuckDB evaluates it whole before anything outside of it."""
    return f"{fence} AS MATERIALIZED ({text})"


def _placed(marked: str, views: Sequence[Sealed]) -> str:
    """Views in the place of their marks (a mark may stand more than once), and fences at the head of the statement.

    Inside FROM a fence would keep DuckDB from ordering joins around it; a permitted view reads nothing of the statement, so it can stand anywhere.
    """
    shown = [one.shown for one in views]
    fences = [fenced(one.text, one.fence) for one in views if one.fence is not None]
    numbers = [int(number) for number in _MARK.findall(marked)]
    within(len(marked) + sum(len(shown[number]) for number in numbers) + sum(map(len, fences)))
    text = _MARK.sub(lambda mark: shown[int(mark[1])], marked)
    if not fences:
        return text
    # Only a statement's own WITH can stand at its beginning: everything else begins with SELECT or a bracket.
    head = next((head for head in ("WITH RECURSIVE ", "WITH ") if text.startswith(head)), None)
    listed = ", ".join(fences)
    return f"WITH {listed} {text}" if head is None else f"{head}{listed}, {text.removeprefix(head)}"


def row_rule_names(view: bound.View) -> str:
    """The row rule by the names of its predicates: `(@a OR @b) AND @c`."""
    rule = view.scan.permit.rows
    parts = [] if rule.everything else [f"({' OR '.join(p.name for p in rule.any_of) or 'FALSE'})"]
    return " AND ".join([*parts, *(p.name for p in rule.all_of)])
