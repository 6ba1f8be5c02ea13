"""Interval literals: months, or milliseconds."""

from __future__ import annotations

from sqlglot import exp

from gateway.errors import ResolutionError
from gateway.pipeline.bound import Expr
from gateway.pipeline.functions import literals
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.site import Site
from gateway.pipeline.special_forms import UnaryPlus


def interval(node: exp.Expr, site: Site) -> Expr:
    """`INTERVAL '3' DAY`, `INTERVAL -'1-2' YEAR TO MONTH`, `INTERVAL '1 02:03' DAY TO MINUTE` …"""
    only(node, frozenset({"this", "unit"}))
    written, sign, unit = node.this, 1, node.args.get("unit")
    if isinstance(written, exp.Neg):
        written, sign = written.this, -1
    elif isinstance(written, UnaryPlus):
        written = written.this
    if not isinstance(written, exp.Literal) or not written.is_string or unit is None:
        raise refuse(node, "this interval")
    name = f"{unit.this.name} to {unit.expression.name}" if isinstance(unit, exp.IntervalSpan) else unit.name
    if name.lower() == "week":
        raise refuse(node, "an interval of weeks", hint="write it in days")
    try:
        return literals.interval(written.this, name, sign)
    except ResolutionError as error:
        raise ResolutionError(error.message, code=error.code, position=position_of(node)) from error
