"""Walks a parsed tree and refuses whatever the grammar does not list."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sqlglot import exp

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.grammar import GRAMMAR, PLAIN_NAME, RESERVED, ROOTS, SPELLINGS, TYPES, Child
from gateway.pipeline.limits import MAX_JOINS, MAX_TREE_DEPTH
from gateway.pipeline.positions import position_of
from gateway.pipeline.special_forms import UnaryPlus

CALLABLE_WORDS: Final = frozenset(
    {"grouping", "normalize", "trim", "current_time", "current_timestamp", "localtime", "localtimestamp"}
)
FIELDS: Final = (
    "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAY_OF_MONTH", "DAY_OF_WEEK", "DOW", "DAY_OF_YEAR", "DOY", "YEAR_OF_WEEK",
    "YOW", "HOUR", "MINUTE", "SECOND", "TIMEZONE_MINUTE", "TIMEZONE_HOUR",
)  # fmt: skip
ARGUMENTS: Final = {"coalesce": (2, 1000), "nullif": (2, 2), "try": (1, 1), "trim": (1, 2)}
"""What looks like calls but is syntax in Trino: how many arguments."""
MAX_INTEGER: Final = 2**63 - 1
UNITS: Final = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")


def admit(tree: exp.Expr) -> None:
    """Raise unless every node of `tree` is inside the grammar."""
    if type(tree) not in ROOTS:
        raise refusal(tree)
    stack: list[tuple[exp.Expr, int]] = [(tree, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_TREE_DEPTH:
            raise StatementError(
                "the statement is nested too deeply",
                code=ErrorCode.STATEMENT_TOO_LARGE,
                hint="use IN instead of a long chain of OR, and WITH for inner queries",
                position=position_of(node),
            )
        stack.extend((child, depth + 1) for child in _children(node))


def _children(node: exp.Expr) -> list[exp.Expr]:
    """The children of an admitted node; raises when it, an argument or a child is not admitted."""
    arguments = GRAMMAR.get(type(node))
    if arguments is None:
        raise refusal(node)
    found: list[exp.Expr] = []
    for name, value in node.args.items():
        if value is None or value == []:
            continue
        allowed = arguments.get(name)
        if allowed is None:
            raise refusal(node, name)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, exp.Expr):
                if type(item) not in allowed.classes:
                    raise refusal(item, within=node)
                found.append(item)
            elif not _plain_allowed(item, allowed):
                raise refusal(node, name)
    check = CHECKS.get(type(node))
    if check and not check(node):
        raise refusal(node)
    return found


def _plain_allowed(item: object, allowed: Child) -> bool:
    return item in allowed.plain or (allowed.text and isinstance(item, str))


def refusal(node: exp.Expr, argument: str | None = None, within: exp.Expr | None = None) -> StatementError:
    """The error for a construct outside the grammar, named as the client wrote it, as far as possible."""
    value = node.args.get(argument) if argument else None
    first = value[0] if isinstance(value, list) and value else value
    target = first if isinstance(first, exp.Expr) else node
    place = f" in {within.key.upper()}" if within is not None and within.key in _NAMED_PLACES else ""
    return StatementError(
        f"{_spelling(target, argument)} is not supported{place or ' here'}",
        code=ErrorCode.NOT_SUPPORTED,
        hint="rewrite this part in plain Trino SQL; brackets help where operators are chained",
        position=position_of(target) or position_of(node),
    )


_NAMED_PLACES: Final = frozenset(
    {"is", "in", "like", "between", "limit", "offset", "fetch", "order", "group", "case", "cast", "join", "with", "where", "having",
     "values", "unnest", "lateral", "extract", "interval"}
)  # fmt: skip


def _spelling(node: exp.Expr, argument: str | None) -> str:
    """The construct as the client would know it: its own text, a keyword, or a phrase."""
    if isinstance(node, exp.Literal | exp.Column | exp.Identifier) and isinstance(node.name, str) and node.name:
        return f"`{node.name[:40]}`"
    known = SPELLINGS.get(type(node))
    if known and known.startswith("a "):
        return known
    return f"`{known or re.sub(r'_+$', '', argument or node.key).replace('_', ' ').upper()}`"


# --- what a class and its children do not tell --------------------------------------------------


def _identifier(node: exp.Expr) -> bool:
    name = node.name
    if not name:
        raise StatementError("a quoted name is empty", position=position_of(node))
    if not node.args.get("quoted"):
        if name.lower() in RESERVED:
            raise StatementError(
                f"`{name}` is a reserved word", hint=f'write "{name}" if it is a name', position=position_of(node)
            )
        if not PLAIN_NAME.fullmatch(name):
            raise StatementError(
                f"`{name}` is not a name", hint=f'write "{name}" if it is a name', position=position_of(node)
            )
    parent = node.parent
    bare = node.arg_key in ("this", "expression", "expressions", "low", "high", "zone", "true", "false", "default")
    if bare and isinstance(parent, exp.Expr) and type(parent) not in _NAMED:
        return _is_lambda_parameter(node)
    return True


_NAMED: Final = frozenset({exp.Column, exp.Table, exp.TableAlias, exp.Window, exp.ColumnDef, exp.Lambda, exp.Join})


def _is_lambda_parameter(node: exp.Expr) -> bool:
    if isinstance(node.parent, exp.Dot) and node.arg_key == "expression":
        return True
    folded = node.name.lower()
    ancestor = node.parent
    while ancestor is not None:
        if isinstance(ancestor, exp.Lambda) and any(folded == p.name.lower() for p in ancestor.expressions):
            return True
        ancestor = ancestor.parent
    return False


def _table(node: exp.Expr) -> bool:
    for part in ("this", "db", "catalog"):
        name = node.args.get(part)
        if name is not None and "$" in name.name:
            raise StatementError(
                f"`{name.name}` is not supported: names with `$` are internal to a source",
                code=ErrorCode.NOT_SUPPORTED,
                hint="query the relation itself",
                position=position_of(name),
            )
    if node.args.get("joins"):
        return isinstance(node.parent, exp.Subquery | exp.Join)
    return True


def _in_from(node: exp.Expr) -> bool:
    """Whether a relation in any number of brackets stands in FROM."""
    parent = node.parent
    while isinstance(parent, exp.Subquery):
        parent = parent.parent
    return isinstance(parent, exp.From | exp.Join | exp.Lateral)


def _subquery(node: exp.Expr) -> bool:
    """A bracketed relation, and what only relations have, may stand in FROM only; a bracketed query anywhere, but WITH not in an operand's brackets."""
    if node.this.args.get("with_") and _is_operand(node):
        raise StatementError(
            "`WITH` can not stand in brackets here",
            hint="write it before the whole query, or SELECT * FROM (WITH …)",
            position=position_of(node.this),
        )
    relation = isinstance(node.this, exp.Table | exp.Unnest | exp.Lateral)
    if node.args.get("joins") and not isinstance(node.parent, exp.Subquery | exp.Join):
        return False
    only_relations = relation or any(node.args.get(name) for name in ("alias", "sample", "joins"))
    return not only_relations or _in_from(node)


def _is_operand(node: exp.Expr) -> bool:
    """Whether a query in brackets is itself (a part of) a query: Trino reads WITH in brackets in FROM and in expressions only."""
    if any(node.args.get(name) for name in ("order", "limit", "offset")):
        return True
    parent = node.parent
    if isinstance(parent, exp.Subquery) and not node.args.get("alias"):
        return _is_operand(parent)
    return parent is None or isinstance(parent, exp.SetOperation | exp.CTE | exp.Exists)


def _values(node: exp.Expr) -> bool:
    return not node.args.get("alias") or _in_from(node)


def _anonymous(node: exp.Expr) -> bool:
    name = node.this
    if not isinstance(name, str):
        shown = name.name if isinstance(name, exp.Expr) else ""
        raise StatementError(
            f"`{shown}` in quotes is not a function",
            code=ErrorCode.NOT_SUPPORTED,
            position=position_of(node),
        )
    if name.lower() in RESERVED - CALLABLE_WORDS or not PLAIN_NAME.fullmatch(name):
        raise StatementError(f"`{name}` is not a function", code=ErrorCode.NOT_SUPPORTED, position=position_of(node))
    least, most = ARGUMENTS.get(name.lower(), (0, len(node.expressions)))
    if not least <= len(node.expressions) <= most or (
        name.lower() in ARGUMENTS and isinstance(node.parent, exp.Window | exp.Filter)
    ):
        raise StatementError(f"`{name}` is not called so", position=position_of(node))
    if any(isinstance(argument, exp.Distinct) for argument in node.expressions[1:]):
        return False
    starred = any(isinstance(a, exp.Star) for a in node.expressions)
    return not starred or (name.lower() == "count" and len(node.expressions) == 1)


def _column(node: exp.Expr) -> bool:
    return not isinstance(node.this, exp.Star) or isinstance(node.parent, exp.Select)


def _select(node: exp.Expr) -> bool:
    if not node.expressions:
        raise StatementError("SELECT names no columns", hint="name columns, or write *", position=position_of(node))
    joins = node.args.get("joins") or ()
    if len(joins) > MAX_JOINS:
        raise StatementError(
            f"one query joins more than {MAX_JOINS} relations",
            code=ErrorCode.STATEMENT_TOO_LARGE,
            hint="join in steps, with WITH",
            position=position_of(node),
        )
    return bool(node.args.get("from_")) or not joins


def _tuple(node: exp.Expr) -> bool:
    return bool(node.expressions) or isinstance(node.parent, exp.Group | exp.GroupingSets)


def _var(node: exp.Expr) -> bool:
    match node.parent:
        case exp.Limit():
            return node.name.upper() == "ALL"
        case exp.Interval() | exp.IntervalSpan():
            return node.name.upper() in UNITS
        case exp.TableSample():
            return node.name.upper() in ("BERNOULLI", "SYSTEM")
        case exp.GroupConcat():
            return node.name.upper() == "ERROR"
        case _:
            return bool(PLAIN_NAME.fullmatch(node.name))


def _data_type(node: exp.Expr) -> bool:
    base = node.this
    if isinstance(base, exp.Interval):
        span = base.args.get("unit")
        return isinstance(span, exp.IntervalSpan) and base.this is None and bool(span.this and span.expression)
    return base in TYPES


def _interval(node: exp.Expr) -> bool:
    if isinstance(node.parent, exp.DataType):
        return True
    value = node.this.this if isinstance(node.this, exp.Neg | UnaryPlus) else node.this
    return isinstance(value, exp.Literal) and bool(value.is_string) and node.args.get("unit") is not None


def _join(node: exp.Expr) -> bool:
    """CROSS and NATURAL take no condition; all others need one, but for the comma, which stands in no brackets."""
    condition = bool(node.args.get("on") is not None) + bool(node.args.get("using"))
    if node.args.get("kind") == "OUTER" and not node.args.get("side"):
        return False
    if node.args.get("kind") == "CROSS" or node.args.get("method"):
        return condition == 0 and not (node.args.get("kind") == "CROSS" and node.args.get("side"))
    plain = not node.args.get("kind") and not node.args.get("side")
    return condition == 1 or (plain and condition == 0 and isinstance(node.parent, exp.Select))


def _fetch(node: exp.Expr) -> bool:
    return node.args.get("limit_options") is not None


def _window(node: exp.Expr) -> bool:
    return isinstance(node.this, exp.Identifier) == (node.arg_key == "windows")


def _frame(node: exp.Expr) -> bool:
    """Each end is the current row, or is so many rows (or all) to one side."""
    ends = [(node.args.get(end), node.args.get(f"{end}_side")) for end in ("start", "end")]
    return ends[0][0] is not None and all(
        value is None or (value == "CURRENT ROW") == (side is None) for value, side in ends
    )


def _group(node: exp.Expr) -> bool:
    if not node.expressions:
        raise StatementError("GROUP BY names nothing", position=position_of(node))
    return True


def _sample(node: exp.Expr) -> bool:
    return node.args.get("method") is not None


def _distinct(node: exp.Expr) -> bool:
    """`count(DISTINCT )` names nothing; SELECT DISTINCT names nothing either."""
    return bool(node.expressions) != isinstance(node.parent, exp.Select)


def _bracket(node: exp.Expr) -> bool:
    return len(node.expressions) == 1


def _nulls(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Window)


def _order(node: exp.Expr) -> bool:
    return (node.this is not None) == isinstance(node.parent, exp.Anonymous | exp.GroupConcat)


def _in(node: exp.Expr) -> bool:
    """`IN (VALUES …)` is a query; VALUES is not one item of a list."""
    items = node.expressions
    return len(items) == 1 or not any(isinstance(item, exp.Values) for item in items)


def _literal(node: exp.Expr) -> bool:
    """Counts and sizes are whole numbers, separators are strings."""
    match node.parent:
        case exp.Limit() | exp.Offset() | exp.Fetch() | exp.DataTypeParam():
            return not node.is_string and node.name.isdecimal()
        case exp.TableSample():
            return not node.is_string
        case (
            exp.GroupConcat()
            | exp.OverflowTruncateBehavior()
            | exp.ParseJSON()
            | exp.UnicodeString()
            | exp.AtTimeZone()
        ):
            return bool(node.is_string)
        case parent:
            most = MAX_INTEGER + isinstance(parent, exp.Neg)
            if not node.is_string and node.name.isdecimal() and int(node.name) > most:
                raise StatementError(
                    f"`{node.name[:40]}` is too large for a bigint",
                    code=ErrorCode.INVALID_LITERAL,
                    hint="write it as DECIMAL '…'",
                    position=position_of(node),
                )
            return True


def _hex_string(node: exp.Expr) -> bool:
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", re.sub(r"[ \r\n\t]", "", node.name)):
        raise StatementError(
            "X'…' holds an even number of hexadecimal digits",
            code=ErrorCode.INVALID_LITERAL,
            position=position_of(node),
        )
    return True


def _extract(node: exp.Expr) -> bool:
    field = node.this.name
    if field.upper() not in FIELDS:
        raise StatementError(
            f"`{field[:40]}` is not a field",
            hint=f"fields are {', '.join(FIELDS)}",
            position=position_of(node.expression),
        )
    return True


def _is(node: exp.Expr) -> bool:
    if isinstance(node.expression, exp.Boolean):
        word = str(node.expression.this).upper()
        raise StatementError(
            f"`IS {word}` is not Trino SQL", hint=f"write IS NOT DISTINCT FROM {word}", position=position_of(node)
        )
    return True


def _if(node: exp.Expr) -> bool:
    return node.args.get("true") is not None


CHECKS: Final[dict[type[exp.Expr], Callable[[exp.Expr], bool]]] = {
    exp.Anonymous: _anonymous,
    exp.Bracket: _bracket,
    exp.Column: _column,
    exp.DataType: _data_type,
    exp.Distinct: _distinct,
    exp.Extract: _extract,
    exp.Fetch: _fetch,
    exp.Group: _group,
    exp.HexString: _hex_string,
    exp.Identifier: _identifier,
    exp.If: _if,
    exp.In: _in,
    exp.IgnoreNulls: _nulls,
    exp.Interval: _interval,
    exp.Is: _is,
    exp.Join: _join,
    exp.Literal: _literal,
    exp.Order: _order,
    exp.RespectNulls: _nulls,
    exp.Select: _select,
    exp.Subquery: _subquery,
    exp.Table: _table,
    exp.TableSample: _sample,
    exp.Tuple: _tuple,
    exp.Values: _values,
    exp.Var: _var,
    exp.Window: _window,
    exp.WindowSpec: _frame,
}
