"""The hand-picked expressions through the product: which functions they use, and what texts they become."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import duckdb

from gateway.catalog.types import Type
from gateway.errors import GatewayError
from gateway.pipeline import bound
from gateway.pipeline.authorize import authorize
from gateway.pipeline.functions.entry import Row
from gateway.pipeline.functions.function import Function
from gateway.pipeline.functions.signature import Match
from gateway.pipeline.functions.table import Argument, LambdaArgument
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.resolve import resolve
from gateway.pipeline.walk import expressions
from tests.judges.functions.captured import topic
from tests.judges.functions.statements import batches, parts, relation
from tests.judges.functions.statements import statement as together
from tests.pipeline.functions.hidden import EVERYTHING, NOTHING, hidden
from tests.world import CATALOG, OPEN, plan, statement


@dataclass(frozen=True)
class Case:
    """An expression, over rows if any, its type and value, or `error` and a code."""

    line: int
    expression: str
    rows: str | None
    type: str
    value: str

    def __str__(self) -> str:
        return f"{self.line}: {self.expression[:60]}"

    @property
    def ordered(self) -> bool:
        """A window: one value a row, in the order of the rows."""
        return " over " in self.expression.lower()

    @property
    def choices(self) -> list[range]:
        """Which literals to hide: none, all, each one alone, so that folding hides no form and a form that needs a constant has it."""
        if self.rows is not None:
            return [NOTHING]
        count = hidden(self.expression).met
        return [NOTHING, EVERYTHING, *(range(n, n + 1) for n in range(count if count > 1 else 0))]

    def statement(self, hide: range) -> str:
        """The case as a client would send it; `hide` keeps these of its constants from the pipeline."""
        if self.rows is not None:
            return f"SELECT {self.expression} FROM {relation(self.rows)}{' ORDER BY i' if self.ordered else ''}"
        if hide == NOTHING:
            return f"SELECT {self.expression}"
        found = hidden(self.expression, hide)
        return f"SELECT {found.expression} FROM {found.source}"


@dataclass(frozen=True)
class Use:
    """A function of the table as one case used it: its name, what it was resolved to, and the arguments that it was given."""

    function: Function
    arguments: tuple[Argument | LambdaArgument, ...]

    @property
    def name(self) -> str:
        return self.function.name


def cases() -> list[Case]:
    """Every hand-picked expression that Trino answered or refused."""
    found = []
    for number, captured in enumerate(topic("picked"), start=1):
        expression, rows = parts(captured.expression)
        found.append(Case(number, expression, rows or None, captured.type, captured.value))
    return found


def connection() -> duckdb.DuckDBPyConnection:
    """A database as the engine sets it up."""
    made = duckdb.connect()
    made.execute("SET TimeZone = 'UTC'")
    made.execute("SET threads = 1")
    return made


def texts() -> Iterator[str]:
    """The text of every case that has one, whatever of it is known."""
    for case in cases():
        for hide in case.choices:
            try:
                yield plan(case.statement(hide)).sql
            except GatewayError:
                continue  # a case about a refusal


def uses() -> list[Use]:
    """Every use of a function in the case file, whatever of it is known."""
    found: list[Use] = []
    for case in cases():
        for hide in case.choices:
            try:
                parsed = parse(statement(case.statement(hide)))
                query = resolve(authorize(locate(parsed, CATALOG), OPEN)).query
            except GatewayError:
                continue
            found += [_use(node) for node in expressions(query) if isinstance(node, _CALLS)]
    return found


def uses_of(expressions_: Iterable[str]) -> Iterator[Use]:
    """Every use of a function in expressions as they are written; many are resolved together, which is quicker."""
    for batch in batches(expressions_, 40):
        try:
            yield from _resolved(batch)
        except GatewayError:
            for text in batch:
                with contextlib.suppress(GatewayError):
                    yield from _resolved([text])
                with contextlib.suppress(GatewayError):
                    yield from _used(together([text]))


def _resolved(texts_: list[str]) -> list[Use]:
    # Constants become columns, or the call would be gone before anybody sees it.
    hide = [hidden(text, EVERYTHING, 100 * n) for n, text in enumerate(texts_)] if not parts(texts_[0])[1] else []
    literals = [(f"h{one.first + n}", literal) for one in hide for n, literal in enumerate(one.literals)]
    if literals:
        names, values = zip(*literals, strict=True)
        shown = ", ".join(one.expression for one in hide)
        sql = f"SELECT {shown} FROM (VALUES ({', '.join(values)})) AS hidden({', '.join(names)})"
    else:
        sql = together(texts_)
    return _used(sql)


def _used(sql: str) -> list[Use]:
    query = resolve(authorize(locate(parse(statement(sql)), CATALOG), OPEN)).query
    return [_use(node) for node in expressions(query) if isinstance(node, _CALLS)]


def covers(row: Row, types: tuple[Type, ...]) -> bool:
    """Is it a call of this row that was resolved to these types?"""
    patterns = row.signature.patterns(len(types))
    if patterns is None:
        return False
    match = Match(False)
    pairs = zip(patterns, types, strict=True)
    return all(p.base == t.base == "function" or (p.base != "function" and match.argument(p, t)) for p, t in pairs)


_CALLS: Final = (bound.Call, bound.Aggregate, bound.Window)


def _use(node: bound.Call | bound.Aggregate | bound.Window) -> Use:
    return Use(node.function, tuple(_argument(argument) for argument in node.arguments))


def _argument(node: bound.Expr) -> Argument | LambdaArgument:
    if isinstance(node, bound.Lambda):
        body = node.body.type
        return LambdaArgument(len(node.parameters), lambda _: body)
    return Argument(node.type, node if isinstance(node, bound.Constant) else None)
