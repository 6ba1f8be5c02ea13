"""Queries as an engine's text: WITH, select blocks, set operations, ORDER BY, LIMIT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, assert_never

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.printing.expressions import expression, sort_key
from gateway.pipeline.printing.names import quoted
from gateway.pipeline.printing.relations import from_item
from gateway.pipeline.walk import descend

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer


def query(node: bound.Query, names: Sequence[str], printer: Printer) -> str:
    """A query whose outputs are called `names`."""
    outer, printer.grouping = printer.grouping, []
    printer.engine.check(node)
    body = _body(node, names, printer)
    outputs = [str(ordinal + 1) for ordinal in range(len(names))]
    if _needs_names(node, printer):
        around = quoted(printer.names.claim("q"))
        body = f"SELECT * FROM ({body}) AS {around}"
        outputs = [f"{around}.{quoted(name)}" for name in names]
    parts = [_with(node, printer), body, _order(node, outputs, printer)]
    printer.grouping = outer
    parts.append(printer.engine.page(node.limit, node.offset))
    return " ".join(part for part in parts if part)


def _needs_names(node: bound.Query, printer: Printer) -> bool:
    """Whether an output column is ordered by in more words than its ordinal; then it needs a name that nothing else has."""
    outputs = [(key, key.key.type) for key in node.order_by if isinstance(key.key, bound.Output)]
    if not any(printer.engine.orders_apart(type_, key) for key, type_ in outputs):
        return False
    if len(outputs) < len(node.order_by):
        raise PlanError(
            "ordering by output columns NULLS FIRST together with other expressions is not available on this engine",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            hint="order by columns of the select list only, or use NULLS LAST",
        )
    return True


def _with(node: bound.Query, printer: Printer) -> str:
    if not node.ctes:
        return ""
    texts = []
    for cte in node.ctes:
        name = quoted(printer.names.ctes[cte.number])
        columns = printer.cte_columns[cte.number]
        listed = ", ".join(map(quoted, columns))
        texts.append(f"{name}({listed}) AS ({printer.query(cte.query, columns)})")
    recursive = "RECURSIVE " if any(cte.recursive for cte in node.ctes) else ""
    return f"WITH {recursive}{', '.join(texts)}"


def _body(node: bound.Query, names: Sequence[str], printer: Printer) -> str:
    match node.body:
        case bound.Select():
            return _select(node.body, names, printer)
        case bound.SetOperation():
            kind = f"{node.body.kind}{' ALL' if node.body.all else ''}"
            left = _operand(node.body.left, names, printer)
            return f"{left} {kind} {_operand(node.body.right, names, printer)}"
        case bound.Query():
            return f"SELECT * FROM ({printer.query(node.body, names)}) AS {quoted(printer.names.claim('q'))}"
        case bound.ValuesRelation():
            rows = ", ".join(printer.engine.row([expression(e, printer) for e in row]) for row in node.body.rows)
            listed = ", ".join(map(quoted, names))
            return f"SELECT * FROM (VALUES {rows}) AS {quoted(printer.names.claim('v'))}({listed})"
        case _:
            assert_never(node.body)


def _operand(node: bound.Query, names: Sequence[str], printer: Printer) -> str:
    return f"({printer.query(node, names)})"


def _select(select: bound.Select, names: Sequence[str], printer: Printer) -> str:
    source = "" if select.from_ is None else f"FROM {from_item(select.from_, printer)}"
    printer.conditions.update(_conditions(select.where))
    where = "" if select.where is None else f"WHERE {expression(select.where, printer)}"
    grouped = _group_by(select, printer)
    items = ", ".join(
        f"{expression(item, printer)} AS {quoted(name)}" for item, name in zip(select.items, names, strict=True)
    )
    having = "" if select.having is None else f"HAVING {expression(select.having, printer)}"
    parts = [f"SELECT {'DISTINCT ' if select.distinct else ''}{items}", source, where, grouped, having]
    return " ".join(part for part in parts if part)


def _conditions(where: bound.Expr | None) -> Iterator[int]:
    """Identities of the AND-ed parts of a WHERE."""
    match where:
        case None:
            return
        case bound.Call(function=function, arguments=parts) if function.name == "and":
            for part in parts:
                yield from _conditions(part)
        case _:
            yield id(where)


def _group_by(select: bound.Select, printer: Printer) -> str:
    sets = select.grouping_sets
    if sets is None:
        return ""
    printed: list[tuple[bound.Expr, str]] = []
    for key in (key for keys in sets for key in keys):
        if all(key != known for known, _ in printed):
            printed.append((key, sort_key(key, printer)))
    printer.grouping = printed
    if sets == ((),):
        return "" if _aggregates(select) else "GROUP BY ()"
    return printer.engine.grouping([[sort_key(key, printer) for key in keys] for keys in sets])


def _aggregates(select: bound.Select) -> bool:
    return any(isinstance(node, bound.Aggregate) for item in select.items for node in descend(item))


def _order(node: bound.Query, outputs: Sequence[str], printer: Printer) -> str:
    keys = []
    for key in node.order_by:
        text = outputs[key.key.index] if isinstance(key.key, bound.Output) else sort_key(key.key, printer)
        keys.append(printer.engine.ordered(text, key.key.type, key))
    return f"ORDER BY {', '.join(keys)}" if keys else ""
