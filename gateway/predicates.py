"""Tells a policy's author what is wrong with a row predicate, by binding it as a statement would."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, product

from gateway.catalog.relations import Relation
from gateway.catalog.types import BOOLEAN, VARCHAR
from gateway.errors import GatewayError
from gateway.pipeline.bound import Constant, Expr, RawColumn
from gateway.pipeline.resolve.policy_sql import bind_closed
from gateway.policy.placeholders import placeholders

MOST_FORMS = 64


def check_predicate(sql: str, relation: Relation) -> str | None:
    """What is wrong with the predicate over this relation; None when it binds.

    Whether an attribute will be a string or a list is known only when somebody asks, so either may fit.
    """
    columns: dict[str, Expr] = {column.name: RawColumn(column.name, column.type) for column in relation.columns}
    text = Constant("x", VARCHAR)
    forms: tuple[Expr | tuple[Expr, ...], ...] = (text, (text,))
    names = sorted(placeholders(sql))
    reason = None
    for chosen in islice(product(forms, repeat=len(names)), MOST_FORMS):
        reason = _problem(sql, columns, dict(zip(names, chosen, strict=True)))
        if reason is None:
            return None
    return reason


def _problem(sql: str, columns: Mapping[str, Expr], values: Mapping[str, Expr | tuple[Expr, ...]]) -> str | None:
    try:
        bind_closed(sql, columns, values, expect=BOOLEAN)
    except GatewayError as error:
        return error.message
    return None
