"""The permitted view of one scan: its row rule and its masks, bound on the tree over raw columns only.

Filters and masks read the raw row (rule 2); nothing of the client's can be named in here (rule 7).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache

from gateway import masking
from gateway.catalog.names import RelationName
from gateway.catalog.types import BOOLEAN, DATE, Type, varchar
from gateway.errors import AccessError, ErrorCode, GatewayError
from gateway.pipeline import bound
from gateway.pipeline.resolve.policy_sql import bind_closed
from gateway.pipeline.rewrite.build import conjunction, disjunction
from gateway.pipeline.rewrite.pushdown import sargable
from gateway.policy.decision import RowPredicate, RowRule
from gateway.policy.placeholders import placeholders as attributes_of
from gateway.policy.placeholders import present
from gateway.policy.principal import Asking, Attribute

Placeholder = bound.Expr | tuple[bound.Expr, ...]


def row_rule(scan: bound.Scan, asking: Asking) -> bound.Expr | None:
    """The row rule as one boolean expression over raw columns; None when every row passes.

    Raises ATTRIBUTE_MISSING when a restriction needs an attribute that the principal has not.
    """
    rule = scan.permit.rows
    if rule.is_open:
        return None
    columns = raw_columns(scan)
    values = placeholders(asking)
    parts = [] if rule.everything else [_any(rule, scan, columns, values)]
    parts += [_bind(predicate, scan, columns, values) for predicate in rule.all_of]
    return conjunction(parts)


def _any(
    rule: RowRule, scan: bound.Scan, columns: Mapping[str, bound.Expr], values: Mapping[str, Placeholder]
) -> bound.Expr:
    if not rule.any_of:
        # INVARIANT: the decision point denies with ROWS_NOT_GRANTED before this; a permit without rows must show none.
        return bound.Constant(False, BOOLEAN)
    return disjunction([_bind(predicate, scan, columns, values) for predicate in rule.any_of])


def _bind(
    predicate: RowPredicate, scan: bound.Scan, columns: Mapping[str, bound.Expr], values: Mapping[str, Placeholder]
) -> bound.Expr:
    missing = sorted(name for name in attributes_of(predicate.sql) if not values.get(name))
    if missing:
        raise AccessError(
            f"`{scan.relation.name}`: a row rule needs your attribute `{missing[0]}`, which is not set",
            code=ErrorCode.ATTRIBUTE_MISSING,
            hint="ask your administrator to complete your entry",
        )
    return sargable(closed(predicate.sql, columns, values, BOOLEAN, scan.relation.name))


def closed(
    sql: str,
    columns: Mapping[str, bound.Expr],
    values: Mapping[str, Placeholder],
    expect: Type,
    relation: RelationName,
) -> bound.Expr:
    """Policy SQL bound, or the statement denied: what cannot be evaluated denies (rule 4), and its words are the operator's."""
    try:
        return bind_closed(sql, columns, values, expect=expect)
    except GatewayError as error:
        raise AccessError(
            f"a rule on `{relation}` can not be evaluated, so nothing of it is shown",
            code=ErrorCode.POLICY_INVALID,
            hint="ask the owner to check the policy",
            detail=str(error),
        ) from None


def projection(scan: bound.Scan, index: int, asking: Asking, today: datetime.date) -> bound.Expr:
    """Column `index` of the scan as the principal gets it: the raw column, or its mask."""
    output = scan.columns[index]
    assert output.name is not None
    column = scan.relation.column(output.name)
    assert column is not None
    mask = scan.permit.columns[output.name].mask
    raw = bound.RawColumn(column.name, column.type)
    if mask is None:
        return raw
    return masked(mask, raw, asking.purpose or "", asking.principal.department, today, scan.relation.name)


@lru_cache(maxsize=4096)
def masked(
    text: str, raw: bound.RawColumn, purpose: str, department: str, today: datetime.date, relation: RelationName
) -> bound.Expr:
    """The mask `text` applied to a raw column. Pure, so remembered."""
    mask = masking.parse(text)
    gives = mask.gives(raw.type)
    values: dict[str, Placeholder] = {"value": raw, "today": bound.Constant(today.isoformat(), DATE)}
    if gives.token is not None:
        values["key"] = bound.Key(gives.token, purpose, department, varchar())
    return closed(mask.sql(raw.type), {}, values, gives.with_token(None), relation)


def raw_columns(scan: bound.Scan) -> Mapping[str, bound.Expr]:
    """Every accepted column of the relation, hidden ones too: policy may use what the principal may not see."""
    return {column.name: bound.RawColumn(column.name, column.type) for column in scan.relation.columns}


def placeholders(asking: Asking) -> Mapping[str, Placeholder]:
    """The principal's attributes as constants on the tree; an empty one is absent (an empty prefix would match every row)."""
    values = ((name, present(value)) for name, value in asking.principal.attributes.items())
    return {name: _attribute(value) for name, value in values if value is not None}


def _attribute(value: Attribute) -> Placeholder:
    return _text(value) if isinstance(value, str) else tuple(map(_text, value))


def _text(value: str) -> bound.Constant:
    return bound.Constant(value, varchar(len(value)))
