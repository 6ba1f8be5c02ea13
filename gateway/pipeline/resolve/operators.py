"""Operators: arithmetic, comparison, logic, LIKE, BETWEEN, IN a list, IS, concatenation, time zones."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gateway.catalog import types
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Constant, Expr
from gateway.pipeline.resolve.apply import apply
from gateway.pipeline.resolve.coerce import coerce, common, met, to_boolean
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.literals import number
from gateway.pipeline.resolve.nodes import only, refuse, unwrap
from gateway.pipeline.resolve.site import Site
from gateway.pipeline.resolve.subqueries import in_subquery, is_query, quantified

_THIS: Final = frozenset({"this"})
_BOTH: Final = frozenset({"this", "expression"})

BINARY: Final[dict[type[exp.Expr], str]] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.DPipe: "||",
}
_SIGNED: Final = (types.TINYINT, types.SMALLINT, types.INTEGER, types.BIGINT, types.REAL, types.DOUBLE)
_INTERVALS: Final = (types.INTERVAL_DAY, types.INTERVAL_YEAR)
COMPARISONS: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})


def binary(node: exp.Expr, site: Site) -> Expr:
    """A binary operator, or a comparison with ANY or ALL of a query."""
    only(node, frozenset({"this", "expression", "typed", "safe"}))
    name = BINARY[type(node)]
    if name in COMPARISONS:
        found = quantified(node, name, site)
        if found is not None:
            return found
    return apply(site, node, name, (site.bind(node.this), site.bind(node.expression)))


def logical(node: exp.Expr, site: Site) -> Expr:
    """AND and OR: a chain becomes one call, however long it is."""
    kind = type(node)
    parts: list[exp.Expr] = []
    stack = [node]
    while stack:
        part = stack.pop()
        inner = unwrap(part)
        if type(inner) is kind:
            only(inner, _BOTH)
            stack.extend((inner.args["expression"], inner.this))
        else:
            parts.append(part)
    word = "AND" if kind is exp.And else "OR"
    operands = [to_boolean(part, site.bind(part), f"operand of {word}") for part in parts]
    return apply(site, node, word.lower(), operands)


def negation(node: exp.Expr, site: Site) -> Expr:
    """NOT."""
    only(node, _THIS)
    return inverse(node, site.bind(node.this), site)


def inverse(node: exp.Expr, operand: Expr, site: Site) -> Expr:
    """NOT of a bound condition."""
    return apply(site, node, "not", (to_boolean(node, operand, "operand of NOT"),))


def minus(node: exp.Expr, site: Site) -> Expr:
    """Unary minus; before a number it is part of the literal."""
    only(node, _THIS)
    if isinstance(node.this, exp.Literal) and not node.this.is_string:
        return number(node, "-" + node.this.this)
    operand = site.bind(node.this)
    if isinstance(operand, Constant) and operand.type in _INTERVALS and isinstance(operand.value, int):
        return Constant(-operand.value, operand.type)
    return apply(site, node, "<negate>", (operand,))


def plus(node: exp.Expr, site: Site) -> Expr:
    """Unary plus: Trino has it for binary numbers alone, neither for decimals nor for intervals."""
    only(node, _THIS)
    operand = site.bind(node.this)
    if operand.type not in _SIGNED:
        raise fail(node, ErrorCode.TYPE_MISMATCH, f"unary `+` cannot be applied to {operand.type}")
    return apply(site, node, "<plus>", (operand,))


def parenthesis(node: exp.Expr, site: Site) -> Expr:
    """Parentheses."""
    only(node, _THIS)
    return site.bind(node.this)


def is_(node: exp.Expr, site: Site) -> Expr:
    """IS NULL, IS TRUE, IS FALSE."""
    only(node, _BOTH)
    operand = site.bind(node.this)
    match node.expression:
        case exp.Null():
            return apply(site, node, "<is null>", (operand,))
        case exp.Boolean() as wanted:
            given = to_boolean(node.this, operand, "operand of IS")
            known = Constant(bool(wanted.this), types.BOOLEAN)
            return inverse(node, apply(site, node, "<is distinct from>", (given, known)), site)
        case _:
            raise refuse(node, "this IS predicate")


def distinct_from(node: exp.Expr, site: Site) -> Expr:
    """IS [NOT] DISTINCT FROM."""
    only(node, _BOTH)
    result = apply(site, node, "<is distinct from>", (site.bind(node.this), site.bind(node.expression)))
    return result if isinstance(node, exp.NullSafeNEQ) else inverse(node, result, site)


def between(node: exp.Expr, site: Site) -> Expr:
    """BETWEEN."""
    only(node, frozenset({"this", "low", "high"}))
    return apply(site, node, "<between>", [site.bind(node.args[name]) for name in ("this", "low", "high")])


def like(node: exp.Expr, site: Site) -> Expr:
    """[NOT] LIKE."""
    only(node, frozenset({"this", "expression", "negate"}))
    return _like(node, node, [], site)


def escaped(node: exp.Expr, site: Site) -> Expr:
    """[NOT] LIKE … ESCAPE."""
    only(node, _BOTH)
    inner = node.this
    if not isinstance(inner, exp.Like):
        raise refuse(node, "ESCAPE here")
    only(inner, frozenset({"this", "expression", "negate"}))
    return _like(node, inner, [node.expression], site)


def _like(node: exp.Expr, inner: exp.Expr, escape: list[exp.Expr], site: Site) -> Expr:
    operands = [site.bind(part) for part in (inner.this, inner.expression, *escape)]
    if any(operand.type.token for operand in operands):
        message = "a token cannot be compared with a pattern"
        raise fail(
            node,
            ErrorCode.TOKEN_MISMATCH,
            message,
            hint="only tokens of one key can be compared, with `=`, IN or a join",
        )
    texts = [coerce(node, o, types.VARCHAR) if o.type == types.UNKNOWN else o for o in operands]
    result = apply(site, node, "<like>", texts)
    return inverse(node, result, site) if inner.args.get("negate") else result


def in_(node: exp.Expr, site: Site) -> Expr:
    """IN a list or a query."""
    only(node, frozenset({"this", "expressions", "query", "field"}))
    query, options = node.args.get("query"), node.expressions
    if query is None and len(options) == 1 and is_query(options[0]):
        query, options = options[0], []
    if query is not None:
        if options or node.args.get("field") is not None:
            raise refuse(node, "this IN")
        return in_subquery(node, query, site)
    operands = met([site.bind(node.this), *_options(node, options, site)])
    written = [node.this, *options, *[node] * (len(operands) - len(options) - 1)]
    _, operands = common(written, operands, "IN value and list items")
    return apply(site, node, "<in>", operands)


def _options(node: exp.Expr, options: list[exp.Expr], site: Site) -> list[Expr]:
    """The listed values; in policy SQL a lone `:name` may stand for all of them."""
    lone = options[0] if len(options) == 1 else node.args.get("field")
    known = site.world.placeholders
    if known is not None and isinstance(lone, exp.Placeholder) and lone.this:
        value = known.get(str(lone.this))
        if isinstance(value, tuple):
            return list(value)
        if value is not None:
            return [value]
    if node.args.get("field") is not None or not options:
        raise refuse(node, "this IN")
    return [site.bind(option) for option in options]


def at_time_zone(node: exp.Expr, site: Site) -> Expr:
    """AT TIME ZONE."""
    only(node, frozenset({"this", "zone"}))
    if not isinstance(node.args["zone"], exp.Literal | exp.Interval):
        raise fail(node, ErrorCode.SYNTAX_ERROR, "a time zone is written as a text or as an interval")
    operand = site.bind(node.this)
    if operand.type == types.UNKNOWN:
        raise fail(node, ErrorCode.TYPE_MISMATCH, "cannot apply operator: unknown at time zone")
    return apply(site, node, "<at time zone>", (operand, site.bind(node.args["zone"])))
