"""Where an expression stands: the statement it belongs to, the names it sees, and what may appear there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from sqlglot import exp

from gateway.catalog.types import Type, size
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


class Columns:
    """How many columns a statement has so far, those of its inner queries and the fields of their rows counted."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = MAX_COLUMNS

    def add(self, types: Iterable[Type]) -> None:
        """Count columns of these types. Raises STATEMENT_TOO_LARGE."""
        for type_ in types:
            self._left -= size(type_)
            if self._left < 0:
                raise StatementError(
                    f"the statement has more than {MAX_COLUMNS} columns, those of its inner queries counted",
                    code=ErrorCode.STATEMENT_TOO_LARGE,
                    hint="name the columns that you need instead of `*`",
                )


class Repeats:
    """How many parts of its expressions a statement has in more places than it was written with."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = MAX_REPEATED

    def add(self, parts: int) -> None:
        """Count parts that stand in another place. Raises STATEMENT_TOO_LARGE."""
        self._left -= parts
        if self._left < 0:
            raise StatementError(
                "the statement repeats long expressions too often",
                code=ErrorCode.STATEMENT_TOO_LARGE,
                hint="compute what CASE compares, or windows and ORDER BY name, in a derived table",
            )


class Compared:
    """How many expressions of a statement are compared with grouping expressions and outputs."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = MAX_COMPARED

    def add(self, comparisons: int) -> None:
        """Count them before they are made. Raises STATEMENT_TOO_LARGE."""
        self._left -= comparisons
        if self._left < 0:
            raise StatementError(
                "the statement groups or sorts by too many expressions for all that it computes",
                code=ErrorCode.STATEMENT_TOO_LARGE,
                hint="group in a derived table, and compute and sort with its columns",
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
    columns: Columns = field(default_factory=Columns)
    repeats: Repeats = field(default_factory=Repeats)
    compared: Compared = field(default_factory=Compared)
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
