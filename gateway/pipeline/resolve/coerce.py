"""Implicit coercions made explicit: constants change at once where that is exact, the rest becomes a marked cast."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Final

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.types import Type
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import Cast, Constant, Expr
from gateway.pipeline.functions.coercion import can_coerce, common_type
from gateway.pipeline.functions.constants import fold_cast
from gateway.pipeline.resolve.errors import fail, mismatch
from gateway.pipeline.resolve.place import position_of

_BITS: Final = {"tinyint": 7, "smallint": 15, "integer": 31, "bigint": 63}
_INTEGERS: Final = frozenset(_BITS)
_EXACT: Final = Context(prec=100)


def coerce(node: exp.Expr, operand: Expr, target: Type) -> Expr:
    """The operand as `target`, a type that it is known to coerce to."""
    source = operand.type
    if source == target or source.with_token(None) == target.with_token(None):
        return operand
    if isinstance(operand, Constant):
        # A coercion loses nothing, so what has an evaluator is the constant itself.
        changed = exactly(operand, target) or fold_cast(operand, target)
        if changed is not None:
            return changed
    return Cast(operand, target, implicit=True, position=position_of(node))


def exactly(constant: Constant, target: Type) -> Constant | None:
    """The same value as a constant of `target`, when nothing can be lost."""
    value, base = constant.value, constant.type.base
    if value is None:
        return Constant(None, target, constant.parameter)
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
        return value.quantize(Decimal(1).scaleb(-scale), context=_EXACT)
    return Decimal((sign, (*digits, *(0,) * shift), -scale))


def met(operands: Sequence[Expr]) -> Sequence[Expr]:
    """For comparisons: constants as the one type of the other operands, where their values allow.

    It changes no answer and keeps casts off columns, so that sources can still use the comparison.
    """
    kinds = {operand.type for operand in operands if not isinstance(operand, Constant)}
    if len(kinds) != 1 or (wanted := next(iter(kinds))).token is not None:
        return operands
    return [(_same(o, wanted) or o) if isinstance(o, Constant) else o for o in operands]


def _same(constant: Constant, target: Type) -> Constant | None:
    """The constant as `target`, also a narrower one, if the value is exactly the same there."""
    value, base = constant.value, constant.type.base
    if base == "varchar" == target.base:
        fits = isinstance(value, str) and (target.length is None or len(value) <= target.length)
        return Constant(value, target) if fits else None
    if base not in (*_INTEGERS, "decimal") or not isinstance(value, int | Decimal):
        return None
    if target.base in _BITS and value == int(value) and -(2 ** _BITS[target.base]) <= value < 2 ** _BITS[target.base]:
        return Constant(int(value), target)
    if target.base == "decimal":
        scaled = Decimal(value).normalize(_EXACT)
        fraction = max(-int(scaled.as_tuple().exponent), 0)
        if fraction <= target.scale and abs(value) < 10 ** (target.precision - target.scale):
            return Constant(_scaled(Decimal(value) if fraction == 0 else scaled, target.scale), target)
    return None


def to_boolean(node: exp.Expr, operand: Expr, what: str) -> Expr:
    """A condition: boolean, or NULL."""
    if operand.type.base == "boolean":
        return operand
    if operand.type.base == "unknown":
        return coerce(node, operand, types.BOOLEAN)
    raise mismatch(node, what, types.BOOLEAN, operand.type)


def common(nodes: Sequence[exp.Expr], operands: Sequence[Expr], what: str) -> tuple[Type, list[Expr]]:
    """Operands brought to their one common type."""
    result = operands[0].type
    for node, operand in zip(nodes[1:], operands[1:], strict=True):
        wider = common_type(result, operand.type)
        if wider is None:
            raise no_common(node, what, result, operand.type)
        result = wider
    return result, [coerce(node, operand, result) for node, operand in zip(nodes, operands, strict=True)]


def assign(node: exp.Expr, operand: Expr, target: Type, what: str) -> Expr:
    """The operand as `target`, or TYPE_MISMATCH."""
    if operand.type != target and not can_coerce(operand.type, target):
        raise mismatch(node, what, target, operand.type)
    return coerce(node, operand, target)


def no_common(node: exp.Expr, what: str, left: Type, right: Type) -> ResolutionError:
    """Two types that do not meet; tokens of different keys are told apart from types."""
    if left.token != right.token and common_type(left.with_token(None), right.with_token(None)) is not None:
        message = "a token can be combined only with tokens of the same key"
        hint = "use columns that carry the same token, or ask for the clear value"
        return fail(node, ErrorCode.TOKEN_MISMATCH, message, hint=hint)
    message = f"{what} must be the same type or coercible to a common type: {left}, {right}"
    return fail(node, ErrorCode.TYPE_MISMATCH, message)
