"""Expressions that DuckDB's SQL says in its own way: calls and casts by the function table's templates, and what it can not compute as Trino does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gateway.errors import ErrorCode, PlanError, Position
from gateway.pipeline import bound
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.functions.function import Function
from gateway.pipeline.functions.template import LambdaText, Modifiers, expand
from gateway.pipeline.printing.expressions import arguments, bounded, expression, filtered, over, sorts
from gateway.pipeline.walk import descend, subquery

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer


def in_operand(node: bound.InSubquery, printer: Printer) -> str:
    """The left side of IN (query): a row of several columns is a list in brackets there, not a struct.

    DuckDB answers NULL where SQL says FALSE when a row with a NULL differs elsewhere ((4, 4) IN (SELECT 1, NULL)). That makes no difference to a
    condition that rows must meet; anywhere else it does, and is refused.
    """
    match node.operand:
        case bound.Call(function=function, arguments=fields) if (
            function.name == "<row>" and len(fields) == len(node.query.columns) > 1
        ):
            if id(node) not in printer.conditions:
                raise PlanError(
                    "`(a, b) IN (query)` is available on the embedded engine only as a condition of WHERE",
                    code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                    hint="use EXISTS, or NOT EXISTS, with an equality for each column",
                )
            return f"({arguments(fields, printer)})"
        case operand:
            return plain_operand(operand, printer)


def quantified_operand(node: bound.Quantified, printer: Printer) -> str:
    """Trino compares with the least and the greatest value for `= ALL`, so that its answer for NULL is not SQL's."""
    if (node.operator, node.quantifier) in (("=", "ALL"), ("<>", "ANY")):
        raise PlanError(
            f"`{node.operator} {node.quantifier} (query)` is not available on the embedded engine",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            hint="use NOT EXISTS, or EXISTS, with a comparison",
        )
    return plain_operand(node.operand, printer)


def plain_operand(node: bound.Expr, printer: Printer) -> str:
    """An operand compared with what a query gives; nested values compare otherwise in DuckDB than in SQL."""
    if node.type.base in ("row", "array", "map"):
        raise PlanError(
            f"comparing values of type `{node.type}` with a query is not available on the embedded engine",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            hint="use EXISTS with an equality for each column",
        )
    return expression(node, printer)


def call(node: bound.Call, printer: Printer) -> str:
    if node.function.name == "try":
        _check_try(node)
    template = _template(node.function, node.position)
    texts = [_argument(a, printer) for a in node.arguments]
    text = bounded(expand(template, texts, fresh=printer.names.fresh))
    printer.element_wise |= not node.function.total and "lambda " in text
    return _atom(text)


def _check_try(node: bound.Call) -> None:
    """DuckDB's TRY takes expressions over the rows at hand, and gives the same every time, only."""
    for inner in descend(node):
        volatile = isinstance(inner, bound.Call) and not inner.function.deterministic
        if volatile or isinstance(inner, bound.Aggregate | bound.Window) or subquery(inner) is not None:
            raise PlanError(
                "TRY around an aggregation, a window, a subquery or a random value is not available on the embedded engine",
                code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                position=node.position,
                hint="compute it in a derived table, and use TRY around what is done with it",
            )


def _template(function: Function, position: Position | None) -> str:
    if function.duckdb is None:
        shown = ", ".join(map(str, function.argument_types))
        raise PlanError(
            f"`{function.name}({shown})` is not available on the embedded engine",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            position=position,
            hint="docs/functions.md lists what each engine computes",
        )
    return function.duckdb


def _argument(node: bound.Expr, printer: Printer) -> str | LambdaText:
    if not isinstance(node, bound.Lambda):
        return expression(node, printer)

    def body(texts: Sequence[str]) -> str:
        for parameter, text in zip(node.parameters, texts, strict=True):
            printer.lambda_names[parameter.id] = text
        return expression(node.body, printer)

    return LambdaText(len(node.parameters), body)


def _atom(text: str) -> str:
    """The text in parentheses unless it plainly is one unit already."""
    return text if _is_unit(text) else f"({text})"


def _is_unit(text: str) -> bool:
    """Whether the text is one `name(…)` or `(…)` from end to end.

    >>> _is_unit("abs(a)"), _is_unit("(a) + (b)"), _is_unit("f(')')"), _is_unit('("a)" + 1)')
    (True, False, True, True)
    """
    opened = text.find("(")
    if opened < 0 or not (opened == 0 or text[:opened].replace("_", "a").isalnum()) or text[-1] != ")":
        return False
    depth = 0
    quote = ""
    for at in range(opened, len(text)):
        character = text[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                return at == len(text) - 1
    return False


def cast(node: bound.Cast, printer: Printer) -> str:
    known = node.operand if isinstance(node.operand, bound.Constant) else None
    rule = cast_rule(node.operand.type, node.type, constant=known)
    template = None if rule is None else (rule.duckdb_safe if node.safe else rule.duckdb)
    if template is None:
        raise PlanError(
            f"a cast from `{node.operand.type}` to `{node.type}` is not available on the embedded engine",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            position=node.position,
        )
    text = bounded(expand(template, [expression(node.operand, printer)], fresh=printer.names.fresh))
    printer.element_wise |= not (node.safe or (rule is not None and rule.total)) and "lambda " in text
    return _atom(text)


def _check_range(node: bound.Window, printer: Printer) -> None:
    """A RANGE by numbers counts from one key."""
    frame = node.frame
    if frame is None or frame.unit != "RANGE" or (frame.start.offset is None and frame.end.offset is None):
        return
    if any(printer.engine.orders_apart(item.expression.type, item) for item in node.order_by):
        raise PlanError(
            "a RANGE frame over floating numbers NULLS FIRST is not available on the embedded engine",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            position=node.position,
            hint="use NULLS LAST",
        )


def aggregate(node: bound.Aggregate, printer: Printer) -> str:
    inside = f" ORDER BY {sorts(node.order_by, printer)}" if node.order_by else ""
    modifiers = Modifiers(distinct=node.distinct, inside=inside, behind=filtered(node.filter, printer))
    return _modified(node.function, node.arguments, modifiers, node.position, printer)


def window(node: bound.Window, printer: Printer) -> str:
    _check_range(node, printer)
    inside = " IGNORE NULLS" if node.ignore_nulls else ""
    behind = f"{filtered(node.filter, printer)} OVER ({over(node, printer)})"
    modifiers = Modifiers(distinct=node.distinct, inside=inside, behind=behind)
    return _modified(node.function, node.arguments, modifiers, node.position, printer)


def _modified(
    function: Function,
    nodes: Sequence[bound.Expr],
    modifiers: Modifiers,
    position: Position | None,
    printer: Printer,
) -> str:
    template = _template(function, position)
    texts = [_argument(a, printer) for a in nodes]
    return f"({expand(template, texts, fresh=printer.names.fresh, modifiers=modifiers)})"


def frame_bound(end: bound.FrameBound, printer: Printer) -> str:
    if end.offset is None:
        return end.kind
    if not isinstance(end.offset, bound.Constant):
        raise PlanError(  # the engine takes a negative one, and NULL, without a word
            "a window frame by anything but a constant is not available on the embedded engine",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
        )
    return f"{expression(end.offset, printer)} {end.kind}"
