"""Finds the base relations of a query by Trino's scoping of WITH names.

A name of one part is a WITH query's if one in scope has it, compared in lower case even when quoted. The body of
a WITH query sees the *earlier* ones of its list and those around it; with RECURSIVE also itself. An
inner WITH is not seen outside. Everything else names a relation of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from sqlglot import exp

from gateway.catalog.names import RelationName, fold
from gateway.catalog.relations import Catalog
from gateway.errors import ErrorCode, Position, ResolutionError, StatementError
from gateway.pipeline.limits import MAX_WITH
from gateway.pipeline.positions import position_of
from gateway.pipeline.stages import Located, Parsed, Session

Names = frozenset[str]


def locate(parsed: Parsed, catalog: Catalog) -> Located:
    """Every base relation of the query, marked on its tree with `meta["relation"]`. The tree is `parsed`'s own: nobody else has it."""
    tree = parsed.tree
    found: list[tuple[int, RelationName, Position | None]] = []
    for table in base_tables(tree):
        relation = _full_name(table, parsed.statement.session)
        table.meta["relation"] = relation
        found.append((table.this.meta.get("start", 0), relation, position_of(table)))
    names: dict[RelationName, Position | None] = {}
    for _, relation, place in sorted(found, key=lambda item: item[0]):
        names.setdefault(relation, place)
    return Located(statement=parsed.statement, tree=tree, catalog=catalog, names=MappingProxyType(names))


def base_tables(tree: exp.Expr) -> Iterable[exp.Table]:
    """The tables of `tree` that no WITH query in scope captures. Walks every argument of every node."""
    stack: list[tuple[exp.Expr, Names]] = [(tree, frozenset())]
    while stack:
        node, scope = stack.pop()
        if isinstance(node, exp.Table) and not _captured(node, scope):
            yield node
        with_ = node.args.get("with_")
        if isinstance(with_, exp.With):
            bodies, scope = _with(with_, scope)
            stack.extend(bodies)
        stack.extend((child, scope) for child in node.iter_expressions() if child is not with_)


def _with(with_: exp.With, scope: Names) -> tuple[list[tuple[exp.Expr, Names]], Names]:
    """The bodies of a WITH list, each with the names it sees, and the scope of the query after it."""
    bodies: list[tuple[exp.Expr, Names]] = []
    own: set[str] = set()
    for cte in with_.expressions:
        name = fold(cte.alias)
        if name in own:
            raise ResolutionError(
                f"the WITH query `{cte.alias}` is defined twice",
                code=ErrorCode.DUPLICATE_NAME,
                hint="give each WITH query its own name",
                position=position_of(cte.args["alias"]),
            )
        seen = scope | {name} if with_.args.get("recursive") else scope
        bodies.append((cte, seen))
        own.add(name)
        scope = scope | {name}
        if len(scope) > MAX_WITH:
            message = f"a query sees at most {MAX_WITH} WITH queries"
            raise StatementError(message, code=ErrorCode.STATEMENT_TOO_LARGE, hint="split the statement")
    return bodies, scope


def _captured(table: exp.Table, scope: Names) -> bool:
    return not table.args.get("db") and not table.args.get("catalog") and fold(table.name) in scope


def _full_name(table: exp.Table, session: Session) -> RelationName:
    catalog = table.catalog or session.catalog
    schema = table.db or session.schema
    if not catalog or not schema:
        missing = "a catalog" if schema else "a schema"
        raise ResolutionError(
            f"`{table.name}` needs {missing}",
            code=ErrorCode.MISSING_CATALOG_NAME if schema else ErrorCode.MISSING_SCHEMA_NAME,
            hint="write catalog.schema.relation, or set both for the session",
            position=position_of(table),
        )
    return RelationName(fold(catalog), fold(schema), fold(table.name))
