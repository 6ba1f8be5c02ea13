"""CASE, IF and casts."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gateway.errors import ResolutionError
from gateway.pipeline.bound import Case, Constant, Expr
from gateway.pipeline.functions import literals
from gateway.pipeline.resolve.aggregation import repeatable, weight
from gateway.pipeline.resolve.apply import apply, cast
from gateway.pipeline.resolve.coerce import common, to_boolean
from gateway.pipeline.resolve.datatypes import type_of
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.site import Site


def case(node: exp.Expr, site: Site) -> Expr:
    """Both forms of CASE; the simple one compares its operand in every branch."""
    only(node, frozenset({"this", "ifs", "default"}))
    site = site.maybe()
    operand = site.bind(node.this) if node.this is not None else None
    if operand is not None and not repeatable(operand):
        raise refuse(node.this, "CASE over a subquery or a random value", hint="write CASE WHEN … THEN")
    if operand is not None:  # before it is: a CASE over a CASE over a CASE … would multiply
        site.world.repeats.add(weight(operand) * (len(node.args["ifs"]) - 1))
    conditions, nodes, values = [], [], []
    for branch in node.args["ifs"]:
        only(branch, frozenset({"this", "true"}))
        condition = site.bind(branch.this)
        if operand is not None:
            condition = apply(site, branch.this, "=", (operand, condition))
        conditions.append(to_boolean(branch.this, condition, "CASE WHEN"))
        nodes.append(branch.args["true"])
        values.append(site.bind(branch.args["true"]))
    return _case(conditions, nodes, values, node.args.get("default"), site, "all CASE results")


def if_(node: exp.Expr, site: Site) -> Expr:
    """IF(condition, value [, otherwise])."""
    only(node, frozenset({"this", "true", "false"}))
    condition = to_boolean(node.this, site.bind(node.this), "IF condition")
    site = site.maybe()
    then = node.args["true"]
    return _case([condition], [then], [site.bind(then)], node.args.get("false"), site, "IF results")


def _case(
    conditions: list[Expr], nodes: list[exp.Expr], values: list[Expr], default: exp.Expr | None, site: Site, what: str
) -> Expr:
    if default is not None:
        nodes, values = [*nodes, default], [*values, site.bind(default)]
    type_, values = common(nodes, values, what)
    otherwise = values.pop() if default is not None else None
    return Case(tuple(zip(conditions, values, strict=True)), otherwise, type_)


def cast_(node: exp.Expr, site: Site) -> Expr:
    """CAST, TRY_CAST and typed literals (DATE '…')."""
    only(node, frozenset({"this", "to", "safe"}))
    safe = isinstance(node, exp.TryCast)
    if node.meta.get("literal") and node.args["to"].this in _LITERALS:
        return _typed_literal(node, _LITERALS[node.args["to"].this])
    operand = (site.maybe() if safe else site).bind(node.this)
    return cast(site, node, operand, type_of(node.args["to"]), safe=safe)


_LITERALS: Final = {
    exp.DType.DATE: "date",
    exp.DType.TIMESTAMP: "timestamp",
    exp.DType.TIMESTAMPTZ: "timestamp",
    exp.DType.TIME: "time",
    exp.DType.TIMETZ: "time",
    exp.DType.DECIMAL: "decimal",
}


def _typed_literal(node: exp.Expr, name: str) -> Expr:
    """DATE '…', TIMESTAMP '…', DECIMAL '…': the value, checked now; its text gives precision and zone."""
    try:
        return literals.literal(name, node.this.this)
    except ResolutionError as error:
        raise ResolutionError(error.message, code=error.code, position=position_of(node)) from error


def json_literal(node: exp.Expr, site: Site) -> Expr:
    """JSON '…'."""
    only(node, frozenset({"this", "is_literal"}))
    if not node.args.get("is_literal") or not isinstance(node.this, exp.Literal):
        raise refuse(node, "this JSON value")
    return apply(site, node, "json_parse", (Constant(node.this.this, site.bind(node.this).type),))
