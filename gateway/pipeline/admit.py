"""Walks a parsed tree and refuses whatever the grammar does not list."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sqlglot import exp

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline import constructs, leaves
from gateway.pipeline.grammar import GRAMMAR, ROOTS, SPELLINGS, Child
from gateway.pipeline.limits import MAX_TREE_DEPTH
from gateway.pipeline.positions import position_of


def admit(tree: exp.Expr) -> None:
    """Raise unless every node of `tree` is inside the grammar."""
    if type(tree) not in ROOTS:
        raise refusal(tree)
    stack: list[tuple[exp.Expr, int]] = [(tree, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_TREE_DEPTH:
            raise StatementError(
                "the statement is nested too deeply",
                code=ErrorCode.STATEMENT_TOO_LARGE,
                hint="use IN instead of a long chain of OR, and WITH for inner queries",
                position=position_of(node),
            )
        stack.extend((child, depth + 1) for child in _children(node))


def _children(node: exp.Expr) -> list[exp.Expr]:
    """The children of an admitted node; raises when it, an argument or a child is not admitted."""
    arguments = GRAMMAR.get(type(node))
    if arguments is None:
        raise refusal(node)
    found: list[exp.Expr] = []
    for name, value in node.args.items():
        if value is None or value == []:
            continue
        allowed = arguments.get(name)
        if allowed is None:
            raise refusal(node, name)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, exp.Expr):
                if type(item) not in allowed.classes:
                    raise refusal(item, within=node)
                found.append(item)
            elif not _plain_allowed(item, allowed):
                raise refusal(node, name)
    check = CHECKS.get(type(node))
    if check and not check(node):
        raise refusal(node)
    return found


def _plain_allowed(item: object, allowed: Child) -> bool:
    return item in allowed.plain or (allowed.text and isinstance(item, str))


def refusal(node: exp.Expr, argument: str | None = None, within: exp.Expr | None = None) -> StatementError:
    """The error for a construct outside the grammar, named as the client wrote it, as far as possible."""
    value = node.args.get(argument) if argument else None
    first = value[0] if isinstance(value, list) and value else value
    target = first if isinstance(first, exp.Expr) else node
    place = f" in {within.key.upper()}" if within is not None and within.key in _NAMED_PLACES else ""
    return StatementError(
        f"{_spelling(target, argument)} is not supported{place or ' here'}",
        code=ErrorCode.NOT_SUPPORTED,
        hint="rewrite this part in plain Trino SQL; brackets help where operators are chained",
        position=position_of(target) or position_of(node),
    )


_NAMED_PLACES: Final = frozenset(
    {"is", "in", "like", "between", "limit", "offset", "fetch", "order", "group", "case", "cast", "join", "with", "where", "having",
     "values", "unnest", "lateral", "extract", "interval"}
)  # fmt: skip


def _spelling(node: exp.Expr, argument: str | None) -> str:
    """The construct as the client would know it: its own text, a keyword, or a phrase."""
    if isinstance(node, exp.Literal | exp.Column | exp.Identifier) and isinstance(node.name, str) and node.name:
        return f"`{node.name[:40]}`"
    known = SPELLINGS.get(type(node))
    if known and known.startswith("a "):
        return known
    return f"`{known or re.sub(r'_+$', '', argument or node.key).replace('_', ' ').upper()}`"


CHECKS: Final[dict[type[exp.Expr], Callable[[exp.Expr], bool]]] = {
    exp.Anonymous: constructs.call,
    exp.Bracket: constructs.bracket,
    exp.Column: constructs.column,
    exp.DataType: leaves.data_type,
    exp.Distinct: constructs.distinct,
    exp.Except: constructs.set_operation,
    exp.Extract: leaves.extract,
    exp.Fetch: constructs.fetch,
    exp.Group: constructs.group,
    exp.GroupingSets: constructs.grouping_sets,
    exp.HexString: leaves.hex_string,
    exp.Identifier: leaves.identifier,
    exp.If: constructs.if_,
    exp.In: constructs.in_,
    exp.IgnoreNulls: constructs.nulls,
    exp.Intersect: constructs.set_operation,
    exp.Interval: leaves.interval,
    exp.Is: constructs.is_,
    exp.Join: constructs.join,
    exp.Literal: leaves.literal,
    exp.Order: constructs.order,
    exp.RespectNulls: constructs.nulls,
    exp.Select: constructs.select,
    exp.Subquery: constructs.subquery,
    exp.Table: constructs.table,
    exp.TableAlias: constructs.table_alias,
    exp.TableSample: constructs.sample,
    exp.Tuple: constructs.tuple_,
    exp.Union: constructs.set_operation,
    exp.Values: constructs.values,
    exp.Var: leaves.var,
    exp.Window: constructs.window,
    exp.WindowSpec: constructs.frame,
}
"""What a class and its children do not tell."""
