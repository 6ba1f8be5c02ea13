"""Rows of the function table: window functions. Every aggregate may stand over a window too."""

from __future__ import annotations

from typing import Final

from gateway.pipeline.functions.entry import TOTAL, Row, Use, W
from gateway.pipeline.functions.forms import constants_only


def _offset_problem(use: Use) -> str | None:
    offset = use.constant(1)
    return "offset must not be negative" if isinstance(offset, int) and offset < 0 else None


def _count_problem(use: Use) -> str | None:
    count = use.constant(len(use.arguments) - 1)
    return "the number must be greater than zero" if isinstance(count, int) and count <= 0 else None


def _known(use: Use) -> bool:
    return isinstance(use.constant(1), int)


ROWS: Final[tuple[Row, ...]] = (
    W("row_number", "-> bigint", TOTAL, "row_number!()"),
    W("rank", "-> bigint", TOTAL, "rank!()"),
    W("dense_rank", "-> bigint", TOTAL, "dense_rank!()"),
    W("percent_rank", "-> double", TOTAL, "percent_rank!()"),
    W("cume_dist", "-> double", TOTAL, "cume_dist!()"),
    W("ntile", "bigint -> bigint", lambda use: isinstance(use.constant(0), int), constants_only("ntile!($1)", 0), check=_count_problem),
    W("lag", "T -> T", TOTAL, "lag!($1)"),
    W("lead", "T -> T", TOTAL, "lead!($1)"),
    W("lag", "T, bigint -> T", _known, constants_only("lag!($1, $2)", 1), check=_offset_problem),
    W("lead", "T, bigint -> T", _known, constants_only("lead!($1, $2)", 1), check=_offset_problem),
    W("lag", "T, bigint, T -> T", _known, constants_only("lag!($1, $2, $3)", 1), check=_offset_problem),
    W("lead", "T, bigint, T -> T", _known, constants_only("lead!($1, $2, $3)", 1), check=_offset_problem),
    W("first_value", "T -> T", TOTAL, "first_value!($1)"),
    W("last_value", "T -> T", TOTAL, "last_value!($1)"),
    W("nth_value", "T, bigint -> T", _known, constants_only("nth_value!($1, $2)", 1), check=_count_problem),
)  # fmt: skip
