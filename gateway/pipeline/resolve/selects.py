"""One select block: FROM, WHERE, GROUP BY, HAVING, the select list, DISTINCT, ORDER BY."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

from gateway.catalog.names import fold
from gateway.catalog.types import Type, size
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Cte, Expr, OutputColumn, Query, Select
from gateway.pipeline.resolve.aggregation import aggregates, weight
from gateway.pipeline.resolve.coerce import to_boolean
from gateway.pipeline.resolve.columns import field_at, lookup, parts_of, reference
from gateway.pipeline.resolve.comparable import comparable
from gateway.pipeline.resolve.errors import fail, nearest
from gateway.pipeline.resolve.grouping import Grouped, grouping_sets
from gateway.pipeline.resolve.joins import from_clause
from gateway.pipeline.resolve.nodes import only, unwrap
from gateway.pipeline.resolve.ordering import Key, limit_of, offset_of, order_keys
from gateway.pipeline.resolve.relations import Source
from gateway.pipeline.resolve.scope import Scope, Visible, suffix
from gateway.pipeline.resolve.site import Clause, Inside, Site
from gateway.pipeline.walk import from_items

_SELECT: Final = frozenset(
    {"expressions", "distinct", "from_", "joins", "where", "group", "having", "windows", "order", "limit", "offset", "with_"}
)  # fmt: skip
_THIS: Final = frozenset({"this"})


@dataclass(frozen=True, slots=True)
class Item:
    """One column of a select list: where it is written, its value, its name."""

    node: exp.Expr
    expression: Expr
    name: str | None = None
    label: str | None = None


def select_query(node: exp.Expr, site: Site, ctes: tuple[Cte, ...]) -> Query:
    """A SELECT with its ORDER BY and LIMIT."""
    only(node, _SELECT)
    source = _source(node, site)
    here = replace(site, windows=_windows(node), inside=Inside.NOTHING)
    here = here.seeing(source.scope(site.scope) if source else Scope(parent=site.scope))
    where = _condition(node, "where", here.at(Clause.WHERE))
    items: list[Item] = []
    for part in node.expressions:
        found = _items(part, source, here.at(Clause.SELECT))
        site.world.columns.add(sum(size(item.expression.type) for item in found))
        items += found
    values = tuple(item.expression for item in items)
    group = node.args.get("group")
    sets = grouping_sets(group, values, here) if group is not None else None
    having = _condition(node, "having", here.at(Clause.HAVING))
    distinct = _distinct(node, items)
    keys = order_keys(node.args.get("order"), values, here.at(Clause.ORDER_BY).seeing(_outputs(items, here.scope)))
    if sets is None and (having is not None or aggregates((*values, *_sorted_by(keys)))):
        sets = ((),)
    if sets is not None:
        grouped = Grouped(sets, _instances(source))
        looked_for = (*values, *_sorted_by(keys), *([] if having is None else [having]))
        site.world.compared.add(len(grouped.expressions) * sum(map(weight, looked_for)))
        _check_grouped(node, items, having, keys, grouped)
    if distinct:
        _check_distinct(keys)
    return Query(
        body=Select(values, source.item if source else None, where, sets, having, distinct),
        columns=tuple(
            OutputColumn(item.name, item.expression.type, item.label, aliased=isinstance(item.node, exp.Alias))
            for item in items
        ),
        ctes=ctes,
        order_by=tuple(key.order for key in keys),
        offset=offset_of(node, here),
        limit=limit_of(node, here, ordered=bool(keys)),
    )


def _source(node: exp.Expr, site: Site) -> Source | None:
    from_ = node.args.get("from_")
    if from_ is None:
        only(node, _SELECT - {"joins"})
        return None
    only(from_, _THIS)
    return from_clause(from_.this, node.args.get("joins") or (), site)


def _windows(node: exp.Expr) -> dict[str, exp.Window]:
    named: dict[str, exp.Window] = {}
    for window in node.args.get("windows") or ():
        name = fold(window.this.name)
        if name in named:
            raise fail(window, ErrorCode.DUPLICATE_NAME, f"window `{window.this.name}` is defined twice")
        named[name] = window
    return named


def _condition(node: exp.Expr, clause: str, site: Site) -> Expr | None:
    written = node.args.get(clause)
    if written is None:
        return None
    only(written, _THIS)
    return to_boolean(written.this, site.bind(written.this), f"{site.clause.value} clause")


def _items(node: exp.Expr, source: Source | None, site: Site) -> list[Item]:
    match node:
        case exp.Star():
            only(node, frozenset())
            if source is None:
                raise fail(node, ErrorCode.COLUMN_NOT_FOUND, "SELECT * needs a FROM clause")
            return [_shown(node, column) for column in source.columns if not column.hidden]
        case exp.Column() if isinstance(node.this, exp.Star):
            return _qualified_star(node, source, site)
        case exp.Alias():
            only(node, frozenset({"this", "alias"}))
            label = node.args["alias"].name
            return [Item(node, site.bind(node.this), fold(label), label)]
        case _:
            label = _label(unwrap(node))
            return [Item(node, site.bind(node), fold(label) if label else None, label)]


def _label(node: exp.Expr) -> str | None:
    """The name of an output that has none of its own: its column's or field's, in whatever brackets."""
    if isinstance(node, exp.Dot) and isinstance(node.this, exp.Paren):
        return node.expression.name if _label(unwrap(node.this)) else None
    parts = parts_of(node)
    return parts[-1] if parts else None


def _shown(node: exp.Expr, column: Visible) -> Item:
    return Item(node, column.expression, column.name, column.label)


def _qualified_star(node: exp.Expr, source: Source | None, site: Site) -> list[Item]:
    """`t.*`, or the fields of a row column."""
    only(node, frozenset({"this", "table", "db", "catalog"}))
    written = tuple(node.args[part].name for part in ("catalog", "db", "table") if node.args.get(part) is not None)
    prefix = tuple(fold(part) for part in written)
    known = source.relations if source else ()
    matches = [relation for relation in known if suffix(relation, prefix)]
    shown = ".".join(written)
    if len(matches) > 1:
        raise fail(node, ErrorCode.AMBIGUOUS_NAME, f"`{shown}.*` is ambiguous")
    if matches and source:
        answering = (column for column in source.columns if column.qualifier and column.answers(prefix))
        found = [_shown(node, column) for column in answering if not column.hidden]
        if not found:  # USING took its only columns
            raise fail(node, ErrorCode.COLUMN_NOT_FOUND, f"`{shown}.*` has no columns left")
        return found
    if lookup(node, written, site.scope) is None:
        hint = nearest(prefix[-1], [relation[-1] for relation in known])
        raise fail(node, ErrorCode.COLUMN_NOT_FOUND, f"`{shown}.*` cannot be resolved", hint=hint)
    return _fields(node, reference(node, written, site), shown)


def _fields(node: exp.Expr, row: Expr, shown: str) -> list[Item]:
    if row.type.base != "row":
        raise fail(node, ErrorCode.TYPE_MISMATCH, f"`{shown}` is {row.type}, not a row")
    fields = [field_at(row, index) for index, part in enumerate(row.type.parameters) if isinstance(part, Type)]
    return [Item(node, field, fold(field.name) if field.name else None, field.name) for field in fields]


def _distinct(node: exp.Expr, items: Sequence[Item]) -> bool:
    written = node.args.get("distinct")
    if written is None:
        return False
    only(written, frozenset())
    for item in items:
        if not comparable(item.expression.type):
            message = f"DISTINCT can only be applied to comparable types, not {item.expression.type}"
            raise fail(item.node, ErrorCode.TYPE_MISMATCH, message)
    return True


def _outputs(items: Sequence[Item], around: Scope) -> Scope:
    """What ORDER BY sees: the select's outputs by name, then its relations."""
    named = tuple(Visible(item.name, (), item.expression, item.label) for item in items if item.name)
    return Scope(named, parent=around, outputs=True)


def _instances(source: Source | None) -> frozenset[int]:
    return frozenset(item.id for item in from_items(source.item) if hasattr(item, "id")) if source else frozenset()


def _sorted_by(keys: Sequence[Key]) -> tuple[Expr, ...]:
    return tuple(key.expression for key in keys if key.expression is not None)


def _check_grouped(
    node: exp.Expr, items: Sequence[Item], having: Expr | None, keys: Sequence[Key], grouped: Grouped
) -> None:
    for item in items:
        grouped.check(item.node, item.expression)
    if having is not None:
        grouped.check(node.args["having"], having)
    for key in keys:
        if key.expression is not None:
            grouped.check(key.node, key.expression)


def _check_distinct(keys: Sequence[Key]) -> None:
    for key in keys:
        if key.expression is not None:
            message = "for SELECT DISTINCT, ORDER BY expressions must appear in the select list"
            raise fail(key.node, ErrorCode.INVALID_COLUMN_REFERENCE, message)
