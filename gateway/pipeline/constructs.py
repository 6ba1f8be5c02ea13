"""What an admitted construct must hold, and where it may stand, beyond the classes of its children."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.grammar import PLAIN_NAME, RESERVED, VALUE
from gateway.pipeline.limits import MAX_JOINS
from gateway.pipeline.positions import position_of

CLOCKS: Final = frozenset({"current_time", "current_timestamp", "localtime", "localtimestamp"})
"""What tells the time, with a precision in brackets."""
CALLABLE_WORDS: Final = CLOCKS | {"grouping", "normalize", "trim"}
ARGUMENTS: Final = {
    "coalesce": (2, 1000),
    "format": (2, 1000),
    "grouping": (1, 1000),
    "if": (2, 3),
    "nullif": (2, 2),
    "try": (1, 1),
    "trim": (1, 2),
    **dict.fromkeys(CLOCKS, (1, 1)),
}
"""What looks like calls but is syntax in Trino: how many arguments."""
_AROUND_CALLS: Final = (exp.Window, exp.Filter, exp.IgnoreNulls, exp.RespectNulls)


def table(node: exp.Expr) -> bool:
    """No name with `$`, and joined relations in brackets only."""
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


def _in_lateral(node: exp.Expr) -> bool:
    parent = node.parent
    while isinstance(parent, exp.Subquery):
        parent = parent.parent
    return isinstance(parent, exp.Lateral)


def _in_from(node: exp.Expr) -> bool:
    """Whether a relation in any number of brackets stands in FROM."""
    parent = node.parent
    while isinstance(parent, exp.Subquery):
        parent = parent.parent
    return isinstance(parent, exp.From | exp.Join | exp.Lateral)


def subquery(node: exp.Expr) -> bool:
    """A bracketed relation, and what only relations have, may stand in FROM only; a bracketed query anywhere, but WITH not in an operand's brackets."""
    if node.this.args.get("with_") and _is_operand(node):
        raise StatementError(
            "`WITH` can not stand in brackets here",
            hint="write it before the whole query, or SELECT * FROM (WITH …)",
            position=position_of(node.this),
        )
    if any(node.args.get(name) for name in ("order", "limit", "offset", "with_")) and _is_relation(node):
        raise StatementError(
            "a relation in brackets has no ORDER BY or LIMIT", hint="write SELECT * FROM …", position=position_of(node)
        )
    relation = isinstance(node.this, exp.Table | exp.Unnest | exp.Lateral)
    if node.args.get("joins") and not isinstance(node.parent, exp.Subquery | exp.Join):
        return False
    only_relations = relation or any(node.args.get(name) for name in ("alias", "sample", "joins"))
    # LATERAL is followed by a query, in whatever brackets: what is a relation only can not stand in them.
    return not only_relations or (_in_from(node) and not _in_lateral(node))


def _is_relation(node: exp.Expr) -> bool:
    """Whether brackets hold, or are followed by, what only a relation has."""
    if not isinstance(node, exp.Subquery):
        return isinstance(node, exp.Table | exp.Unnest | exp.Lateral)
    return any(node.args.get(name) for name in ("alias", "sample", "joins")) or _is_relation(node.this)


def _is_operand(node: exp.Expr) -> bool:
    """Whether a query in brackets is itself (a part of) a query: Trino reads WITH in brackets in FROM and in expressions only."""
    if any(node.args.get(name) for name in ("order", "limit", "offset")):
        return True
    parent = node.parent
    if isinstance(parent, exp.Subquery) and not node.args.get("alias"):
        return isinstance(parent.parent, exp.Lateral) or _is_operand(parent)
    return parent is None or isinstance(parent, exp.SetOperation | exp.CTE | exp.Exists)


def values(node: exp.Expr) -> bool:
    """VALUES with a name stands in FROM only."""
    return not node.args.get("alias") or _in_from(node)


def call(node: exp.Expr) -> bool:
    """What is called is a plain name, with as many arguments as its syntax takes."""
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
    if name.lower() in ARGUMENTS and not _is_called_so(node, name.lower()):
        raise StatementError(f"`{name}` is not called so", position=position_of(node))
    if any(isinstance(argument, exp.Distinct) for argument in node.expressions[1:]):
        return False
    starred = any(isinstance(a, exp.Star) for a in node.expressions)
    return not starred or (name.lower() == "count" and len(node.expressions) == 1)


def _is_called_so(node: exp.Expr, name: str) -> bool:
    """Whether syntax that looks like a call has its arguments, and nothing that only calls have."""
    least, most = ARGUMENTS[name]
    first, *_ = [*node.expressions, None]
    if (
        not least <= len(node.expressions) <= most
        or isinstance(node.parent, _AROUND_CALLS)
        or isinstance(first, exp.Distinct)
    ):
        return False
    if name in CLOCKS:
        return isinstance(first, exp.Literal) and not first.is_string and first.name.isdecimal()
    if name == "trim":
        return all(type(argument) in VALUE for argument in node.expressions)
    return name != "grouping" or all(_is_name(argument) for argument in node.expressions)


def _is_name(node: exp.Expr) -> bool:
    """Whether GROUPING can take it: a column by whatever name."""
    return isinstance(node, exp.Column | exp.Identifier) or (isinstance(node, exp.Dot) and _is_name(node.this))


def column(node: exp.Expr) -> bool:
    """`t.*` stands in SELECT only."""
    return not isinstance(node.this, exp.Star) or isinstance(node.parent, exp.Select)


def select(node: exp.Expr) -> bool:
    """Something is selected; joins have a FROM, and are not too many."""
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


def tuple_(node: exp.Expr) -> bool:
    """Empty brackets stand in GROUP BY only."""
    return bool(node.expressions) or isinstance(node.parent, exp.Group | exp.GroupingSets)


def grouping_sets(node: exp.Expr) -> bool:
    """Each set is an expression, or a list of them in brackets."""
    inner = next((s for s in node.expressions if isinstance(s, exp.Rollup | exp.Cube | exp.GroupingSets)), None)
    if inner is not None:
        raise StatementError("GROUPING SETS can not hold ROLLUP, CUBE or other sets", position=position_of(inner))
    return True


def set_operation(node: exp.Expr) -> bool:
    """ORDER BY and the like end a query, WITH begins one: what stands beside UNION has them in brackets only."""
    for side in (node.this, node.expression):
        said = [side.args.get(name) for name in ("with_", "order", "limit", "offset")]
        part = next((clause for clause in said if clause), None)
        if part is not None and not isinstance(side, exp.Subquery):
            raise StatementError(
                f"a query with {part.key.upper().rstrip('_')} needs brackets beside {node.key.upper()}",
                hint="write (SELECT … ) UNION (SELECT … )",
                position=position_of(part) or position_of(side),
            )
    return True


def table_alias(node: exp.Expr) -> bool:
    """Columns are named behind the relation's own name."""
    if node.this is None:
        raise StatementError("an alias needs a name", hint="write AS t (x)", position=position_of(node))
    return True


def join(node: exp.Expr) -> bool:
    """CROSS and NATURAL take no condition; all others need one, but for the comma, which stands in no brackets."""
    doubled = node.args.get("side") if node.args.get("kind") == "INNER" else None
    if node.args.get("kind") == "CROSS":
        doubled = node.args.get("method")
    if doubled:
        raise StatementError(f"`{doubled} {node.args['kind']} JOIN` is no join", position=position_of(node.this))
    condition = bool(node.args.get("on") is not None) + bool(node.args.get("using"))
    if node.args.get("kind") == "OUTER" and not node.args.get("side"):
        return False
    if node.args.get("kind") == "CROSS" or node.args.get("method"):
        return condition == 0 and not (node.args.get("kind") == "CROSS" and node.args.get("side"))
    plain = not node.args.get("kind") and not node.args.get("side")
    return condition == 1 or (plain and condition == 0 and isinstance(node.parent, exp.Select))


def fetch(node: exp.Expr) -> bool:
    """FETCH says how its rows end: ONLY or WITH TIES."""
    return node.args.get("limit_options") is not None


def window(node: exp.Expr) -> bool:
    """A window that is named stands in WINDOW, any other one in OVER."""
    return isinstance(node.this, exp.Identifier) == (node.arg_key == "windows")


def frame(node: exp.Expr) -> bool:
    """Each end is the current row, or is so many rows (or all) to one side."""
    ends = [(node.args.get(end), node.args.get(f"{end}_side")) for end in ("start", "end")]
    return ends[0][0] is not None and all(
        value is None or (value == "CURRENT ROW") == (side is None) for value, side in ends
    )


def group(node: exp.Expr) -> bool:
    """GROUP BY names something."""
    if not node.expressions:
        raise StatementError("GROUP BY names nothing", position=position_of(node))
    return True


def sample(node: exp.Expr) -> bool:
    """TABLESAMPLE names its method."""
    return node.args.get("method") is not None


def distinct(node: exp.Expr) -> bool:
    """`count(DISTINCT )` names nothing; SELECT DISTINCT names nothing either."""
    return bool(node.expressions) != isinstance(node.parent, exp.Select)


def bracket(node: exp.Expr) -> bool:
    """One index."""
    return len(node.expressions) == 1


def nulls(node: exp.Expr) -> bool:
    """IGNORE NULLS and RESPECT NULLS stand before OVER only."""
    return isinstance(node.parent, exp.Window)


def order(node: exp.Expr) -> bool:
    """An aggregate orders its argument, a query itself."""
    return (node.this is not None) == isinstance(node.parent, exp.Anonymous | exp.GroupConcat)


def in_(node: exp.Expr) -> bool:
    """`IN (VALUES …)` is a query; VALUES is not one item of a list, and a list is not empty."""
    items = node.expressions
    if not items and node.args.get("query") is None:
        raise StatementError("IN lists nothing", position=position_of(node))
    return len(items) == 1 or not any(isinstance(item, exp.Values) for item in items)


def is_(node: exp.Expr) -> bool:
    """IS is followed by NULL; truth values are not tested so."""
    if isinstance(node.expression, exp.Boolean):
        word = str(node.expression.this).upper()
        raise StatementError(
            f"`IS {word}` is not Trino SQL", hint=f"write IS NOT DISTINCT FROM {word}", position=position_of(node)
        )
    return True


def if_(node: exp.Expr) -> bool:
    """IF has a value for true."""
    return node.args.get("true") is not None
