"""VALUES: rows brought to common types."""

from __future__ import annotations

from sqlglot import exp

from gateway.catalog.types import Type
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Expr, OutputColumn, ValuesRelation
from gateway.pipeline.resolve.coerce import common
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse, unwrap
from gateway.pipeline.resolve.site import Clause, Site


def values_relation(node: exp.Expr, site: Site) -> ValuesRelation:
    """The rows of a VALUES node as a relation without names."""
    inside = site.at(Clause.VALUES)
    written = [_columns(row) for row in node.expressions]
    width = len(written[0]) if written else 0
    if not width or any(len(row) != width for row in written):
        raise fail(node, ErrorCode.TYPE_MISMATCH, "all rows of VALUES must have the same number of columns")
    bound_columns: list[list[Expr]] = []
    column_types: list[Type] = []
    for index in range(width):
        nodes = [row[index] for row in written]
        operands = [inside.bind(part) for part in nodes]
        for row, operand in zip(node.expressions, operands, strict=True):
            if width == 1 and operand.type.base == "row" and _columns(row) is row.expressions:
                raise refuse(row, "a row that is not written out in VALUES")  # its fields would be the columns
        type_, bound = common(nodes, operands, "a VALUES column")
        column_types.append(type_)
        bound_columns.append(bound)
    columns = tuple(OutputColumn(None, type_) for type_ in column_types)
    return ValuesRelation(site.take_instance(), tuple(zip(*bound_columns, strict=True)), columns, "")


def _columns(node: exp.Expr) -> list[exp.Expr]:
    """The columns of one row: `1`, `(1, 2)` and `ROW(1, 2)` in whatever brackets."""
    if not isinstance(node, exp.Tuple):
        raise refuse(node, "this row of VALUES")
    only(node, frozenset({"expressions"}))
    if len(node.expressions) == 1:
        match unwrap(node.expressions[0]):
            case exp.Tuple() as inner:
                return _columns(inner)
            case exp.Anonymous() as call if str(call.this).lower() == "row":
                return call.expressions
    return node.expressions
