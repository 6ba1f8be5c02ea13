"""Read-back: the text that will be sent is parsed again, and must say what was meant (rule 5).

Proved here, on the text itself. Each permitted view is read on its own: it is one whole query, so brackets around it hold all of it. Then every place where a view
stands, letter by letter, in brackets or in its fence, is cut out and a mark put there, and the rest is read: it is one query; it reads nothing but WITH queries of the statement
and the marks, no base relation, no function; every printed view is there (once or more often: a function's form may repeat an argument that holds a
subquery), a fenced one as a materialized WITH query; and the client's deciding literals are all still there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import sqlglot
from sqlglot import exp

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.dialect import parse_tokens, tokenize
from gateway.pipeline.printing.duckdb import DUCKDB
from gateway.pipeline.printing.engine_text import EngineText
from gateway.pipeline.printing.printer import Sealed, bracketed
from gateway.pipeline.walk import expressions

_DECIDING = frozenset({"=", "<>", "<", "<=", ">", ">=", "<like>", "<in>", "<between>", "<is distinct from>"})
_LONG = 5000
"""A longer view holds keys or lists that will hardly come again."""

Passes = Collection[tuple[str, str]]


def read_back(
    text: str,
    views: Sequence[Sealed],
    with_names: frozenset[str],
    query: bound.Query,
    passes: Passes = (),
    engine: EngineText = DUCKDB,
) -> None:
    """Raise READ_BACK_FAILED unless `text` holds the printed `views` and nothing else that reads a base relation.

    A view may also read what one of `passes` hands to a source, text for text.
    """
    dialect = engine.name
    expected = Counter(sealed.place for sealed in views)
    mark = _mark(text)
    marks = {place: f"{mark}{number}" for number, place in enumerate(expected)}
    rest = text
    # The longest first: brackets with the same view in them stand in a fence, too.
    for sealed in sorted({one.place: one for one in views}.values(), key=lambda one: len(one.place), reverse=True):
        if not _read_functions(sealed.text, dialect) <= set(passes):
            raise failed("a view reads a function")
        if sealed.view.fenced and engine.barrier:
            _barrier_holds(sealed.text, engine)
        cut = replace(sealed, text=f'SELECT 1 FROM "{marks[sealed.place]}"')
        rest = rest.replace(sealed.place, cut.place)
    tree = _one_query(rest, dialect)
    tables = list(tree.find_all(exp.Table))
    found = Counter(map(_name, tables))
    if not found.keys() <= {*marks.values(), *with_names}:
        raise failed("the text reads what is no WITH query of the statement")
    if any(found[marks[place]] < count for place, count in expected.items()):
        raise failed(f"{sum(expected.values())} views were printed, and not all are there")
    # What was cut out of a string or comment left no relation: then the text is not the rest with views in it.
    if sum(found[name] for name in marks.values()) != rest.count(mark):
        raise failed("a view stands where no relation does")
    _fences_hold(tables, {marks[one.place]: one for one in views if one.fence is not None}, rest)
    _literals_hold(tree, query)


def _fences_hold(tables: Sequence[exp.Table], fences: Mapping[str, Sealed], rest: str) -> None:
    """What is cut out of a fence is a materialized WITH query; and whatever reads that reads it as it was printed."""
    for table in tables:
        fenced = fences.get(table.name)
        if fenced is None:
            continue
        inner = table.find_ancestor(exp.Select)
        outer = inner.parent if inner is not None else None
        if not isinstance(outer, exp.CTE) or outer.args.get("materialized") is not True:
            raise failed("a fenced view is not materialized")
        readers = sum(f'"{other.name}"' == fenced.fence for other in tables)
        if f'"{outer.alias}"' != fenced.fence or readers == 0 or readers != rest.count(bracketed(fenced.shown)):
            raise failed("a fence is not read as it was printed")


def _barrier_holds(view: str, engine: EngineText) -> None:
    limit = _one_query(view, engine.name).args.get("limit")
    if limit is None or not engine.barrier.endswith(f" {limit.expression.name}"):
        raise failed("a fenced view has no barrier")


def failed(detail: str) -> PlanError:
    """Why goes to the operator; the client learns only that nothing was run."""
    return PlanError(
        "the rewritten statement could not be verified, so it was not run",
        code=ErrorCode.READ_BACK_FAILED,
        hint="please report this statement to the operator",
        detail=detail,
    )


def _mark(text: str) -> str:
    """The beginning of a name that the text does not hold."""
    mark = "view "
    while mark in text:
        mark = f"a {mark}"
    return mark


def _one_query(text: str, dialect: str) -> exp.Expr:
    try:
        # Trino's text is read as a client's is: by the tables of dialect.py.
        trees = parse_tokens(tokenize(text), text) if dialect == "trino" else sqlglot.parse(text, read=dialect)
    except Exception as error:  # whatever the parser throws at our own text, it is not proved
        raise failed("the text does not parse") from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise failed("the text is not one query")
    return trees[0]


def _name(table: exp.Table) -> str:
    """The name of a WITH query or mark."""
    if not isinstance(table.this, exp.Identifier):
        raise failed("a table function stands in FROM")
    if table.args.get("catalog") is not None or table.args.get("db") is not None:
        raise failed("a relation stands outside of every view")
    return table.name


def _read_functions(view: str, dialect: str) -> frozenset[tuple[str, str]]:
    """The (source, text) pairs that a view hands to sources."""
    return _known_view(view, dialect) if len(view) < _LONG else _known_view.__wrapped__(view, dialect)


@lru_cache(maxsize=4096)
def _known_view(view: str, dialect: str) -> frozenset[tuple[str, str]]:
    """Prove that a view is one whole query over one base relation. Pure, so remembered."""
    _one_query(f"({view})", dialect)  # a comment at its end would swallow the bracket
    found = list(_one_query(view, dialect).find_all(exp.Table))
    bases = [table for table in found if table.args.get("catalog") is not None]
    functions = [_passed(table.this) for table in found if not isinstance(table.this, exp.Identifier)]
    if len(bases) + len(functions) != 1:
        raise failed(f"a view reads {len(bases)} relations and {len(functions)} functions")
    return frozenset(functions)


def _passed(function: exp.Expr) -> tuple[str, str]:
    """(source, text) of a query that is handed to a source as it is."""
    match function:
        case exp.Anonymous(this="sqlite_query", expressions=[exp.Literal() as source, exp.Literal() as text]) if (
            source.is_string and text.is_string
        ):
            return source.name, text.name
        case _:
            raise failed("a table function stands in FROM")


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
