"""Implicit coercions made explicit: constants change at once where that is exact, the rest becomes a marked cast."""

from __future__ import annotations

from decimal import Decimal

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.types import Type
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Cast, Constant, Expr
from gateway.pipeline.functions.coercion import can_coerce, common_type
from gateway.pipeline.resolve.errors import fail, mismatch
from gateway.pipeline.resolve.place import position_of

_INTEGERS = {"tinyint", "smallint", "integer", "bigint"}


def coerce(node: exp.Expr, operand: Expr, target: Type) -> Expr:
    """The operand as `target`, a type that it is known to coerce to."""
    source = operand.type
    if source == target or source.with_token(None) == target.with_token(None):
        return operand
    if isinstance(operand, Constant):
        changed = exactly(operand, target)
        if changed is not None:
            return changed
    return Cast(operand, target, implicit=True, position=position_of(node))


def exactly(constant: Constant, target: Type) -> Constant | None:
    """The same value as a constant of `target`, when nothing can be lost."""
    value, base = constant.value, constant.type.base
    if value is None:
        return Constant(None, target)
    if base in _INTEGERS and isinstance(value, int):
        return _integer(value, target)
    if base == "decimal" and isinstance(value, Decimal):
        if target.base == "decimal":
            return Constant(_scaled(value, target.scale), target)
        if target.base == "double":
            return Constant(float(value), target)
    if base == "varchar" and target.base == "varchar" and isinstance(value, str):
        return Constant(value, target)
    return None


def _integer(value: int, target: Type) -> Constant | None:
    if target.base in _INTEGERS:
        return Constant(value, target)
    if target.base == "decimal":
        return Constant(_scaled(Decimal(value), target.scale), target)
    if target.base == "double" and abs(value) <= 2**53:
        return Constant(float(value), target)
    return None


def _scaled(value: Decimal, scale: int) -> Decimal:
    sign, digits, exponent = value.as_tuple()
    shift = scale + int(exponent)
    if shift < 0:
        return value
    return Decimal((sign, (*digits, *(0,) * shift), -scale))


def to_boolean(node: exp.Expr, operand: Expr, what: str) -> Expr:
    """A condition: boolean, or NULL."""
    if operand.type.base == "boolean":
        return operand
    if operand.type.base == "unknown":
        return coerce(node, operand, types.BOOLEAN)
    raise mismatch(node, what, types.BOOLEAN, operand.type)


def common(nodes: list[exp.Expr], operands: list[Expr], what: str) -> tuple[Type, list[Expr]]:
    """Operands brought to their one common type."""
    result = operands[0].type
    for node, operand in zip(nodes[1:], operands[1:], strict=True):
        wider = common_type(result, operand.type)
        if wider is None:
            raise fail(
                node,
                ErrorCode.TOKEN_MISMATCH if _tokens_differ(result, operand.type) else ErrorCode.TYPE_MISMATCH,
                f"{what} must be the same type or coercible to a common type: {result}, {operand.type}",
            )
        result = wider
    return result, [coerce(node, operand, result) for node, operand in zip(nodes, operands, strict=True)]


def assign(node: exp.Expr, operand: Expr, target: Type, what: str) -> Expr:
    """The operand as `target`, or TYPE_MISMATCH."""
    if operand.type != target and not can_coerce(operand.type, target):
        raise mismatch(node, what, target, operand.type)
    return coerce(node, operand, target)


def _tokens_differ(left: Type, right: Type) -> bool:
    return left.token != right.token and common_type(left.with_token(None), right.with_token(None)) is not None
