"""What can fail, where its failure would show, and what can not fail whatever the data: the facts that the barrier judges by (rule 12)."""

from __future__ import annotations

from gateway.catalog.types import Type
from gateway.pipeline import bound
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.walk import children, descend


def exposed(root: bound.Expr) -> list[bound.Expr]:
    """Nodes whose failure would be the statement's failure: all but what stands inside TRY.

    An aggregation or window is computed before TRY is, so TRY does not catch what fails in it.
    """
    found: list[bound.Expr] = []
    waiting = [(root, False)]
    while waiting:
        node, caught = waiting.pop()
        caught = caught and not isinstance(node, bound.Aggregate | bound.Window)
        inside = isinstance(node, bound.Call) and node.function.name == "try"
        if not caught and not inside:
            found.append(node)
        waiting += [(child, caught or inside) for child in children(node)]
    return found


def element_wise(root: bound.Expr) -> list[bound.Expr]:
    """Nodes that are evaluated for each element of an array or map: bodies of lambdas, inside TRY or not, and whatever takes nested values.

    DuckDB 1.5.5 does so for every entry of a dictionary-encoded column that the scan filtered, entries of hidden rows included, in
    spite of CASE; what fails then fails the statement, or makes TRY give NULL for other rows. Only a fence keeps them apart.
    """
    found: list[bound.Expr] = []
    for node in descend(root):
        match node:
            case bound.Lambda():
                found += descend(node.body)
            case bound.Call() if any(_is_nested(a.type) for a in node.arguments):
                found.append(node)
            case bound.Cast() if _is_nested(node.operand.type):
                found.append(node)
            case _:
                pass
    return found


def _is_nested(type_: Type) -> bool:
    return type_.base in ("array", "map", "row")


def fallible(node: bound.Expr) -> bool:
    """Whether evaluating this node itself can fail (its operands are judged on their own)."""
    match node:
        case bound.Call() | bound.Aggregate():
            return not node.function.total
        case bound.Window():
            ends = () if node.frame is None else (node.frame.start.offset, node.frame.end.offset)
            return not node.function.total or any(not isinstance(end, bound.Constant | None) for end in ends)
        case bound.Cast():
            if node.safe:
                return False
            constant = node.operand if isinstance(node.operand, bound.Constant) else None
            rule = cast_rule(node.operand.type, node.type, constant=constant)
            return rule is None or not rule.total
        case _:
            return False


def single_row(query: bound.Query) -> bool:
    """Whether the query can not give more than one row whatever the data."""
    if query.limit is not None and query.limit.count <= 1 and not query.limit.with_ties:
        return True
    match query.body:
        case bound.Select():
            return query.body.from_ is None or query.body.grouping_sets == ((),)
        case bound.Query():
            return single_row(query.body)
        case bound.ValuesRelation():
            return len(query.body.rows) <= 1
        case _:
            return False


def unnest_width(type_: Type) -> int:
    """How many columns UNNEST makes of a value of this type."""
    if type_.base == "map":
        return 2
    return len(type_.element.parameters) if type_.element.base == "row" else 1
