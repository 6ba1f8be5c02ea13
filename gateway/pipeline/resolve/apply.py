"""Applying a function of the table to bound operands: overload, implicit casts, constant folding."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from gateway.catalog.types import Type, size
from gateway.errors import ErrorCode, Position, ResolutionError
from gateway.pipeline.bound import Call, Cast, Constant, Expr
from gateway.pipeline.functions import constants, table
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.functions.constant_dates import fold_dates
from gateway.pipeline.functions.table import Argument, Resolution
from gateway.pipeline.resolve.coerce import coerce, exactly, met
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.site import Site

AT_RUN_TIME = frozenset(
    {ErrorCode.DIVISION_BY_ZERO, ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, ErrorCode.INVALID_CAST_ARGUMENT}
)

NESTED = frozenset({"row", "map", "array"})

COMPARED = frozenset({"=", "<>", "<", "<=", ">", ">=", "<in>", "<between>", "<is distinct from>"})


def apply(site: Site, node: exp.Expr, name: str, operands: Sequence[Expr]) -> Expr:
    """`name` applied to operands that are no lambdas."""
    position = position_of(node)
    if name in COMPARED:
        operands = met(operands)
    resolution = choose(site, name, operands, position)
    return call(site, node, resolution, operands, position)


def choose(site: Site, name: str, operands: Sequence[Expr], position: Position | None) -> Resolution:
    """The overload for the operands' types."""
    arguments = [Argument(o.type, o if isinstance(o, Constant) else None) for o in operands]
    return table.resolve(name, arguments, position=position, internal=site.world.is_policy)


def call(
    site: Site, node: exp.Expr, resolution: Resolution, operands: Sequence[Expr], position: Position | None
) -> Expr:
    """The call with its operands coerced; a constant when all of it is."""
    given = tuple(coerce(node, o, t) for o, t in zip(operands, resolution.argument_types, strict=True))
    returned = resolution.function.return_type
    if returned.base in NESTED:
        site.world.columns.add(size(returned))
    made = Call(resolution.function, given, returned, position)
    known = [o for o in given if isinstance(o, Constant)]
    if len(known) == len(given) and resolution.function.deterministic and not any(o.parameter for o in known):
        return _folded(site, made, known)
    return made


def cast(site: Site, node: exp.Expr, operand: Expr, target: Type, *, safe: bool = False) -> Expr:
    """A written CAST or TRY_CAST."""
    source = operand.type
    if source == target:
        return operand
    constant = operand if isinstance(operand, Constant) else None
    if cast_rule(source, target, constant=constant) is None:
        raise fail(node, ErrorCode.TYPE_MISMATCH, f"cannot cast {source} to {target}")
    made = Cast(operand, target, safe=safe, position=position_of(node))
    return made if constant is None else _folded(site, made, [constant])


def _folded(site: Site, made: Call | Cast, operands: Sequence[Constant]) -> Expr:
    """The value now, if it can be known now. What may never be asked for keeps its failure for the engine."""
    if isinstance(made, Cast) and operands[0].value is None:
        return Constant(None, made.type)
    if isinstance(made, Cast) and not made.safe and (same := exactly_wider(operands[0], made.type)) is not None:
        return same
    try:
        value = constants.fold(made if isinstance(made, Cast) else made.function, operands)
    except ResolutionError as error:
        if error.code not in AT_RUN_TIME:
            raise
        if isinstance(made, Cast) and made.safe:
            return Constant(None, made.type)
        if site.conditional:
            return made
        raise ResolutionError(error.message, code=error.code, hint=error.hint, position=made.position) from error
    if value is None and isinstance(made, Call):
        value = fold_dates(made.function, operands)
    return made if value is None else value


def exactly_wider(constant: Constant, target: Type) -> Constant | None:
    """A cast that only widens a constant."""
    if constant.type.base == target.base == "varchar":
        fits = target.length is None or len(str(constant.value)) <= target.length
        return Constant(constant.value, target) if fits else None
    if constant.type.base == "integer" and target.base == "bigint":
        return exactly(constant, target)
    return None
