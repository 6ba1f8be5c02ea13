"""What the judge says of one statement: Trino's answer and ours, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from tests.judges.answers.answer import Answer, difference


class Verdict(Enum):
    """The first three need no word more; the rest must stand in a list of known differences, of which WIDER has its own."""

    SAME = "the same answer"
    SAME_ERROR = "the same error"
    REFUSED = "refused here on purpose"
    WIDER = "answered here, though Trino's planner cannot"
    DIFFERENT = "another answer"
    OTHER_ERROR = "another error"
    TOO_STRICT = "an error here, an answer on Trino"
    TOO_LENIENT = "an answer here, an error on Trino"


REFUSALS: Final = frozenset({"NOT_SUPPORTED", "NOT_SUPPORTED_BY_ENGINE", "STATEMENT_TOO_LARGE", "PLAN_TOO_LARGE"})

COMPUTED: Final = frozenset(
    {"DIVISION_BY_ZERO", "NUMERIC_VALUE_OUT_OF_RANGE", "INVALID_CAST_ARGUMENT", "INVALID_FUNCTION_ARGUMENT", "SUBQUERY_MULTIPLE_ROWS"}
)  # fmt: skip
"""What Trino finds while it computes. The embedded engine has one word for all of them (rule 11)."""

ALIKE: Final[dict[str, frozenset[str]]] = {
    # Trino's name: ours, where the gateway counts fewer kinds or finds the same fault at another step
    "AMBIGUOUS_FUNCTION_CALL": frozenset({"TYPE_MISMATCH"}),
    "FUNCTION_NOT_FOUND": frozenset({"TYPE_MISMATCH", "INVALID_ARGUMENTS"}),
    "INVALID_FUNCTION_ARGUMENT": frozenset({"INVALID_ARGUMENTS", "TYPE_MISMATCH", "INVALID_LITERAL"}),
    "INVALID_LITERAL": frozenset({"INVALID_CAST_ARGUMENT", "INVALID_ARGUMENTS"}),
    "SYNTAX_ERROR": frozenset({"INVALID_LITERAL", "FUNCTION_NOT_FOUND", "EXPRESSION_NOT_SCALAR"}),
    "TYPE_NOT_FOUND": frozenset({"SYNTAX_ERROR", "TYPE_MISMATCH"}),
    "INVALID_PARAMETER_USAGE": frozenset({"INVALID_PARAMETER", "TYPE_MISMATCH"}),
    "CATALOG_NOT_FOUND": frozenset({"TABLE_NOT_FOUND"}),
    "SCHEMA_NOT_FOUND": frozenset({"TABLE_NOT_FOUND"}),
    "NESTED_WINDOW": frozenset({"EXPRESSION_NOT_SCALAR", "INVALID_WINDOW"}),
    "MISSING_OVER": frozenset({"INVALID_WINDOW"}),
    "MISSING_ORDER_BY": frozenset({"INVALID_WINDOW", "INVALID_ARGUMENTS"}),
    "INVALID_WINDOW_REFERENCE": frozenset({"INVALID_WINDOW"}),
    "INVALID_WINDOW_FRAME": frozenset({"INVALID_WINDOW"}),
    "DUPLICATE_NAMED_QUERY": frozenset({"DUPLICATE_NAME"}),
    "EXPRESSION_NOT_IN_DISTINCT": frozenset({"INVALID_COLUMN_REFERENCE"}),
    "NUMERIC_VALUE_OUT_OF_RANGE": frozenset({"INVALID_ARGUMENTS"}),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and what it rests on."""

    verdict: Verdict
    detail: str = ""

    @property
    def clean(self) -> bool:
        return self.verdict in (Verdict.SAME, Verdict.SAME_ERROR, Verdict.REFUSED, Verdict.WIDER)


def judge(trino: Answer, ours: Answer, *, ordered: bool, varies: bool) -> Judged:
    """Compare two answers."""
    if ours.error in REFUSALS:
        return Judged(Verdict.REFUSED, f"{ours.error}: {ours.message}")
    if trino.error is None and ours.error is None:
        found = difference(trino, ours, ordered=ordered, varies=varies)
        return Judged(Verdict.DIFFERENT, found) if found else Judged(Verdict.SAME)
    told = f"Trino {trino.error} {trino.message[:120]}; here {ours.error} {ours.message[:200]}"
    if trino.error is None:
        return Judged(Verdict.TOO_STRICT, told)
    if ours.error is None:
        return Judged(Verdict.WIDER if trino.error == "NOT_SUPPORTED" else Verdict.TOO_LENIENT, told)
    return Judged(Verdict.SAME_ERROR if alike(trino.error, ours.error) else Verdict.OTHER_ERROR, told)


def alike(trino: str, ours: str) -> bool:
    """Whether two names stand for one fault."""
    return (
        trino == ours or ours in ALIKE.get(trino, frozenset()) or (trino in COMPUTED and ours == "COMPUTATION_FAILED")
    )
