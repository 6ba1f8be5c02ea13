"""Read-back: the text that will be sent is parsed again, and must say what was meant (rule 5).

Proved here, on the text itself: it is one query; every base relation in it stands inside the very permitted view that was printed for it, and every
printed view is there (once or more often: a function's form may repeat an argument that holds a subquery); every other name in FROM is a WITH query of the statement; and the client's deciding literals are all still there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

import sqlglot
from sqlglot import exp

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.walk import expressions

_DECIDING = frozenset({"=", "<>", "<", "<=", ">", ">=", "<like>", "<in>", "<between>", "<is distinct from>"})


def read_back(
    text: str,
    views: Sequence[str],
    with_names: frozenset[str],
    query: bound.Query,
    passes: Collection[tuple[str, str]] = (),
) -> None:
    """Raise READ_BACK_FAILED unless `text` holds the printed `views` and nothing else that reads a base relation.

    A base relation is also what one of `passes` reads, text for text.
    """
    try:
        trees = sqlglot.parse(text, read="duckdb")
    except Exception as error:  # whatever the parser throws at our own text, it is not proved
        raise failed("the text does not parse") from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise failed("the text is not one query")
    _literals_hold(trees[0], query)
    _views_hold(trees[0], views, with_names, passes)


def failed(detail: str) -> PlanError:
    """Why goes to the operator; the client learns only that nothing was run."""
    return PlanError(
        "the rewritten statement could not be verified, so it was not run",
        code=ErrorCode.READ_BACK_FAILED,
        hint="please report this statement to the operator",
        detail=detail,
    )


def _views_hold(
    tree: exp.Expr, views: Sequence[str], with_names: frozenset[str], passes: Collection[tuple[str, str]]
) -> None:
    found: Counter[str] = Counter()
    for table in list(tree.find_all(exp.Table)):
        if not isinstance(table.this, exp.Identifier):
            if _passed(table.this) not in passes:
                raise failed("a table function stands in FROM")
        elif table.args.get("catalog") is None:
            if table.args.get("db") is not None or table.name not in with_names:
                raise failed("a relation is not fully named")
            continue
        found[_written(_enclosing(table))] += 1
    # A long view holds keys or lists that will hardly come again.
    expected = Counter(canonical(view) if len(view) < 5000 else canonical.__wrapped__(view) for view in views)
    if found.keys() != expected.keys() or any(found[view] < count for view, count in expected.items()):
        raise failed(f"guarded relations stand in {sum(found.values())} places, {sum(expected.values())} were printed")


def _passed(function: exp.Expr) -> tuple[str, str] | None:
    """(source, text) of a query that is handed to a source as it is."""
    match function:
        case exp.Anonymous(this="sqlite_query", expressions=[exp.Literal() as source, exp.Literal() as text]) if (
            source.is_string and text.is_string
        ):
            return source.name, text.name
        case _:
            return None


def _enclosing(table: exp.Table) -> exp.Expr:
    """The view that reads the base relation: its select, above the reading layer (alias `_`) and the fence (a WITH query) where there is one."""
    select = table.find_ancestor(exp.Select)
    if select is None:
        raise failed("a base relation stands outside of any select")
    layer = select.parent
    if isinstance(layer, exp.Subquery) and layer.alias == "_":
        select = layer.find_ancestor(exp.Select) or select
    fence = select.parent
    if isinstance(fence, exp.CTE):
        # No WITH query of a client holds a base relation directly: its views stand in brackets.
        select = fence.find_ancestor(exp.Select) or select
    return select


@lru_cache(maxsize=4096)
def canonical(view: str) -> str:
    """A printed view as sqlglot reads and writes it. Pure, so remembered."""
    return _written(sqlglot.parse_one(view, read="duckdb"))


def _written(tree: exp.Expr) -> str:
    """The tree as text. It is read once and thrown away, so it is not copied first."""
    return tree.sql("duckdb", comments=False, copy=False)


def _literals_hold(tree: exp.Expr, query: bound.Query) -> None:
    needed: Counter[str] = Counter()
    for node in expressions(query):
        if isinstance(node, bound.Call) and node.function.name in _DECIDING:
            needed.update(_texts(node))
    if not needed:
        return
    there = Counter(literal.name for literal in tree.find_all(exp.Literal) if literal.is_string)
    lost = [literal for literal, count in needed.items() if there[literal] < count]
    if lost:
        raise failed(f"{len(lost)} literals were lost")


def _texts(node: bound.Call) -> Iterator[str]:
    for argument in node.arguments:
        match argument:
            case bound.Constant(value=str() as value, type=type_) if value and type_.base in ("varchar", "char"):
                yield value
            case _:
                pass
