"""The closed world of syntax: every node class, every argument of it and every child it may have.

What is not in `GRAMMAR` is refused, whatever the library makes of it. Function *names* are not asked
here (the function table does that), nor names and types (resolve does).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from gateway.pipeline.special_forms import UnaryPlus

Class = type[exp.Expr]

PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""A name that may stand without quotes."""


@dataclass(frozen=True, slots=True)
class Child:
    """What one argument may hold: nodes of these classes, one of these plain values, or any text."""

    classes: frozenset[Class] = frozenset()
    plain: frozenset[object] = frozenset()
    text: bool = False


def one(*classes: Class | frozenset[Class]) -> Child:
    found: set[Class] = set()
    for item in classes:
        found |= item if isinstance(item, frozenset) else {item}
    return Child(frozenset(found))


def word(*values: object) -> Child:
    return Child(plain=frozenset(values))


TEXT: Final = Child(text=True)
FLAG: Final = word(True, False)
YES: Final = word(True)
NO: Final = word(False)

ARITHMETIC: Final[frozenset[Class]] = frozenset({exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.DPipe})
COMPARISON: Final[frozenset[Class]] = frozenset(
    {exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ}
)
NO_ARGUMENTS: Final[frozenset[Class]] = frozenset(
    {exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.Localtime, exp.Localtimestamp, exp.CurrentUser,
     exp.CurrentCatalog, exp.CurrentSchema}
)  # fmt: skip
QUERY: Final[frozenset[Class]] = frozenset({exp.Select, exp.Union, exp.Except, exp.Intersect, exp.Values, exp.Subquery})

VALUE: Final[frozenset[Class]] = (
    ARITHMETIC
    | NO_ARGUMENTS
    | frozenset(
        {exp.Column, exp.Identifier, exp.Dot, exp.Literal, exp.Boolean, exp.Null, exp.HexString, exp.UnicodeString,
         exp.Interval, exp.ParseJSON, exp.Placeholder, exp.Paren, exp.Tuple, exp.Array, exp.Bracket, exp.Neg, UnaryPlus,
         exp.AtTimeZone, exp.Case, exp.If, exp.Cast, exp.TryCast, exp.Extract, exp.Trim, exp.Substring,
         exp.StrPosition, exp.Normalize, exp.Anonymous, exp.GroupConcat, exp.Filter, exp.Window, exp.Subquery, exp.Exists}
    )
)  # fmt: skip
"""What may stand beside an operator without brackets."""

PREDICATE: Final[frozenset[Class]] = COMPARISON | frozenset(
    {exp.Is, exp.In, exp.Between, exp.Like, exp.Escape, exp.Not, exp.And, exp.Or}
)
ANY_EXPRESSION: Final = VALUE | PREDICATE

EXPRESSION: Final = one(ANY_EXPRESSION)
OPERAND: Final = one(VALUE)
NAME: Final = one(exp.Identifier)
RELATION: Final = one(exp.Table, exp.Subquery, exp.Unnest, exp.Lateral, exp.Values)

_BODY: Final = {
    "order": one(exp.Order),
    "limit": one(exp.Limit, exp.Fetch),
    "offset": one(exp.Offset),
    "with_": one(exp.With),
}
_SET_OPERATION: Final = {"this": one(QUERY), "expression": one(QUERY), "distinct": FLAG, **_BODY}
_CALL: Final = one(exp.Anonymous, exp.GroupConcat)

GRAMMAR: Final[dict[Class, dict[str, Child]]] = {
    # queries
    exp.Select: {
        "expressions": one(ANY_EXPRESSION, exp.Alias, exp.Star),
        "distinct": one(exp.Distinct),
        "from_": one(exp.From),
        "joins": one(exp.Join),
        "where": one(exp.Where),
        "group": one(exp.Group),
        "having": one(exp.Having),
        "windows": one(exp.Window),
        **_BODY,
    },
    exp.Union: _SET_OPERATION,
    exp.Except: _SET_OPERATION,
    exp.Intersect: _SET_OPERATION,
    exp.Values: {"expressions": one(exp.Tuple), "alias": one(exp.TableAlias), **_BODY},
    exp.Subquery: {
        "this": one(QUERY, exp.Table, exp.Unnest, exp.Lateral),
        "alias": one(exp.TableAlias),
        "sample": one(exp.TableSample),
        "joins": one(exp.Join),
        **_BODY,
    },
    exp.With: {"expressions": one(exp.CTE), "recursive": YES},
    exp.CTE: {"this": one(QUERY), "alias": one(exp.TableAlias)},
    exp.Where: {"this": EXPRESSION},
    exp.Having: {"this": EXPRESSION},
    exp.Group: {"expressions": one(ANY_EXPRESSION, exp.Rollup, exp.Cube, exp.GroupingSets), "all": FLAG},
    exp.Rollup: {"expressions": EXPRESSION},
    exp.Cube: {"expressions": EXPRESSION},
    exp.GroupingSets: {"expressions": one(ANY_EXPRESSION, exp.Rollup, exp.Cube, exp.GroupingSets)},
    exp.Order: {"this": one(ANY_EXPRESSION, exp.Distinct), "expressions": one(exp.Ordered)},
    exp.Ordered: {"this": EXPRESSION, "desc": FLAG, "nulls_first": FLAG},
    exp.Limit: {"expression": one(exp.Literal, exp.Placeholder, exp.Var)},
    exp.Offset: {"expression": one(exp.Literal, exp.Placeholder)},
    exp.Fetch: {"direction": word("FIRST", "NEXT"), "count": one(exp.Literal, exp.Placeholder), "limit_options": one(exp.LimitOptions)},
    exp.LimitOptions: {"percent": NO, "rows": YES, "with_ties": FLAG},
    exp.Distinct: {"expressions": EXPRESSION},
    # relations
    exp.From: {"this": RELATION},
    exp.Join: {
        "this": RELATION,
        "side": word("LEFT", "RIGHT", "FULL"),
        "kind": word("INNER", "CROSS", "OUTER"),
        "method": word("NATURAL"),
        "on": EXPRESSION,
        "using": NAME,
    },
    exp.Table: {"this": NAME, "db": NAME, "catalog": NAME, "alias": one(exp.TableAlias), "sample": one(exp.TableSample),
                "joins": one(exp.Join)},
    exp.TableAlias: {"this": NAME, "columns": NAME},
    exp.TableSample: {"method": one(exp.Var), "percent": one(exp.Literal, exp.Placeholder)},
    exp.Unnest: {"expressions": EXPRESSION, "alias": one(exp.TableAlias), "offset": Child(frozenset({exp.Identifier}), FLAG.plain)},
    exp.Lateral: {"this": one(exp.Subquery), "alias": one(exp.TableAlias), "view": NO, "outer": NO, "ordinality": NO},
    # names
    exp.Identifier: {"this": TEXT, "quoted": FLAG},
    exp.Column: {"this": one(exp.Identifier, exp.Star), "table": NAME, "db": NAME, "catalog": NAME},
    exp.Dot: {"this": OPERAND, "expression": NAME},
    exp.Alias: {"this": EXPRESSION, "alias": NAME},
    exp.Star: {},
    exp.Var: {"this": TEXT},
    # values
    exp.Literal: {"this": TEXT, "is_string": FLAG},
    exp.Boolean: {"this": FLAG},
    exp.Null: {},
    exp.HexString: {"this": TEXT},
    exp.UnicodeString: {"this": TEXT, "escape": Child(frozenset({exp.Literal}), FLAG.plain)},
    exp.ParseJSON: {"this": one(exp.Literal), "is_literal": YES},
    exp.Interval: {"this": one(exp.Literal, exp.Neg, UnaryPlus), "unit": one(exp.Var, exp.IntervalSpan)},
    exp.IntervalSpan: {"this": one(exp.Var), "expression": one(exp.Var)},
    exp.Placeholder: {},
    exp.Paren: {"this": EXPRESSION},
    exp.Tuple: {"expressions": EXPRESSION},
    exp.Array: {"expressions": EXPRESSION, "value_constructor": FLAG},
    exp.Bracket: {"this": OPERAND, "expressions": EXPRESSION},
    **{kind: {} for kind in NO_ARGUMENTS},
    # operators
    **{kind: {"this": OPERAND, "expression": OPERAND, "typed": FLAG, "safe": FLAG} for kind in ARITHMETIC},
    **{kind: {"this": OPERAND, "expression": one(VALUE, exp.Any, exp.All)} for kind in COMPARISON},
    exp.Any: {"this": one(QUERY)},
    exp.All: {"this": one(QUERY)},
    exp.Neg: {"this": OPERAND},
    UnaryPlus: {"this": OPERAND},
    exp.AtTimeZone: {"this": OPERAND, "zone": one(exp.Literal, exp.Interval)},
    exp.Not: {"this": EXPRESSION},
    exp.And: {"this": EXPRESSION, "expression": EXPRESSION},
    exp.Or: {"this": EXPRESSION, "expression": EXPRESSION},
    exp.Is: {"this": OPERAND, "expression": one(exp.Null, exp.Boolean)},
    exp.In: {"this": OPERAND, "expressions": one(ANY_EXPRESSION, exp.Values), "query": one(QUERY)},
    exp.Between: {"this": OPERAND, "low": OPERAND, "high": OPERAND},
    exp.Like: {"this": OPERAND, "expression": OPERAND, "negate": YES},
    exp.Escape: {"this": one(exp.Like), "expression": OPERAND},
    exp.Exists: {"this": one(QUERY)},
    exp.Case: {"this": EXPRESSION, "ifs": one(exp.If), "default": EXPRESSION},
    exp.If: {"this": EXPRESSION, "true": EXPRESSION, "false": EXPRESSION},
    # types
    exp.Cast: {"this": EXPRESSION, "to": one(exp.DataType)},
    exp.TryCast: {"this": EXPRESSION, "to": one(exp.DataType), "safe": YES},
    exp.DataType: {"this": Child(frozenset({exp.Interval}), frozenset(exp.DType)), "nested": FLAG,
                   "expressions": one(exp.DataType, exp.DataTypeParam, exp.ColumnDef)},
    exp.DataTypeParam: {"this": one(exp.Literal)},
    exp.ColumnDef: {"this": NAME, "kind": one(exp.DataType)},
    # calls
    exp.Anonymous: {"this": Child(frozenset({exp.Identifier}), text=True), "expressions": one(ANY_EXPRESSION, exp.Star, exp.Distinct, exp.Order, exp.Lambda)},
    exp.Lambda: {"this": EXPRESSION, "expressions": NAME},
    exp.Extract: {"this": one(exp.Var), "expression": OPERAND},
    exp.Trim: {"this": OPERAND, "expression": OPERAND, "position": word("LEADING", "TRAILING", "BOTH")},
    exp.Substring: {"this": OPERAND, "start": OPERAND, "length": OPERAND},
    exp.StrPosition: {"this": OPERAND, "substr": OPERAND},
    exp.Normalize: {"this": OPERAND, "form": Child(frozenset({exp.Var}), NO.plain)},
    exp.GroupConcat: {"this": one(exp.Order), "separator": one(exp.Literal), "on_overflow": one(exp.OverflowTruncateBehavior, exp.Var)},
    exp.OverflowTruncateBehavior: {"this": one(exp.Literal), "with_count": FLAG},
    exp.Filter: {"this": _CALL, "expression": one(exp.Where)},
    exp.IgnoreNulls: {"this": one(exp.Anonymous, exp.Filter)},
    exp.RespectNulls: {"this": one(exp.Anonymous, exp.Filter)},
    exp.Window: {
        "this": one(exp.Anonymous, exp.GroupConcat, exp.Filter, exp.IgnoreNulls, exp.RespectNulls, exp.Identifier),
        "partition_by": EXPRESSION,
        "order": one(exp.Order),
        "spec": one(exp.WindowSpec),
        "alias": NAME,
        "over": word("OVER"),
    },
    exp.WindowSpec: {
        "kind": word("ROWS", "RANGE", "GROUPS"),
        "start": Child(VALUE, frozenset({"UNBOUNDED", "CURRENT ROW"})),
        "start_side": word("PRECEDING", "FOLLOWING"),
        "end": Child(VALUE, frozenset({"UNBOUNDED", "CURRENT ROW"})),
        "end_side": word("PRECEDING", "FOLLOWING"),
    },
}  # fmt: skip

_TYPE_NAMES: Final = (
    "BOOLEAN TINYINT SMALLINT INT BIGINT FLOAT DOUBLE DECIMAL VARCHAR CHAR VARBINARY DATE TIME TIMETZ TIMESTAMP"
    " TIMESTAMPTZ UUID JSON ARRAY MAP STRUCT"
)
TYPES: Final = frozenset(exp.DType[name] for name in _TYPE_NAMES.split())

ROOTS: Final = QUERY

_RESERVED_WORDS: Final = """
    alter and as auto between by case cast constraint create cross cube current_catalog current_date current_path
    current_role current_schema current_time current_timestamp current_user deallocate delete describe distinct drop else end
    escape except exists extract false for from full group grouping having in inner insert intersect into is join
    json_array json_exists json_object json_query json_table json_value left like listagg localtime localtimestamp natural
    normalize not null on or order outer prepare recursive right rollup select skip table then trim true uescape
    union unnest using values when where with
"""
RESERVED: Final = frozenset(_RESERVED_WORDS.split())
"""Trino's reserved words: unquoted they are never names, though the library would take some."""

SPELLINGS: Final[dict[Class, str]] = {
    exp.Aliases: "AS (a, b)",
    exp.Anonymous: "a function call",
    exp.AtTimeZone: "AT TIME ZONE",
    exp.Bracket: "[ ]",
    exp.BitString: "B'…'",
    exp.Column: "a column",
    exp.Command: "this statement",
    exp.Concat: "strings side by side",
    exp.DPipe: "||",
    exp.Dot: "a name of that many parts",
    exp.Fetch: "FETCH",
    exp.Identifier: "a name",
    exp.JSONExtract: "->",
    exp.Kwarg: "a named argument",
    exp.Lambda: "->",
    exp.Lateral: "LATERAL",
    exp.Literal: "a literal",
    exp.MatchRecognize: "MATCH_RECOGNIZE",
    exp.National: "N'…'",
    exp.NullSafeEQ: "IS NOT DISTINCT FROM",
    exp.NullSafeNEQ: "IS DISTINCT FROM",
    exp.Paren: "( )",
    exp.Select: "a query",
    exp.Slice: "[a:b]",
    exp.Star: "*",
    exp.Subquery: "a query in brackets",
    exp.TableSample: "TABLESAMPLE",
    UnaryPlus: "+",
    exp.Version: "FOR … AS OF",
    exp.WithinGroup: "WITHIN GROUP",
}
"""How to name a construct to the client where the class's own name would not be understood."""
