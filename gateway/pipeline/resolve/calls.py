"""Function calls: scalar functions, lambdas, the special syntaxes that are functions underneath."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.names import fold
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Constant, Expr
from gateway.pipeline.functions import table
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.resolve.aggregates import aggregate, grouping
from gateway.pipeline.resolve.apply import apply, call
from gateway.pipeline.resolve.arguments import chosen
from gateway.pipeline.resolve.coerce import common
from gateway.pipeline.resolve.columns import field_at
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.session import SESSION_FUNCTIONS, session_function
from gateway.pipeline.resolve.site import Site

_ANONYMOUS: Final = frozenset({"this", "expressions"})
_EXPRESSIONS: Final = frozenset({"expressions"})
_CONDITIONAL: Final = frozenset({"coalesce", "try"})

EXTRACTED: Final = {
    name: name.lower()
    for name in (
        "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAY_OF_MONTH", "DAY_OF_WEEK", "DOW", "DAY_OF_YEAR", "DOY",
        "YEAR_OF_WEEK", "YOW", "HOUR", "MINUTE", "SECOND", "TIMEZONE_HOUR", "TIMEZONE_MINUTE",
    )
}  # fmt: skip
_SYNONYMS: Final = {"dow": "day_of_week", "doy": "day_of_year", "yow": "year_of_week"}
_TRIMS: Final = {"": "trim", "BOTH": "trim", "LEADING": "ltrim", "TRAILING": "rtrim"}
_FORMS: Final = frozenset({"NFD", "NFC", "NFKD", "NFKC"})


def function_call(node: exp.Expr, site: Site) -> Expr:
    """`name(arguments)`."""
    only(node, _ANONYMOUS)
    if not isinstance(node.this, str):
        raise refuse(node, "a quoted function name")
    name = fold(node.this)
    if name in SESSION_FUNCTIONS:
        return session_function(node, name, node.expressions, site)
    if name == "row":
        return apply(site, node, "<row>", [site.bind(argument) for argument in node.expressions])
    if name == "grouping":
        return grouping(node, site)
    match table.kind_of(name):
        case FunctionKind.AGGREGATE:
            return aggregate(node, site)
        case FunctionKind.WINDOW:
            raise fail(node, ErrorCode.INVALID_WINDOW, f"window function `{name}` requires an OVER clause")
        case _:
            return _scalar(node, name, node.expressions, site)


def _scalar(node: exp.Expr, name: str, arguments: list[exp.Expr], site: Site) -> Expr:
    position = position_of(node)
    inside = site.maybe() if name in _CONDITIONAL else site
    resolution, operands = chosen(name, arguments, inside, position)
    return call(site, node, resolution, operands, position)


def extract(node: exp.Expr, site: Site) -> Expr:
    """EXTRACT(field FROM x)."""
    only(node, frozenset({"this", "expression"}))
    field = EXTRACTED.get(node.this.name.upper())
    if field is None:
        raise refuse(node, f"`{node.this.name}` in EXTRACT")
    operand = site.bind(node.expression)
    if operand.type == types.UNKNOWN:
        raise fail(node, ErrorCode.TYPE_MISMATCH, f"cannot extract {node.this.name.upper()} from unknown")
    return apply(site, node, _SYNONYMS.get(field, field), (operand,))


def trim(node: exp.Expr, site: Site) -> Expr:
    """TRIM([LEADING | TRAILING | BOTH] [characters] FROM x)."""
    only(node, frozenset({"this", "expression", "position"}))
    name = _TRIMS[str(node.args.get("position") or "").upper()]
    characters = node.args.get("expression")
    operands = [site.bind(part) for part in (node.this, characters) if part is not None]
    return apply(site, node, name, operands)


def substring(node: exp.Expr, site: Site) -> Expr:
    """SUBSTRING(x FROM start [FOR length]): Trino's parser makes `substr` of it, which takes bytes, too."""
    only(node, frozenset({"this", "start", "length"}))
    parts = [node.args.get(name) for name in ("this", "start", "length")]
    return apply(site, node, "substr", [site.bind(part) for part in parts if part is not None])


def position(node: exp.Expr, site: Site) -> Expr:
    """POSITION(needle IN text)."""
    only(node, frozenset({"this", "substr"}))
    return apply(site, node, "strpos", (site.bind(node.this), site.bind(node.args["substr"])))


def normalize(node: exp.Expr, site: Site) -> Expr:
    """NORMALIZE(x [, form])."""
    only(node, frozenset({"this", "form"}))
    form = node.args.get("form")
    name = form.name.upper() if isinstance(form, exp.Expr) else "NFC"
    if name not in _FORMS:
        raise refuse(node, f"normal form `{name}`")
    form = () if name == "NFC" else (Constant(name, types.varchar(len(name))),)
    return apply(site, node, "normalize", (site.bind(node.this), *form))


def array(node: exp.Expr, site: Site) -> Expr:
    """ARRAY[…]."""
    only(node, frozenset({"expressions", "value_constructor", "bracket_notation"}))
    elements = [site.bind(part) for part in node.expressions]
    if elements:
        _, elements = common(node.expressions, elements, "ARRAY elements")
    return apply(site, node, "<array>", elements)


def row(node: exp.Expr, site: Site) -> Expr:
    """`(a, b)`."""
    only(node, _EXPRESSIONS)
    return apply(site, node, "<row>", [site.bind(part) for part in node.expressions])


def subscript(node: exp.Expr, site: Site) -> Expr:
    """`a[i]`, as written: arrays count from 1."""
    only(node, frozenset({"this", "expressions"}))
    if len(node.expressions) != 1:
        raise refuse(node, "this subscript")
    operand, index = site.bind(node.this), site.bind(node.expressions[0])
    if operand.type.base == "row":
        return _row_subscript(node, operand, index)
    return apply(site, node, "<subscript>", (operand, index))


def _row_subscript(node: exp.Expr, operand: Expr, index: Expr) -> Expr:
    """A field of a row by its place, which is a constant."""
    if not isinstance(index, Constant) or not isinstance(index.value, int):
        raise refuse(node, "a row's subscript that is not a number")
    if not 1 <= index.value <= len(operand.type.parameters):
        raise fail(node, ErrorCode.INVALID_ARGUMENTS, "a row has no field at this place")
    return field_at(operand, index.value - 1)
