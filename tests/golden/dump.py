"""A bound query as text that a reader can compare: `#1.age` is column `age` of relation instance 1, `x~>t` an implicit cast."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from gateway.catalog.types import BOOLEAN, INTEGER, UNKNOWN, varchar
from gateway.pipeline import bound


def dump(query: bound.Query) -> str:
    """The whole query, columns with their types first."""
    return "\n".join(_query(query, ""))


def _query(query: bound.Query, indent: str) -> list[str]:
    shown = ", ".join(f"{c.label or '_'} {c.type}" for c in query.columns)
    lines = [f"{indent}columns {shown}"]
    for cte in query.ctes:
        lines.append(f"{indent}with {'recursive ' if cte.recursive else ''}{cte.name} = cte {cte.number}")
        lines += _query(cte.query, indent + "  ")
    lines += _body(query.body, indent)
    if query.order_by:
        lines.append(f"{indent}order by {', '.join(_key(key) for key in query.order_by)}")
    if query.offset is not None:
        lines.append(f"{indent}offset {query.offset}")
    if query.limit is not None:
        lines.append(f"{indent}limit {query.limit.count}{' with ties' if query.limit.with_ties else ''}")
    return lines


def _body(body: bound.Select | bound.SetOperation | bound.ValuesRelation | bound.Query, indent: str) -> list[str]:
    match body:
        case bound.Select():
            return _select(body, indent)
        case bound.SetOperation():
            return [
                f"{indent}{body.kind.lower()}{' all' if body.all else ''}",
                *_query(body.left, indent + "  "),
                f"{indent}with",
                *_query(body.right, indent + "  "),
            ]
        case bound.ValuesRelation():
            return _from(body, indent)
        case bound.Query():
            return [f"{indent}query", *_query(body, indent + "  ")]
        case _:
            assert_never(body)


def _select(select: bound.Select, indent: str) -> list[str]:
    lines = [f"{indent}select{' distinct' if select.distinct else ''}"]
    for item in select.items:
        lines += _tree(item, indent + "  ")
    if select.from_ is not None:
        lines += [f"{indent}from", *_from(select.from_, indent + "  ")]
    for name, condition in (("where", select.where), ("having", select.having)):
        if condition is not None:
            lines += [f"{indent}{name}", *_tree(condition, indent + "  ")]
    if select.grouping_sets is not None:
        sets = ", ".join(f"({_list(one)})" for one in select.grouping_sets)
        lines.append(f"{indent}group by {sets}")
    return lines


def _from(item: bound.FromItem, indent: str) -> list[str]:
    match item:
        case bound.Join():
            return [
                f"{indent}{item.kind.value.lower()} join",
                *_from(item.left, indent + "  "),
                *_from(item.right, indent + "  "),
                *([f"{indent}on", *_tree(item.on, indent + "  ")] if item.on is not None else []),
            ]
        case bound.Scan() | bound.View():
            return [f"{indent}#{item.id} {item.alias}({', '.join(str(c.name) for c in item.columns)}){_sample(item)}"]
        case bound.CteScan():
            return [f"{indent}#{item.id} cte {item.cte} {item.alias}({_names(item.columns)}){_sample(item)}"]
        case bound.Derived():
            head = f"{indent}#{item.id} {'lateral ' if item.lateral else ''}{item.alias}({_names(item.columns)}){_sample(item)}"
            return [head, *_query(item.query, indent + "  ")]
        case bound.ValuesRelation():
            rows = ", ".join(f"({_list(row)})" for row in item.rows)
            return [f"{indent}#{item.id} values {item.alias}({_names(item.columns)}) {rows}"]
        case bound.Unnest():
            last = " with ordinality" if item.ordinality else ""
            return [f"{indent}#{item.id} unnest({_list(item.operands)}){last} {item.alias}({_names(item.columns)})"]
        case _:
            assert_never(item)


def _names(columns: Iterable[bound.OutputColumn]) -> str:
    return ", ".join(column.name or "_" for column in columns)


def _sample(item: bound.Scan | bound.View | bound.Derived | bound.CteScan) -> str:
    found = item.scan.sample if isinstance(item, bound.View) else item.sample
    return f" {found.method.lower()} {found.percentage:g}" if found else ""


def _key(key: bound.OrderKey) -> str:
    what = f"@{key.key.index + 1}" if isinstance(key.key, bound.Output) else expression(key.key)
    return what + (" desc" if key.descending else "") + (" nulls first" if key.nulls_first else "")


def _tree(node: bound.Expr, indent: str) -> list[str]:
    """An expression on one line, the queries in it below."""
    nested: list[bound.Query] = []
    lines = [indent + expression(node, nested)]
    for number, query in enumerate(nested, start=1):
        lines += [f"{indent}  query {number}", *_query(query, indent + "    ")]
    return lines


def _list(nodes: Iterable[bound.Expr], nested: list[bound.Query] | None = None) -> str:
    return ", ".join(expression(node, nested) for node in nodes)


def _inner(query: bound.Query, nested: list[bound.Query] | None) -> str:
    if nested is None:
        return "<" + " / ".join(_query(query, "")) + ">"
    nested.append(query)
    return f"<query {len(nested)}>"


def expression(node: bound.Expr, nested: list[bound.Query] | None = None) -> str:
    """One expression; subqueries go to `nested`, or are written in."""
    match node:
        case bound.Constant():
            return _constant(node)
        case bound.Column():
            return f"#{node.source}.{node.name if node.name else node.index}"
        case bound.RawColumn():
            return f"raw.{node.name}"
        case bound.Key():
            return f"key.{node.name}"
        case bound.Call():
            return _call(node, nested)
        case bound.Cast():
            inner = expression(node.operand, nested)
            word = "try_cast" if node.safe else "cast"
            return f"{inner}~>{node.type}" if node.implicit else f"{word}({inner} as {node.type})"
        case bound.Case():
            whens = "".join(f" when {expression(c, nested)} then {expression(v, nested)}" for c, v in node.whens)
            last = f" else {expression(node.otherwise, nested)}" if node.otherwise is not None else ""
            return f"case{whens}{last} end"
        case bound.Lambda():
            return f"({', '.join(f'{p.name}${p.id}' for p in node.parameters)}) -> {expression(node.body, nested)}"
        case bound.LambdaParameter():
            return f"{node.name}${node.id}"
        case bound.Field():
            return f"{expression(node.operand, nested)}.{node.name or node.index}"
        case bound.Aggregate() | bound.Window():
            return _aggregate(node, nested)
        case bound.Grouping():
            return f"grouping({_list(node.arguments, nested)})"
        case bound.ScalarSubquery():
            return _inner(node.query, nested)
        case bound.Exists():
            return f"exists {_inner(node.query, nested)}"
        case bound.InSubquery():
            return f"({expression(node.operand, nested)} in {_inner(node.query, nested)})"
        case bound.Quantified():
            left = expression(node.operand, nested)
            return f"({left} {node.operator} {node.quantifier.lower()} {_inner(node.query, nested)})"
        case _:
            assert_never(node)


def _constant(node: bound.Constant) -> str:
    value = (
        "null" if node.value is None else repr(node.value) if isinstance(node.value, str | bytes) else str(node.value)
    )
    usual = UNKNOWN if node.value is None else None
    if isinstance(node.value, bool):
        usual, value = BOOLEAN, value.lower()
    elif isinstance(node.value, int):
        usual = INTEGER
    elif isinstance(node.value, str):
        usual = varchar(len(node.value))
    return value if node.type == usual else f"{value}:{node.type}"


def _call(node: bound.Call, nested: list[bound.Query] | None) -> str:
    name, arguments = node.function.name, node.arguments
    if name in ("and", "or"):
        return "(" + f" {name} ".join(expression(a, nested) for a in arguments) + ")"
    if (not name.isidentifier() and not name.startswith("<") and len(arguments) == 2) or name in ("<", "<=", "<>"):
        return f"({expression(arguments[0], nested)} {name} {expression(arguments[1], nested)})"
    return f"{name.strip('<>') if len(name) > 2 else name}({_list(arguments, nested)})"


def _aggregate(node: bound.Aggregate | bound.Window, nested: list[bound.Query] | None) -> str:
    text = f"{node.function.name}({'distinct ' if node.distinct else ''}{_list(node.arguments, nested)}"
    if isinstance(node, bound.Aggregate):
        text += f" order by {_sorts(node.order_by)}" if node.order_by else ""
        return text + ")" + (f" filter ({expression(node.filter, nested)})" if node.filter is not None else "")
    text += ")" + (f" filter ({expression(node.filter, nested)})" if node.filter is not None else "")
    text += " ignore nulls" if node.ignore_nulls else ""
    parts = [f"partition by {_list(node.partition_by, nested)}"] if node.partition_by else []
    parts += [f"order by {_sorts(node.order_by)}"] if node.order_by else []
    if node.frame is not None:
        parts.append(f"{node.frame.unit.lower()} {_end(node.frame.start)} to {_end(node.frame.end)}")
    return f"{text} over ({' '.join(parts)})"


def _end(end: bound.FrameBound) -> str:
    return (f"{expression(end.offset)} " if end.offset is not None else "") + end.kind.lower()


def _sorts(items: Iterable[bound.SortItem]) -> str:
    return ", ".join(
        expression(item.expression)
        + (" desc" if item.descending else "")
        + (" nulls first" if item.nulls_first else "")
        for item in items
    )
