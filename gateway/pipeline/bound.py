"""The bound query: what a statement means, after names and types are resolved.

`resolve` builds it from sqlglot's tree, `rewrite` adds the permitted views, `plan` prints it.
Everything is an immutable value. Every expression knows its Trino type. Every use of a column names the
*relation instance* it reads from (`Column.source`, a number unique in the statement), so no name
can be captured, shadowed or ambiguous from here on, and correlation is simply a reference to an instance of
an enclosing query. Stars, USING and NATURAL, ordinals, aliases in ORDER BY, named windows, implicit
coercions and named parameters are gone: resolve has spelled them out.

Fallibility and strictness are read off `Function` (rule 12), never guessed from text.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Literal

from gateway.catalog.relations import Relation
from gateway.catalog.types import BIGINT, BOOLEAN, Type
from gateway.errors import Position
from gateway.pipeline.functions.function import Function
from gateway.policy.decision import Permit

InstanceId = int

ConstantValue = (
    None | bool | int | float | Decimal | str | bytes
    | datetime.date | datetime.time | datetime.datetime | datetime.timedelta
)  # fmt: skip


# --- expressions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal, a bound parameter, or a constant folded at prepare.

    Values by type: integers int; decimal Decimal; real, double float; char, varchar str; date, time, timestamp:
    ISO text as Trino prints it (kept as `str`, so that 12 digits survive); intervals: int (milliseconds, or months); varbinary bytes; NULL None.
    """

    value: ConstantValue
    type: Type
    parameter: int = field(default=0, compare=False)
    """The number of the `?` that is asked for, from 1 on, and NULL here; 0: it is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A use of a column of relation instance `source`, by its ordinal and (folded) name there."""

    source: InstanceId
    index: int
    name: str | None
    type: Type


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A raw column of the base relation whose permitted view is being defined. Only policy SQL holds it."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Key:
    """A token key, by name; its bytes are bound by the engine, never written into text.

    The effective key is derived from `name`, `purpose` and the receiving `department`.
    """

    name: str
    purpose: str
    department: str
    type: Type


@dataclass(frozen=True, slots=True)
class Call:
    """A scalar function or operator applied. `function` is the resolved overload; arguments have exactly its types."""

    function: Function
    arguments: tuple[Expr, ...]
    type: Type
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cast:
    """CAST (or TRY_CAST when `safe`) from the operand's type to `type`. Implicit coercions are casts with `implicit`."""

    operand: Expr
    type: Type
    safe: bool = False
    implicit: bool = False
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """Searched CASE; simple CASE and IF are spelled out as this. All branches have `type`."""

    whens: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr | None
    type: Type


@dataclass(frozen=True, slots=True)
class Lambda:
    """A lambda argument; its parameters are numbered uniquely in the statement."""

    parameters: tuple[LambdaParameter, ...]
    body: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class LambdaParameter:
    """A use of a lambda's parameter."""

    id: int
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row value, by ordinal."""

    operand: Expr
    index: int
    name: str | None
    type: Type


@dataclass(frozen=True, slots=True)
class SortItem:
    """One key of an ORDER BY. Trino's default is NULLS LAST in both directions."""

    expression: Expr
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate call in a grouped (or implicitly grouped) select. `count(*)` has no arguments."""

    function: Function
    arguments: tuple[Expr, ...]
    type: Type
    distinct: bool = False
    filter: Expr | None = None
    order_by: tuple[SortItem, ...] = ()
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FrameBound:
    """One end of a window frame; `offset` only for PRECEDING and FOLLOWING with a value."""

    kind: Literal["UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", "FOLLOWING", "UNBOUNDED FOLLOWING"]
    offset: Expr | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A window frame as written; None in `Window.frame` is Trino's default."""

    unit: Literal["ROWS", "RANGE", "GROUPS"]
    start: FrameBound
    end: FrameBound


@dataclass(frozen=True, slots=True)
class Window:
    """A window function, or an aggregate over a window."""

    function: Function
    arguments: tuple[Expr, ...]
    type: Type
    partition_by: tuple[Expr, ...] = ()
    order_by: tuple[SortItem, ...] = ()
    frame: Frame | None = None
    ignore_nulls: bool = False
    distinct: bool = False
    filter: Expr | None = None
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Grouping:
    """`grouping(…)`: bit set over grouping expressions of the same select."""

    arguments: tuple[Expr, ...]
    type: Type = BIGINT


@dataclass(frozen=True, slots=True)
class ScalarSubquery:
    """A query of one column used as a value; more than one row is an error at run time."""

    query: Query
    type: Type


@dataclass(frozen=True, slots=True)
class Exists:
    """EXISTS (query)."""

    query: Query
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class InSubquery:
    """`operand IN (query)`; a row operand has one field a column of the query."""

    operand: Expr
    query: Query
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Quantified:
    """`operand op ANY|ALL (query)`; SOME is ANY."""

    operand: Expr
    operator: Literal["=", "<>", "<", "<=", ">", ">="]
    quantifier: Literal["ANY", "ALL"]
    query: Query
    type: Type = BOOLEAN


Expr = (
    Constant | Column | RawColumn | Key | Call | Cast | Case | Lambda | LambdaParameter | Field
    | Aggregate | Window | Grouping | ScalarSubquery | Exists | InSubquery | Quantified
)  # fmt: skip


# --- relations -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column that a relation or query gives. `name` is folded, None where Trino shows `_colN`; `label` is the spelling to show."""

    name: str | None
    type: Type
    label: str | None = None
    hidden: bool = False
    """A base relation's column that `*` leaves out."""
    aliased: bool = field(default=False, compare=False)
    """The select itself gives it a name (AS)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """TABLESAMPLE BERNOULLI | SYSTEM (percentage)."""

    method: Literal["BERNOULLI", "SYSTEM"]
    percentage: float


@dataclass(frozen=True, slots=True)
class Scan:
    """A base relation as this principal may see it, before rewriting. `columns` are the permitted ones, in source order, with the types that the principal gets."""

    id: InstanceId
    relation: Relation
    permit: Permit
    columns: tuple[OutputColumn, ...]
    alias: str
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A base relation's permitted view: what `rewrite` makes of a `Scan`, and the only place a base relation is read.

    `projections` are (ordinal in `scan.columns`, expression over `RawColumn`s), pruned to what the statement uses; guards are already inside.
    `rows` is the row rule (None: all rows). `fenced` adds the engine's barrier (rule 12).
    """

    scan: Scan
    projections: tuple[tuple[int, Expr], ...]
    rows: Expr | None
    fenced: bool = False
    guarded: frozenset[int] = frozenset()
    """Ordinals of `scan.columns` that leave the view as CASE WHEN row rule THEN … END."""
    keys: Expr | None = None
    """A condition over raw columns that the statement's joins imply: rows that it drops come to nothing anyway."""

    @property
    def id(self) -> InstanceId:
        return self.scan.id

    @property
    def columns(self) -> tuple[OutputColumn, ...]:
        return self.scan.columns

    @property
    def alias(self) -> str:
        return self.scan.alias


@dataclass(frozen=True, slots=True)
class Derived:
    """A subquery in FROM; `lateral` ones may refer to instances on their left."""

    id: InstanceId
    query: Query
    columns: tuple[OutputColumn, ...]
    alias: str
    lateral: bool = False
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class CteScan:
    """A reference to a WITH query by its number; columns already renamed by alias lists."""

    id: InstanceId
    cte: int
    columns: tuple[OutputColumn, ...]
    alias: str
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class ValuesRelation:
    """VALUES in FROM, or a VALUES query's body. Every row has the types of `columns`."""

    id: InstanceId
    rows: tuple[tuple[Expr, ...], ...]
    columns: tuple[OutputColumn, ...]
    alias: str


@dataclass(frozen=True, slots=True)
class Unnest:
    """UNNEST of arrays and maps; `columns` are the produced ones, the ordinality column last. May refer to instances on its left."""

    id: InstanceId
    operands: tuple[Expr, ...]
    columns: tuple[OutputColumn, ...]
    alias: str
    ordinality: bool = False


class JoinKind(Enum):
    """Kinds of join; a comma in FROM is CROSS. NATURAL and USING are gone (their condition is in `on`)."""

    INNER = "INNER"
    LEFT = "LEFT"
    RIGHT = "RIGHT"
    FULL = "FULL"
    CROSS = "CROSS"


@dataclass(frozen=True, slots=True)
class Join:
    """Two relations joined; it has no columns of its own, uses name the instances below it."""

    kind: JoinKind
    left: FromItem
    right: FromItem
    on: Expr | None = None


FromItem = Scan | Derived | CteScan | ValuesRelation | Unnest | Join


# --- queries -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Select:
    """One select block. `grouping_sets` is None without GROUP BY and without aggregates.

    A plain GROUP BY a, b is one grouping set `((a, b),)`; implicit grouping is `((),)`; ROLLUP, CUBE, GROUPING SETS and their
    combination are already multiplied out. With grouping, everything in `items`, `having` and `order_by` consists of grouping expressions, aggregates
    and constants (checked by resolve).
    """

    items: tuple[Expr, ...]
    from_: FromItem | None = None
    where: Expr | None = None
    grouping_sets: tuple[tuple[Expr, ...], ...] | None = None
    having: Expr | None = None
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class SetOperation:
    """UNION, INTERSECT, EXCEPT of two queries whose columns already have equal types."""

    kind: Literal["UNION", "INTERSECT", "EXCEPT"]
    all: bool
    left: Query
    right: Query


@dataclass(frozen=True, slots=True)
class Output:
    """In a query's ORDER BY: the query's own output column (by ordinal from 0)."""

    index: int
    type: Type


@dataclass(frozen=True, slots=True)
class OrderKey:
    """One key of a query's ORDER BY: an output column, or (select bodies without DISTINCT only) an expression over the select's own scope."""

    key: Expr | Output
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """LIMIT n or FETCH FIRST n ROWS [WITH TIES]. The count is a constant."""

    count: int
    with_ties: bool = False


@dataclass(frozen=True, slots=True)
class Cte:
    """A WITH query. `recursive` ones are a UNION whose right side holds a `CteScan` of their own number."""

    number: int
    name: str
    query: Query
    recursive: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query: WITH, body, ORDER BY, OFFSET, LIMIT; `columns` are its outputs."""

    body: Select | SetOperation | ValuesRelation | Query
    columns: tuple[OutputColumn, ...]
    ctes: tuple[Cte, ...] = ()
    order_by: tuple[OrderKey, ...] = ()
    offset: int | None = None
    limit: Limit | None = None
