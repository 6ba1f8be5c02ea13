"""Expressions as an engine's text. Every piece can stand anywhere: what is not an atom stands in parentheses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, assert_never

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer

MAX_TEXT: Final = 1_000_000
"""Characters of generated text; a statement that grows beyond it costs more to plan than it can be worth."""


def expression(node: bound.Expr, printer: Printer) -> str:
    """One expression. Raises NOT_SUPPORTED_BY_ENGINE where the engine can not compute it as Trino does."""
    for key, text in printer.grouping:
        if type(key) is type(node) and key == node:
            return text
    engine = printer.engine
    match node:
        case bound.Constant():
            return engine.constant(node)
        case bound.Column():
            return printer.column(node.source, node.index)
        case bound.RawColumn():
            return printer.raw(node.name)
        case bound.Key():
            return printer.key(node)
        case bound.LambdaParameter():
            return printer.lambda_names[node.id]
        case bound.Call():
            return engine.call(node, printer)
        case bound.Cast():
            return engine.cast(node, printer)
        case bound.Case():
            return case(node, printer)
        case bound.Field():
            return engine.field(expression(node.operand, printer), node.index)
        case bound.Aggregate():
            return engine.aggregate(node, printer)
        case bound.Window():
            return engine.window(node, printer)
        case bound.Grouping():
            return f"GROUPING({arguments(node.arguments, printer)})"
        case bound.ScalarSubquery():
            return f"({printer.query(node.query)})"
        case bound.Exists():
            return f"(EXISTS ({printer.query(node.query)}))"
        case bound.InSubquery():
            return f"({engine.in_operand(node, printer)} IN ({printer.query(node.query)}))"
        case bound.Quantified():
            operand = engine.quantified_operand(node, printer)
            return f"({operand} {node.operator} {node.quantifier} ({printer.query(node.query)}))"
        case bound.Lambda():
            raise PlanError("a lambda stands where no function takes one", code=ErrorCode.INTERNAL_ERROR)
        case _:
            assert_never(node)


def arguments(nodes: Sequence[bound.Expr], printer: Printer) -> str:
    return ", ".join(expression(node, printer) for node in nodes)


def bounded(text: str) -> str:
    """Forms may repeat their arguments, so nested calls grow: refused while they are still small enough to hold."""
    within(len(text))
    return text


def within(length: int) -> None:
    """Raise PLAN_TOO_LARGE for a text that is too long to be sent."""
    if length > MAX_TEXT:
        raise PlanError("the statement is too large once it is rewritten", code=ErrorCode.PLAN_TOO_LARGE)


def case(node: bound.Case, printer: Printer) -> str:
    whens = " ".join(f"WHEN {expression(c, printer)} THEN {expression(v, printer)}" for c, v in node.whens)
    otherwise = "" if node.otherwise is None else f" ELSE {expression(node.otherwise, printer)}"
    return f"(CASE {whens}{otherwise} END)"


def sorts(items: Sequence[bound.SortItem], printer: Printer) -> str:
    engine = printer.engine
    return ", ".join(engine.ordered(sort_key(i.expression, printer), i.expression.type, i) for i in items)


def sort_key(node: bound.Expr, printer: Printer) -> str:
    """One key of ORDER BY, GROUP BY or PARTITION BY."""
    return printer.engine.sort_key(expression(node, printer))


def direction(item: bound.SortItem | bound.OrderKey) -> str:
    """Trino's default is NULLS LAST both ways, so it is always written."""
    return f"{' DESC' if item.descending else ' ASC'} NULLS {'FIRST' if item.nulls_first else 'LAST'}"


def filtered(node: bound.Expr | None, printer: Printer) -> str:
    return "" if node is None else f" FILTER (WHERE {expression(node, printer)})"


def over(node: bound.Window, printer: Printer) -> str:
    parts = []
    if node.partition_by:
        parts.append(f"PARTITION BY {', '.join(sort_key(p, printer) for p in node.partition_by)}")
    if node.order_by:
        parts.append(f"ORDER BY {sorts(node.order_by, printer)}")
    if node.frame is not None:
        bounds = f"{printer.engine.frame_bound(node.frame.start, printer)} AND {printer.engine.frame_bound(node.frame.end, printer)}"
        parts.append(f"{node.frame.unit} BETWEEN {bounds}")
    return " ".join(parts)
