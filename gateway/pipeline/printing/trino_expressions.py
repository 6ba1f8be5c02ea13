"""Expressions in Trino's SQL: calls and operators as a client would write them, every coercion spelled out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.printing.expressions import arguments, bounded, expression, filtered, over, sorts
from gateway.pipeline.printing.trino_constants import trino_type
from gateway.pipeline.pushdown.prefixes import like_prefix

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer

_BETWEEN: Final = frozenset({"+", "-", "*", "/", "%", "=", "<>", "<", "<=", ">", ">=", "||", "and", "or"})
"""Operators that stand between their operands, `and` and `or` between any number."""

_FORMS: Final[Mapping[str, Callable[[Sequence[str]], str]]] = {
    "not": lambda a: f"(NOT {a[0]})",
    "<negate>": lambda a: f"(- {a[0]})",
    "<plus>": lambda a: f"(+ {a[0]})",
    "<between>": lambda a: f"({a[0]} BETWEEN {a[1]} AND {a[2]})",
    "<in>": lambda a: f"({a[0]} IN ({', '.join(a[1:])}))",
    "<is null>": lambda a: f"({a[0]} IS NULL)",
    "<is distinct from>": lambda a: f"({a[0]} IS DISTINCT FROM {a[1]})",
    "<like>": lambda a: f"({a[0]} LIKE {a[1]}{f' ESCAPE {a[2]}' if len(a) > 2 else ''})",
    "<row>": lambda a: f"ROW({', '.join(a)})",
    "<subscript>": lambda a: f"{a[0]}[{a[1]}]",
    "<at time zone>": lambda a: f"at_timezone({a[0]}, {a[1]})",  # the operator takes only a literal
}
_TRIMS: Final = {"trim": "BOTH", "ltrim": "LEADING", "rtrim": "TRAILING"}


def call(node: bound.Call, printer: Printer) -> str:
    name = node.function.name
    if name == "huiliu_token":
        return _token(node, printer)
    if node.function.internal:
        raise PlanError(
            "a mask of this statement is not available on Trino",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            hint="ask the owner for a mask that it has: `token` instead of `token_sm3`",
        )
    if name == "normalize" and len(node.arguments) == 2:
        return _normalize(node, printer)
    if name == "nullif":
        _check_nullif(node)
    texts = [_argument(a, printer) for a in node.arguments]
    if name == "<like>" and _too_long(*node.arguments):
        texts[0] = f"CAST({texts[0]} AS varchar)"
    if name in _TRIMS and len(texts) == 2:
        return bounded(f"trim({_TRIMS[name]} {texts[1]} FROM {texts[0]})")
    if name in _BETWEEN:
        return bounded(f"({f' {name.upper()} '.join(texts)})")
    if name == "<array>":
        array = f"ARRAY[{', '.join(texts)}]"
        return bounded(
            array if texts or node.type.element.base == "unknown" else f"CAST({array} AS {trino_type(node.type)})"
        )
    form = _FORMS.get(name)
    if form is None and not name.isidentifier():
        raise PlanError(f"`{name}` is not available on Trino", code=ErrorCode.NOT_SUPPORTED_BY_ENGINE)
    return bounded(form(texts) if form is not None else f"{name}({', '.join(texts)})")


def _too_long(value: bound.Expr, pattern: bound.Expr, escape: bound.Expr | None = None) -> bool:
    """Whether what every match begins with may be longer than any value.

    Trino 476 makes a range of it and fails, since no varchar(n) holds its ends (GENERIC_INTERNAL_ERROR). It folds constants before, so a pattern that is no
    constant here may be one there. As a plain varchar the value is compared in Trino, and the source is not asked: there is nothing to be found.
    """
    if value.type.base != "varchar" or value.type.length is None:
        return False
    match pattern, escape:
        case bound.Constant(value=str() as text), None:
            prefix, whole = like_prefix(text, None)
        case bound.Constant(value=str() as text), bound.Constant(value=str() as character):
            prefix, whole = like_prefix(text, character)
        case bound.Constant(value=None), _:
            return False
        case _:
            return True
    return not whole and len(prefix) > value.type.length


def _check_nullif(node: bound.Call) -> None:
    """Trino compares as a common type, and gives the first argument as it was; here it has become that type."""
    first = node.arguments[0]
    if isinstance(first, bound.Cast) and first.implicit:
        raise PlanError(
            f"`nullif` of `{first.operand.type}` and `{first.type}` is not available",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            position=node.position,
            hint="cast one of them to the type of the other",
        )


def _argument(node: bound.Expr, printer: Printer) -> str:
    if not isinstance(node, bound.Lambda):
        return expression(node, printer)
    names = [printer.names.fresh() for _ in node.parameters]
    for parameter, name in zip(node.parameters, names, strict=True):
        printer.lambda_names[parameter.id] = name
    return f"({', '.join(names)}) -> {expression(node.body, printer)}"


def _normalize(node: bound.Call, printer: Printer) -> str:
    """The form is a word of the grammar, not an argument."""
    form = node.arguments[1]
    assert isinstance(form, bound.Constant)
    assert isinstance(form.value, str)
    return f"normalize({expression(node.arguments[0], printer)}, {form.value})"


def _token(node: bound.Call, printer: Printer) -> str:
    """HMAC-SHA256 over the two padded keys (functions/internal.py), URL-safe and without padding."""
    key, value = node.arguments
    outer, inner = expression(key, printer), expression(key, printer)
    digest = f"sha256(concat(substr({inner}, 1, 64), to_utf8({expression(value, printer)})))"
    signed = f"to_base64url(sha256(concat(substr({outer}, 65, 64), {digest})))"
    return f"CAST(trim(TRAILING '=' FROM {signed}) AS {trino_type(node.type)})"


def cast(node: bound.Cast, printer: Printer) -> str:
    word = "TRY_CAST" if node.safe else "CAST"
    return bounded(f"{word}({expression(node.operand, printer)} AS {trino_type(node.type)})")


def aggregate(node: bound.Aggregate, printer: Printer) -> str:
    return _called(node, printer, node.order_by) + filtered(node.filter, printer)


def window(node: bound.Window, printer: Printer) -> str:
    nulls = " IGNORE NULLS" if node.ignore_nulls else ""
    return f"{_called(node, printer, ())}{filtered(node.filter, printer)}{nulls} OVER ({over(node, printer)})"


def _called(node: bound.Aggregate | bound.Window, printer: Printer, order_by: tuple[bound.SortItem, ...]) -> str:
    name = node.function.name
    inside = ", ".join(_argument(a, printer) for a in node.arguments)
    if name == "count" and not node.arguments:
        inside = "*"
    distinct = "DISTINCT " if node.distinct else ""
    ordered = f"ORDER BY {sorts(order_by, printer)}" if order_by else ""
    if name == "listagg":
        return f"listagg({distinct}{inside}) WITHIN GROUP ({ordered})"
    return f"{name}({distinct}{inside}{' ' + ordered if ordered else ''})"


def frame_bound(end: bound.FrameBound, printer: Printer) -> str:
    return end.kind if end.offset is None else f"{expression(end.offset, printer)} {end.kind}"


def in_operand(node: bound.InSubquery, printer: Printer) -> str:
    match node.operand:
        case bound.Call(function=function, arguments=fields) if (
            function.name == "<row>" and len(fields) == len(node.query.columns) > 1
        ):
            return f"({arguments(fields, printer)})"
        case operand:
            return expression(operand, printer)
