"""Policy SQL: a closed expression of a row rule or mask, bound over given columns and values and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sqlglot import exp

from gateway.catalog.types import Type
from gateway.errors import ErrorCode, GatewayError, ResolutionError
from gateway.pipeline.bound import Call, Cast, Expr, Query
from gateway.pipeline.dialect import parse_tokens, tokenize
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.resolve.coerce import assign
from gateway.pipeline.resolve.expressions import bind_expression
from gateway.pipeline.resolve.nodes import refuse
from gateway.pipeline.resolve.scope import Scope, Visible
from gateway.pipeline.resolve.site import Clause, Site, World
from gateway.pipeline.walk import descend


def bind_closed(
    sql: str,
    columns: Mapping[str, Expr],
    placeholders: Mapping[str, Expr | tuple[Expr, ...]],
    *,
    expect: Type | None = None,
) -> Expr:
    """Bind a policy's expression: bare names are `columns`, `:name` is `placeholders`; total, deterministic functions only.

    A tuple can only be the whole right side of IN. Raises ResolutionError POLICY_INVALID with the reason.
    """
    try:
        tree = _parsed(sql)
        scope = Scope(tuple(Visible(name, (), value) for name, value in columns.items()))
        world = World(bind_expression, _no_query, placeholders=placeholders)
        result = bind_expression(tree, Site(world, scope, Clause.POLICY))
        _closed(result)
        # Tokens are text to the functions that make them; the mask's kind says whose they are.
        return result if expect is None else assign(tree, result, expect.with_token(None), "a policy expression")
    except RecursionError as error:
        raise ResolutionError("the expression is nested too deeply", code=ErrorCode.POLICY_INVALID) from error
    except GatewayError as error:
        raise ResolutionError(
            error.message, code=ErrorCode.POLICY_INVALID, hint=error.hint, position=error.position
        ) from error


@lru_cache(maxsize=4096)
def _parsed(sql: str) -> exp.Expr:
    """The tree of a policy expression; binding only reads it, so it is shared."""
    try:
        statements = parse_tokens(tokenize(f"SELECT {sql}"), f"SELECT {sql}")
    except Exception as error:  # the parser raises many kinds, all mean that it cannot be read
        raise ResolutionError("the expression cannot be read", code=ErrorCode.POLICY_INVALID) from error
    match statements:
        case [exp.Select() as select] if set(_given(select)) == {"expressions"} and len(select.expressions) == 1:
            (expression,) = select.expressions
            assert isinstance(expression, exp.Expr)
            return expression
        case _:
            raise ResolutionError("the text is not one expression", code=ErrorCode.POLICY_INVALID)


def _given(node: exp.Expr) -> list[str]:
    return [name for name, value in node.args.items() if value not in (None, False, [])]


def _no_query(node: exp.Expr, site: Site) -> Query:
    raise refuse(node, "a subquery in a policy")


def _closed(result: Expr) -> None:
    """Every function and cast is total and deterministic: evaluating a rule never fails, on any row."""
    for part in descend(result):
        match part:
            case Call() if not part.function.total:
                raise ResolutionError(
                    f"`{part.function.name}` can fail for some values, policies use total functions only"
                )
            case Call() if not part.function.deterministic:
                raise ResolutionError(f"`{part.function.name}` is not deterministic")
            case Cast() if not part.safe and not _total(part):
                # Implicit ones, too: a decimal that has no room, a date beyond the timestamps.
                message = f"a cast from {part.operand.type} to {part.type} can fail, use TRY_CAST"
                raise ResolutionError(message)
            case _:
                pass


def _total(cast: Cast) -> bool:
    rule = cast_rule(cast.operand.type, cast.type)
    return rule is not None and rule.total
