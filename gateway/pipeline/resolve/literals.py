"""Literals as constants of Trino's types."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Final

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.types import Type
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Constant, Expr
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.site import Site

_THIS: Final = frozenset({"this"})


def literal(node: exp.Expr, site: Site) -> Expr:
    """A number or a string."""
    only(node, frozenset({"this", "is_string"}))
    if node.args["is_string"]:
        return text(node.this)
    return number(node, node.this)


def text(value: str) -> Constant:
    """A string: varchar of exactly its length in characters."""
    return Constant(value, types.varchar(len(value)))


def number(node: exp.Expr, written: str) -> Constant:
    """A number as written, with its sign: integer or bigint, decimal with a point, double with an exponent."""
    lowered = written.lower()
    try:
        lowered.encode("ascii")
        if "e" in lowered:
            return Constant(_finite(float(lowered)), types.DOUBLE)
        if "." in lowered:
            return decimal_constant(node, Decimal(lowered))
        return _integer(node, int(lowered))
    except (ValueError, ArithmeticError):
        raise fail(node, ErrorCode.INVALID_LITERAL, f"`{written}` is not a number") from None


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError
    return value


def _integer(node: exp.Expr, value: int) -> Constant:
    if -(2**31) <= value < 2**31:
        return Constant(value, types.INTEGER)
    if -(2**63) <= value < 2**63:
        return Constant(value, types.BIGINT)
    raise fail(node, ErrorCode.INVALID_LITERAL, f"`{value}` is too large for a bigint", hint="write it as DECIMAL '…'")


def decimal_constant(node: exp.Expr, value: Decimal) -> Constant:
    """A decimal with the precision and scale that its digits need."""
    return Constant(value, decimal_type(node, value))


def decimal_type(node: exp.Expr, value: Decimal) -> Type:
    """Trino's type of a decimal literal: leading zeros do not count."""
    _, digits, exponent = value.as_tuple()
    scale = max(-int(exponent), 0)
    significant = len(digits) if any(digits) else 0
    precision = max(significant + max(int(exponent), 0), scale, 1)
    if precision > 38:
        raise fail(node, ErrorCode.INVALID_LITERAL, "a decimal has at most 38 digits")
    return types.decimal(precision, scale)


def boolean(node: exp.Expr, site: Site) -> Expr:
    """TRUE or FALSE."""
    only(node, _THIS)
    return Constant(bool(node.this), types.BOOLEAN)


def null(node: exp.Expr, site: Site) -> Expr:
    """NULL of no type yet."""
    only(node, frozenset())
    return Constant(None, types.UNKNOWN)


def hex_string(node: exp.Expr, site: Site) -> Expr:
    """X'65683F'."""
    only(node, frozenset({"this", "is_integer"}))
    if node.args.get("is_integer"):
        raise refuse(node, "a hexadecimal number")
    try:
        return Constant(bytes.fromhex(node.this), types.VARBINARY)
    except ValueError:
        raise fail(node, ErrorCode.INVALID_LITERAL, f"X'{node.this}' is not hexadecimal") from None


def placeholder(node: exp.Expr, site: Site) -> Expr:
    """`?` of a statement, or `:name` of policy SQL, as a constant."""
    only(node, _THIS)
    if site.world.placeholders is not None and node.this:
        value = site.world.placeholders.get(str(node.this))
        if value is None or isinstance(value, tuple):
            reason = "is not defined" if value is None else "is a list: it can only stand alone right of IN"
            raise fail(node, ErrorCode.POLICY_INVALID, f"`:{node.this}` {reason}")
        return value
    constant = None if node.this else site.world.parameters.get(id(node))
    if constant is None:
        raise refuse(node, f"`:{node.this}`" if node.this else "`?` here")
    return constant


def unicode_string(node: exp.Expr, site: Site) -> Expr:
    """U&'\\0041', with another escape character if one is named."""
    only(node, frozenset({"this", "escape"}))
    given = node.args.get("escape")
    escape = given.name if isinstance(given, exp.Expr) else "\\"
    if len(escape) != 1 or escape in "+'\" " or escape in "0123456789abcdefABCDEF":
        raise fail(node, ErrorCode.INVALID_LITERAL, "this can not be an escape character")
    return text(_unescaped(node, node.this if isinstance(node.this, str) else node.name, escape))


def _unescaped(node: exp.Expr, written: str, escape: str) -> str:
    quoted = re.escape(escape)
    pattern = re.compile(f"{quoted}({quoted}|\\+[0-9a-fA-F]{{6}}|[0-9a-fA-F]{{4}})|{quoted}")

    def replaced(match: re.Match[str]) -> str:
        code = match.group(1)
        if code == escape:
            return escape
        point = int(code.lstrip("+"), 16) if code else -1
        if not 0 <= point <= 0x10FFFF or 0xD800 <= point <= 0xDFFF:
            raise fail(node, ErrorCode.INVALID_LITERAL, "this escape names no character")
        return chr(point)

    return pattern.sub(replaced, written)
