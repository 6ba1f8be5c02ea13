"""Trino types out of the parser's type nodes; what Trino does not have, or the gateway does not carry, is refused."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.names import fold
from gateway.catalog.types import Type
from gateway.pipeline.resolve.nodes import only, refuse

_D: Final = exp.DType

_PLAIN: Final = {
    _D.BOOLEAN: types.BOOLEAN,
    _D.TINYINT: types.TINYINT,
    _D.SMALLINT: types.SMALLINT,
    _D.INT: types.INTEGER,
    _D.BIGINT: types.BIGINT,
    _D.FLOAT: types.REAL,
    _D.DOUBLE: types.DOUBLE,
    _D.TEXT: types.VARCHAR,
    _D.VARBINARY: types.VARBINARY,
    _D.DATE: types.DATE,
    _D.UUID: types.UUID,
    _D.JSON: types.JSON,
}  # fmt: skip

_ARGS: Final = frozenset({"this", "expressions", "nested"})


def type_of(node: exp.Expr) -> Type:
    """The type that a DataType node writes."""
    if not isinstance(node, exp.DataType):
        raise refuse(node, "this type")
    only(node, _ARGS)
    name, parameters = node.this, node.expressions
    if name in _PLAIN and not parameters:
        return _PLAIN[name]
    match name:
        case _D.VARCHAR:
            return types.varchar(*_numbers(node, 1))
        case _D.CHAR:
            return types.char(*(_numbers(node, 1) or [1]))
        case _D.DECIMAL:
            return _decimal(node)
        case _D.TIME | _D.TIMETZ:
            return types.time(_fraction(node), zone=name is _D.TIMETZ)
        case _D.TIMESTAMP | _D.TIMESTAMPTZ:
            return types.timestamp(_fraction(node), zone=name is _D.TIMESTAMPTZ)
        case _D.ARRAY if len(parameters) == 1:
            return types.array(type_of(parameters[0]))
        case _D.MAP if len(parameters) == 2:
            return types.map_of(type_of(parameters[0]), type_of(parameters[1]))
        case _D.STRUCT if parameters:
            return types.row(*(_row_field(part) for part in parameters))
        case exp.Interval():
            return _interval(name)
        case _:
            raise refuse(node, f"type `{node.sql('trino')}`")


def _numbers(node: exp.Expr, most: int) -> list[int]:
    numbers = []
    for parameter in node.expressions:
        value = parameter.this if isinstance(parameter, exp.DataTypeParam) else None
        if not isinstance(value, exp.Literal) or value.is_string or not value.name.isdigit():
            raise refuse(node, f"type `{node.sql('trino')}`")
        numbers.append(int(value.name))
    if len(numbers) > most:
        raise refuse(node, f"type `{node.sql('trino')}`")
    return numbers


def _decimal(node: exp.Expr) -> Type:
    precision, scale = ([*_numbers(node, 2), 0] if len(node.expressions) == 1 else _numbers(node, 2)) or [38, 0]
    if not 1 <= precision <= 38 or scale > precision:
        raise refuse(node, f"type `{node.sql('trino')}`", hint="precision is 1 to 38, scale at most the precision")
    return types.decimal(precision, scale)


def _fraction(node: exp.Expr) -> int:
    precision = (_numbers(node, 1) or [3])[0]
    if precision > 12:
        raise refuse(node, f"precision {precision}", hint="a time or timestamp has at most 12 digits")
    return precision


def _row_field(part: exp.Expr) -> tuple[str | None, Type]:
    if isinstance(part, exp.ColumnDef):
        only(part, frozenset({"this", "kind"}))
        return fold(part.name), type_of(part.args["kind"])
    return None, type_of(part)


def _interval(node: exp.Interval) -> Type:
    unit = node.args.get("unit")
    if isinstance(unit, exp.IntervalSpan):
        match unit.this.name.upper(), unit.expression.name.upper():
            case "DAY", "SECOND":
                return types.INTERVAL_DAY
            case "YEAR", "MONTH":
                return types.INTERVAL_YEAR
    raise refuse(node, "this interval type")
