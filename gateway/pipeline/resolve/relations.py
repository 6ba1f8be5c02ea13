"""The relations of a FROM: scans of permitted columns, WITH queries, derived tables, VALUES, UNNEST, LATERAL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.names import RelationName, fold
from gateway.catalog.types import Type
from gateway.errors import ErrorCode, OwnError
from gateway.pipeline.bound import CteScan, Derived, FromItem, OutputColumn, Sample, Scan, Unnest
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.outputs import uses
from gateway.pipeline.resolve.permitted import permitted_columns
from gateway.pipeline.resolve.scope import Qualifier, Scope, Undisclosed, Visible
from gateway.pipeline.resolve.site import Clause, Inside, Site
from gateway.pipeline.resolve.values import values_relation

_TABLE: Final = frozenset({"this", "db", "catalog", "alias", "sample", "joins"})
_SUBQUERY: Final = frozenset({"this", "alias", "sample", "joins", "with_", "order", "limit", "offset"})
_MODIFIERS: Final = ("with_", "order", "limit", "offset")


@dataclass(frozen=True, slots=True)
class Source:
    """A relation of a FROM, and what can be named of it."""

    item: FromItem
    columns: tuple[Visible, ...]
    relations: tuple[Qualifier, ...] = ()
    undisclosed: tuple[Undisclosed, ...] = ()

    def scope(self, parent: Scope | None) -> Scope:
        return Scope(self.columns, parent, self.relations, self.undisclosed)


@dataclass(frozen=True, slots=True)
class Alias:
    """`AS name (columns)` as written."""

    name: str | None = None
    columns: tuple[exp.Expr, ...] = ()


def alias_of(node: exp.Expr) -> Alias:
    """The alias of a relation node."""
    written = node.args.get("alias")
    if written is None:
        return Alias()
    only(written, frozenset({"this", "columns"}))
    name = written.this.name if written.this is not None else None
    return Alias(name, tuple(written.args.get("columns") or ()))


def lateral(node: exp.Expr) -> bool:
    """Whether a relation sees those on its left."""
    return isinstance(node, (exp.Unnest, exp.Lateral))


def relation(node: exp.Expr, site: Site) -> Source:
    """One relation, without the joins that hang on it. `site.scope` is what is around the query, or on the left for lateral ones."""
    found = _relation(node, site)
    site.world.columns.add(sum(types.size(column.expression.type) for column in found.columns))
    return found


def _relation(node: exp.Expr, site: Site) -> Source:
    match node:
        case exp.Table():
            return _table(node, site)
        case exp.Subquery():
            return _derived(node, site)
        case exp.Values():
            return _values(node, site)
        case exp.Unnest():
            return _unnest(node, site)
        case exp.Lateral():
            return _lateral(node, site)
        case _:
            raise refuse(node, f"`{node.key.upper()}` as a relation")


def is_parenthesis(node: exp.Expr) -> bool:
    """Whether `( … )` in a FROM holds relations, not a query."""
    inner = node.this
    if not isinstance(inner, exp.Subquery):
        return isinstance(inner, (exp.Table, exp.Unnest, exp.Lateral))
    return any(inner.args.get(name) for name in ("alias", "joins", "sample")) or is_parenthesis(inner)


def requalified(source: Source, alias: Alias, node: exp.Expr) -> Source:
    """The columns of a parenthesised join under one alias."""
    if alias.name is None:
        return source
    listed = [column for column in source.columns if not column.hidden]
    names = renamed([OutputColumn(c.name, c.type, c.label) for c in listed], alias, node)
    qualifier = (fold(alias.name),)
    columns = tuple(
        Visible(name.name, qualifier, column.expression, name.label) for name, column in zip(names, listed, strict=True)
    )
    return Source(source.item, columns, (qualifier,))


def renamed(columns: Sequence[OutputColumn], alias: Alias, node: exp.Expr) -> tuple[OutputColumn, ...]:
    """The columns under the names of an alias's column list."""
    if not alias.columns:
        return tuple(columns)
    if len(alias.columns) != len(columns):
        message = f"column alias list has {len(alias.columns)} entries but `{alias.name}` has {len(columns)} columns available"
        raise fail(alias.columns[0], ErrorCode.MISMATCHED_COLUMN_ALIASES, message)
    return tuple(
        replace(column, name=fold(name.name), label=name.name)
        for column, name in zip(columns, alias.columns, strict=True)
    )


def sample_of(node: exp.Expr) -> Sample | None:
    """TABLESAMPLE of a relation node."""
    written = node.args.get("sample")
    if written is None:
        return None
    only(written, frozenset({"method", "percent"}))
    method, percent = written.args.get("method"), written.args.get("percent")
    name = method.name.upper() if method is not None else ""
    if not isinstance(percent, exp.Literal) or percent.is_string:
        raise refuse(written, "this TABLESAMPLE")
    percentage = float(percent.name)
    if not 0 <= percentage <= 100:
        raise fail(written, ErrorCode.INVALID_ARGUMENTS, "a sample percentage is between 0 and 100")
    match name:
        case "BERNOULLI" | "SYSTEM":
            return Sample(name, percentage)
        case _:
            raise refuse(written, "this TABLESAMPLE")


def visible(item: int, columns: tuple[OutputColumn, ...], qualifier: Qualifier) -> tuple[Visible, ...]:
    """What can be named of a relation instance."""
    return tuple(
        Visible(column.name, qualifier, use, column.label)
        for column, use in zip(columns, uses(item, columns), strict=True)
    )


def _table(node: exp.Expr, site: Site) -> Source:
    only(node, _TABLE)
    name = node.meta.get("relation")
    if name is None:
        return _named_query(node, site)
    assert isinstance(name, RelationName)
    return _scan(node, name, site)


def _scan(node: exp.Expr, name: RelationName, site: Site) -> Source:
    authorized = site.world.authorized
    found = authorized.located.catalog.relations.get(name) if authorized else None
    permit = authorized.permits.get(name) if authorized else None
    if authorized is None or found is None or permit is None:
        raise OwnError("a relation was not authorized before names were resolved")
    alias = alias_of(node)
    columns = permitted_columns(found, permit)
    if alias.columns:
        columns = tuple(column for column in columns if not column.hidden)
    instance = site.take_instance()
    item = Scan(instance, found, permit, columns, alias.name or name.relation, sample_of(node))
    qualifier = (fold(alias.name),) if alias.name else (name.catalog, name.schema, name.relation)
    shown = renamed(columns, alias, node)
    names = tuple(
        Visible(seen.name, qualifier, use, seen.label, seen.hidden)
        for seen, use in zip(shown, uses(instance, columns), strict=True)
    )
    source = authorized.located.catalog.sources.get(name.catalog)
    hidden = frozenset() if alias.columns else permit.discoverable - permit.columns.keys()
    told = (Undisclosed(qualifier, hidden, source.contact if source else ""),) if hidden else ()
    return Source(item, names, (qualifier,), told)


def _named_query(node: exp.Expr, site: Site) -> Source:
    name = node.name
    known = site.queries.get(fold(name))
    if known is None or node.args.get("db") is not None or node.args.get("catalog") is not None:
        raise OwnError("a relation is neither located nor a WITH query in scope")
    alias = alias_of(node)
    columns = renamed(known.columns, alias, node)
    item = CteScan(site.take_instance(), known.number, columns, alias.name or name, sample_of(node))
    qualifier = (fold(alias.name or name),)
    return Source(item, visible(item.id, columns, qualifier), (qualifier,))


def _derived(node: exp.Expr, site: Site, *, is_lateral: bool = False) -> Source:
    only(node, _SUBQUERY)
    inner = node.this if not any(node.args.get(name) for name in _MODIFIERS) else _bare(node)
    return _query(inner, alias_of(node), node, site, is_lateral=is_lateral)


def _bare(node: exp.Expr) -> exp.Expr:
    """The parenthesised query with its own ORDER BY or LIMIT, without its alias."""
    copy = node.copy()
    for name in ("alias", "sample", "joins"):
        copy.set(name, None)
    return copy


def _query(inner: exp.Expr, alias: Alias, node: exp.Expr, site: Site, *, is_lateral: bool) -> Source:
    query = site.world.query(inner, site)
    columns = renamed(query.columns, alias, node)
    item = Derived(site.take_instance(), query, columns, alias.name or "", is_lateral, sample_of(node))
    qualifier = (fold(alias.name),) if alias.name else ()
    return Source(item, visible(item.id, columns, qualifier), (qualifier,) if qualifier else ())


def _lateral(node: exp.Expr, site: Site) -> Source:
    only(node, frozenset({"this", "alias"}))
    if not isinstance(node.this, exp.Subquery):
        raise refuse(node, "LATERAL over anything but a query")
    only(node.this, frozenset({"this"}))
    return _query(node.this.this, alias_of(node), node, site, is_lateral=True)


def _values(node: exp.Expr, site: Site) -> Source:
    alias = alias_of(node)
    if any(node.args.get(name) for name in _MODIFIERS):
        return _query(_bare(node), alias, node, site, is_lateral=False)
    only(node, frozenset({"expressions", "alias", "sample", "joins"}))
    if sample_of(node) is not None:
        return _query(_bare(node), alias, node, site, is_lateral=False)
    made = values_relation(node, site)
    columns = renamed(made.columns, alias, node)
    qualifier = (fold(alias.name),) if alias.name else ()
    item = replace(made, columns=columns, alias=alias.name or "")
    return Source(item, visible(item.id, columns, qualifier), (qualifier,) if qualifier else ())


def _unnest(node: exp.Expr, site: Site) -> Source:
    only(node, frozenset({"expressions", "alias", "offset", "joins"}))
    inside = replace(site, clause=Clause.FROM, inside=Inside.NOTHING)
    operands = tuple(inside.bind(part) for part in node.expressions)
    produced = [OutputColumn(name, t, name) for part, o in zip(node.expressions, operands, strict=True)
                for name, t in _elements(part, o.type)]  # fmt: skip
    offset = node.args.get("offset")
    if offset:
        produced.append(OutputColumn(None, types.BIGINT))
    alias = alias_of(node)
    if isinstance(offset, exp.Identifier):
        alias = Alias(alias.name, (*alias.columns, offset))
    columns = renamed(produced, alias, node)
    item = Unnest(site.take_instance(), operands, columns, alias.name or "", ordinality=bool(offset))
    qualifier = (fold(alias.name),) if alias.name else ()
    return Source(item, visible(item.id, columns, qualifier), (qualifier,) if qualifier else ())


def _elements(node: exp.Expr, type_: Type) -> list[tuple[str | None, Type]]:
    """What UNNEST makes of a value: an array's element (the fields of a row each), a map's key and value."""
    match type_.base:
        case "array" if type_.element.base == "row":
            element = type_.element
            parts = [part for part in element.parameters if isinstance(part, Type)]
            return list(zip(element.fields, parts, strict=True))
        case "array":
            return [(None, type_.element)]
        case "map":
            return [(None, type_.element), (None, type_.value)]
        case _:
            raise fail(node, ErrorCode.TYPE_MISMATCH, f"cannot unnest type {type_}")
