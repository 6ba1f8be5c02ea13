"""Where an expression stands: the statement it belongs to, the names it sees, and what may appear there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from sqlglot import exp

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.bound import Constant, Expr, InstanceId, OutputColumn, Query
from gateway.pipeline.limits import MAX_COLUMNS, MAX_COMPARED, MAX_REPEATED
from gateway.pipeline.resolve.scope import EMPTY, Scope
from gateway.pipeline.stages import Authorized


class Clause(Enum):
    """The clause that an expression stands in, as errors name it."""

    SELECT = "SELECT"
    FROM = "FROM"
    WHERE = "WHERE"
    GROUP_BY = "GROUP BY"
    HAVING = "HAVING"
    ORDER_BY = "ORDER BY"
    ON = "JOIN"
    VALUES = "VALUES"
    OUTPUT_ORDER = "the ORDER BY of a set operation or VALUES"
    POLICY = "policy"


AGGREGATES_ALLOWED = frozenset({Clause.SELECT, Clause.HAVING, Clause.ORDER_BY})
WINDOWS_ALLOWED = frozenset({Clause.SELECT, Clause.ORDER_BY})


class Inside(Enum):
    """What an expression is an argument of, when that forbids something."""

    NOTHING = ""
    AGGREGATE = "an aggregation"
    WINDOW = "a window function"
    LAMBDA = "a lambda"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A WITH query in scope."""

    number: int
    columns: tuple[OutputColumn, ...]


class Numbers:
    """Numbers of one kind, unique in a statement."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        self._next = 0

    def take(self) -> int:
        self._next += 1
        return self._next


class Budget:
    """How much of one thing a statement may still have."""

    __slots__ = ("_hint", "_left", "_message")

    def __init__(self, most: int, message: str, hint: str) -> None:
        self._left = most
        self._message = message
        self._hint = hint

    def add(self, amount: int) -> None:
        """Count what comes before it is made. Raises STATEMENT_TOO_LARGE."""
        self._left -= amount
        if self._left < 0:
            raise StatementError(self._message, code=ErrorCode.STATEMENT_TOO_LARGE, hint=self._hint)


def _columns() -> Budget:
    return Budget(
        MAX_COLUMNS,
        f"the statement has more than {MAX_COLUMNS} columns, those of its inner queries counted",
        "name the columns that you need instead of `*`",
    )


def _repeats() -> Budget:
    return Budget(
        MAX_REPEATED,
        "the statement repeats long expressions too often",
        "compute what CASE compares, or windows and ORDER BY name, in a derived table",
    )


def _compared() -> Budget:
    return Budget(
        MAX_COMPARED,
        "the statement groups or sorts by too many expressions for all that it computes",
        "group in a derived table, and compute and sort with its columns",
    )


@dataclass(frozen=True, slots=True)
class World:
    """What holds for the whole statement."""

    expression: Callable[[exp.Expr, Site], Expr]
    query: Callable[[exp.Expr, Site], Query]
    authorized: Authorized | None = None
    parameters: Mapping[int, Constant] = field(default_factory=dict)
    """Constants of `?` by identity of their nodes."""
    placeholders: Mapping[str, Expr | tuple[Expr, ...]] | None = None
    """Values of `:name`; only in policy SQL."""
    zone: str = "UTC"
    instant: datetime.datetime | None = None
    instances: Numbers = field(default_factory=Numbers)
    named_queries: Numbers = field(default_factory=Numbers)
    lambda_parameters: Numbers = field(default_factory=Numbers)
    columns: Budget = field(default_factory=_columns)
    """Those of its inner queries and the fields of their rows counted."""
    repeats: Budget = field(default_factory=_repeats)
    """Parts of its expressions that stand in more places than they were written in."""
    compared: Budget = field(default_factory=_compared)
    """Expressions that are compared with grouping expressions and outputs."""
    moments: set[str] = field(default_factory=set)
    """Which functions of the statement's instant were read."""

    @property
    def is_policy(self) -> bool:
        return self.placeholders is not None


@dataclass(frozen=True, slots=True)
class Site:
    """One place of the statement. Immutable: entering something gives a new site."""

    world: World
    scope: Scope = EMPTY
    clause: Clause = Clause.SELECT
    inside: Inside = Inside.NOTHING
    queries: Mapping[str, NamedQuery] = field(default_factory=dict)
    windows: Mapping[str, exp.Window] = field(default_factory=dict)
    conditional: bool = False
    """The value may never be asked for (a CASE branch, TRY): a constant that fails is left to the engine."""

    def bind(self, node: exp.Expr) -> Expr:
        return self.world.expression(node, self)

    def take_instance(self) -> InstanceId:
        return self.world.instances.take()

    def at(self, clause: Clause) -> Site:
        return replace(self, clause=clause, inside=Inside.NOTHING)

    def within(self, inside: Inside) -> Site:
        return replace(self, inside=inside)

    def seeing(self, scope: Scope) -> Site:
        return replace(self, scope=scope)

    def maybe(self) -> Site:
        return self if self.conditional else replace(self, conditional=True)
