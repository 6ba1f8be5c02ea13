"""What the leaves of an admitted tree may be: names, words, numbers, types, as far as their class alone does not tell."""

from __future__ import annotations

import re
from typing import Final

from sqlglot import exp

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.grammar import PLAIN_NAME, RESERVED, TYPES
from gateway.pipeline.positions import position_of
from gateway.pipeline.special_forms import UnaryPlus

FIELDS: Final = (
    "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAY_OF_MONTH", "DAY_OF_WEEK", "DOW", "DAY_OF_YEAR", "DOY", "YEAR_OF_WEEK",
    "YOW", "HOUR", "MINUTE", "SECOND", "TIMEZONE_MINUTE", "TIMEZONE_HOUR",
)  # fmt: skip
FORMS: Final = ("NFC", "NFD", "NFKC", "NFKD")
MAX_INTEGER: Final = 2**63 - 1
UNITS: Final = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")


def identifier(node: exp.Expr) -> bool:
    """A name is no reserved word and no sign, unless it is quoted; bare ones stand where names are given."""
    name = node.name
    if not name:
        raise StatementError("a quoted name is empty", position=position_of(node))
    if not node.args.get("quoted"):
        if name.lower() in RESERVED:
            raise StatementError(
                f"`{name}` is a reserved word", hint=f'write "{name}" if it is a name', position=position_of(node)
            )
        if not PLAIN_NAME.fullmatch(name):
            raise StatementError(
                f"`{name}` is not a name", hint=f'write "{name}" if it is a name', position=position_of(node)
            )
    parent = node.parent
    bare = node.arg_key in ("this", "expression", "expressions", "low", "high", "zone", "true", "false", "default")
    if bare and isinstance(parent, exp.Expr) and type(parent) not in _NAMED:
        return _is_lambda_parameter(node)
    return True


_NAMED: Final = frozenset({exp.Column, exp.Table, exp.TableAlias, exp.Window, exp.ColumnDef, exp.Lambda, exp.Join})


def _is_lambda_parameter(node: exp.Expr) -> bool:
    if isinstance(node.parent, exp.Dot) and node.arg_key == "expression":
        return True
    folded = node.name.lower()
    ancestor = node.parent
    while ancestor is not None:
        if isinstance(ancestor, exp.Lambda) and any(folded == p.name.lower() for p in ancestor.expressions):
            return True
        ancestor = ancestor.parent
    return False


def var(node: exp.Expr) -> bool:
    """A bare word is one that its place knows."""
    match node.parent:
        case exp.Limit():
            return node.name.upper() == "ALL"
        case exp.Interval() | exp.IntervalSpan():
            return node.name.upper() in UNITS
        case exp.TableSample():
            return node.name.upper() in ("BERNOULLI", "SYSTEM")
        case exp.GroupConcat():
            return node.name.upper() == "ERROR"
        case exp.Normalize():
            if node.name.upper() not in FORMS:
                raise StatementError(
                    f"`{node.name[:40]}` is not a form",
                    hint=f"forms are {', '.join(FORMS)}",
                    position=position_of(node.parent.this),
                )
            return True
        case _:
            return bool(PLAIN_NAME.fullmatch(node.name))


def data_type(node: exp.Expr) -> bool:
    """A type of Trino; an interval names both its ends."""
    base = node.this
    if isinstance(base, exp.Interval):
        span = base.args.get("unit")
        return isinstance(span, exp.IntervalSpan) and base.this is None and bool(span.this and span.expression)
    return base in TYPES


def interval(node: exp.Expr) -> bool:
    """A literal with a unit."""
    if isinstance(node.parent, exp.DataType):
        return True
    value = node.this.this if isinstance(node.this, exp.Neg | UnaryPlus) else node.this
    return isinstance(value, exp.Literal) and bool(value.is_string) and node.args.get("unit") is not None


def literal(node: exp.Expr) -> bool:
    """Counts and sizes are whole numbers, separators are strings."""
    match node.parent:
        case exp.Limit() | exp.Offset() | exp.Fetch() | exp.DataTypeParam():
            return not node.is_string and node.name.isdecimal()
        case exp.TableSample():
            return not node.is_string
        case (
            exp.GroupConcat()
            | exp.OverflowTruncateBehavior()
            | exp.ParseJSON()
            | exp.UnicodeString()
            | exp.AtTimeZone()
        ):
            return bool(node.is_string)
        case parent:
            most = MAX_INTEGER + isinstance(parent, exp.Neg)
            if not node.is_string and node.name.isdecimal() and int(node.name) > most:
                raise StatementError(
                    f"`{node.name[:40]}` is too large for a bigint",
                    code=ErrorCode.INVALID_LITERAL,
                    hint="write it as DECIMAL '…'",
                    position=position_of(node),
                )
            return True


def hex_string(node: exp.Expr) -> bool:
    """Whole bytes."""
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", re.sub(r"[ \r\n\t]", "", node.name)):
        raise StatementError(
            "X'…' holds an even number of hexadecimal digits",
            code=ErrorCode.INVALID_LITERAL,
            position=position_of(node),
        )
    return True


def extract(node: exp.Expr) -> bool:
    """A field that Trino has."""
    field = node.this.name
    if field.upper() not in FIELDS:
        raise StatementError(
            f"`{field[:40]}` is not a field",
            hint=f"fields are {', '.join(FIELDS)}",
            position=position_of(node.expression),
        )
    return True
