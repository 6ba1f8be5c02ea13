"""WITH: named queries, each seeing the earlier ones; recursive ones see themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlglot import exp

from gateway.catalog.names import fold
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Cte, OutputColumn, Query, SetOperation
from gateway.pipeline.functions.coercion import can_coerce
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.outputs import converted
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.relations import Alias, alias_of, renamed
from gateway.pipeline.resolve.scope import EMPTY
from gateway.pipeline.resolve.site import NamedQuery, Site

_CTE: Final = frozenset({"this", "alias"})


def with_queries(node: exp.Expr | None, site: Site) -> tuple[tuple[Cte, ...], Site]:
    """The named queries of a WITH, and the site in which they can be read."""
    if node is None:
        return (), site
    only(node, frozenset({"expressions", "recursive"}))
    recursive = bool(node.args.get("recursive"))
    ctes: list[Cte] = []
    names: set[str] = set()
    for written in node.expressions:
        only(written, _CTE)
        alias = alias_of(written)
        name = fold(alias.name or "")
        if not name or name in names:
            raise fail(written, ErrorCode.DUPLICATE_NAME, f"WITH query name `{alias.name}` is given twice")
        names.add(name)
        # A named query is a statement of its own: nothing around it can be referred to.
        inside = replace(site, scope=EMPTY)
        count = _references(written.this, name) if recursive else 0
        cte, columns = _recursive(written, alias, inside, count) if count else _plain(written, alias, inside)
        ctes.append(cte)
        site = replace(site, queries={**site.queries, name: NamedQuery(cte.number, columns)})
    return tuple(ctes), site


def _plain(node: exp.Expr, alias: Alias, site: Site) -> tuple[Cte, tuple[OutputColumn, ...]]:
    query = site.world.query(node.this, site)
    number = site.world.named_queries.take()
    return Cte(number, alias.name or "", query), renamed(query.columns, alias, node)


def _recursive(node: exp.Expr, alias: Alias, site: Site, count: int) -> tuple[Cte, tuple[OutputColumn, ...]]:
    """`anchor UNION [ALL] step`; the step reads the query itself once, with the anchor's types."""
    body = node.this
    if not isinstance(body, exp.Union) or count != 1 or _references(body.expression, fold(alias.name or "")) != 1:
        raise refuse(
            node, "a recursive query that is not `anchor UNION [ALL] step` with one reference to itself in the step"
        )
    only(body, frozenset({"this", "expression", "distinct"}))
    if not alias.columns:
        raise fail(node, ErrorCode.MISMATCHED_COLUMN_ALIASES, "a recursive WITH query needs a list of column names")
    anchor = site.world.query(body.this, site)
    number = site.world.named_queries.take()
    columns = renamed(anchor.columns, alias, node)
    name = fold(alias.name or "")
    inside = replace(site, queries={**site.queries, name: NamedQuery(number, columns)})
    step = _step(body.expression, inside, anchor)
    made = SetOperation("UNION", not body.args.get("distinct"), anchor, step)
    return Cte(number, alias.name or "", Query(body=made, columns=anchor.columns), recursive=True), columns


def _step(node: exp.Expr, site: Site, anchor: Query) -> Query:
    step = site.world.query(node, site)
    types = tuple(column.type for column in anchor.columns)
    given = tuple(column.type for column in step.columns)
    if len(given) != len(types) or not all(can_coerce(one, other) for one, other in zip(given, types, strict=True)):
        shown = f"({', '.join(map(str, given))}) is not ({', '.join(map(str, types))})"
        message = f"the step of a recursive query must give the columns of its anchor: {shown}"
        raise fail(node, ErrorCode.TYPE_MISMATCH, message, hint="write a CAST in the anchor or the step")
    return converted(step, types, site, position_of(node))


def _references(node: exp.Expr, name: str) -> int:
    """How often a name that no base relation carries is read below `node`."""
    return sum(
        1
        for table in node.find_all(exp.Table)
        if table.meta.get("relation") is None and table.args.get("db") is None and fold(table.name) == name
    )
