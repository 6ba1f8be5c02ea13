"""Trino's failures as the gateway's own: the same code for the same cause as on the embedded engine, our words, Trino's in `detail` for the operator only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from gateway.errors import EngineError, ErrorCode


@dataclass(frozen=True, slots=True)
class Cause:
    """What a client is told: the code, one sentence, what to do."""

    code: ErrorCode
    message: str
    hint: str | None = None

    def error(self, detail: str | None, contact: str | None = None) -> EngineError:
        """As the error that the caller gets."""
        return EngineError(self.message, code=self.code, hint=self.hint, contact=contact, detail=detail)


COMPUTING: Final = Cause(ErrorCode.COMPUTATION_FAILED, "the statement failed while computing a value")
"""What Trino finds while it computes: one sentence for all of it (rule 11), as on the embedded engine."""
TOO_LATE: Final = Cause(
    ErrorCode.EXCEEDED_TIME_LIMIT,
    "the statement took longer than it may",
    "read fewer rows, or ask for a longer time limit",
)
TOO_MUCH: Final = Cause(
    ErrorCode.EXCEEDED_MEMORY_LIMIT,
    "the statement needs more memory than the engine may use",
    "read fewer rows or columns, or group and sort less at once",
)
TOO_DEEP: Final = Cause(
    ErrorCode.PLAN_TOO_LARGE,
    "the statement is too large for the engine",
    "name fewer queries upon one another, or shorten the expression",
)
CANCELED: Final = Cause(ErrorCode.CANCELED, "the statement was cancelled")
CROWDED: Final = Cause(ErrorCode.TOO_MANY_STATEMENTS, "the engine has too many statements", "run it again later")
UNPLANNED: Final = Cause(
    ErrorCode.NOT_SUPPORTED_BY_ENGINE,
    "the engine can not run a statement of this shape",
    "write it another way: joins instead of correlated subqueries, conditions in WHERE instead of ON",
)
UNREAD: Final = Cause(
    ErrorCode.SOURCE_UNAVAILABLE,
    "a source could not be read while the statement ran",
    "run it again later, or ask the owner of the source",
)
"""Also for names that are not there: the text was made from the catalogue, so the source, or the cluster's view of it, is no longer what that says."""
AGAIN: Final = "run it again; if it fails so again, tell the operator"
FAILED: Final = Cause(ErrorCode.ENGINE_FAILED, "the engine could not run the statement", AGAIN)

NAMES: Final[Mapping[Cause, str]] = {
    COMPUTING: """
        DIVISION_BY_ZERO NUMERIC_VALUE_OUT_OF_RANGE INVALID_CAST_ARGUMENT INVALID_FUNCTION_ARGUMENT INVALID_LITERAL INVALID_JSON_LITERAL
        SUBQUERY_MULTIPLE_ROWS JSON_INPUT_CONVERSION_ERROR JSON_OUTPUT_CONVERSION_ERROR JSON_VALUE_RESULT_ERROR PATH_EVALUATION_ERROR
    """,
    TOO_LATE: "EXCEEDED_TIME_LIMIT EXCEEDED_CPU_LIMIT",
    TOO_MUCH: """
        EXCEEDED_LOCAL_MEMORY_LIMIT EXCEEDED_GLOBAL_MEMORY_LIMIT EXCEEDED_FUNCTION_MEMORY_LIMIT EXCEEDED_SPILL_LIMIT EXCEEDED_SCAN_LIMIT
        GENERIC_INSUFFICIENT_RESOURCES CLUSTER_OUT_OF_MEMORY OUT_OF_SPILL_SPACE EXCEEDED_TASK_DESCRIPTOR_STORAGE_CAPACITY
    """,
    TOO_DEEP: "QUERY_TEXT_TOO_LARGE QUERY_HAS_TOO_MANY_STAGES STACK_OVERFLOW COMPILER_ERROR OPTIMIZER_TIMEOUT",
    CANCELED: "USER_CANCELED ADMINISTRATIVELY_KILLED ADMINISTRATIVELY_PREEMPTED",
    CROWDED: "QUERY_QUEUE_FULL QUERY_REJECTED",
    UNPLANNED: "NOT_SUPPORTED UNSUPPORTED_SUBQUERY",
    UNREAD: "CATALOG_NOT_FOUND SCHEMA_NOT_FOUND TABLE_NOT_FOUND COLUMN_NOT_FOUND CATALOG_UNAVAILABLE",
}
CAUSES: Final[Mapping[str, Cause]] = {name: cause for cause, names in NAMES.items() for name in names.split()}

_COMPUTING: Final = re.compile(
    r"division by zero|out of range|invalid input syntax|overflow|cannot cast|invalid byte sequence|more than one row|invalid regular expression",
    re.IGNORECASE,
)
"""A source computes what was pushed down to it, and Trino calls its failure one of the source."""
_DEEP: Final = re.compile(r"stack ?overflow|statement is too large", re.IGNORECASE)
"""Trino's parser and planner run out of stack under names that say something else."""
_KEY: Final = re.compile(r"[0-9A-Fa-f]{64,}")
"""A message may quote the text, and with it a key, which is nobody's to read."""


def failure(
    error: Mapping[str, Any], query: str = "", *, sources: Mapping[str, str] = MappingProxyType({})
) -> EngineError:
    """What to say of the `error` of an answer about Trino's `query`; `sources` are those that the statement reads, each with whom to ask."""
    name, kind = str(error.get("errorName")), str(error.get("errorType"))
    words = _KEY.sub("…", str(error.get("message")))
    detail = f"{query} {kind} {name}: {words}".strip()[:4000]
    found = cause(name, kind, words)
    if found is UNREAD and len(sources) == 1:
        [(source, contact)] = sources.items()
        told = replace(found, message=f"source `{source}` could not be read while the statement ran")
        return told.error(detail, contact or None)
    return found.error(detail)


def cause(name: str, kind: str, words: str) -> Cause:
    """Why a statement failed, by the name, the type and, where these are not enough, the words of Trino's error."""
    if kind == "EXTERNAL":
        return COMPUTING if _COMPUTING.search(words) else CAUSES.get(name, UNREAD)
    if name in ("SYNTAX_ERROR", "GENERIC_INTERNAL_ERROR") and _DEEP.search(words):
        return TOO_DEEP
    return CAUSES.get(name, FAILED)


def too_late(detail: str | None = None) -> EngineError:
    """The deadline, ours or the one that the cluster was given."""
    return TOO_LATE.error(detail)


def canceled(detail: str | None = None) -> EngineError:
    """Ended by whoever asked, or by the cluster's operator."""
    return CANCELED.error(detail)


def too_long(length: int, most: int) -> EngineError:
    """Trino counts the text that is sent, not the client's."""
    return EngineError(
        "the statement is too large for the engine",
        code=ErrorCode.PLAN_TOO_LARGE,
        hint="read fewer relations at once, or shorten the expression",
        detail=f"{length} characters, {most} at most",
    )


def unreachable(detail: str) -> EngineError:
    """Nothing was sent anywhere."""
    return EngineError("no coordinator of the engine takes statements", hint="run it again later", detail=detail)


def broken(detail: str) -> EngineError:
    """What was sent may have arrived: it is not sent again."""
    return EngineError("the connection to the engine broke", hint="run it again", detail=detail)


class LostError(EngineError):
    """The engine has no such page: it was given out, or the statement is not there any more."""


def lost(detail: str) -> LostError:
    """A coordinator that was restarted, or one that was asked in place of another."""
    return LostError("the engine no longer knows the statement", hint="run it again", detail=detail)


def refused(detail: str) -> EngineError:
    """The service's own identity is not accepted; nothing that a client can mend."""
    return EngineError("the engine does not accept the gateway's account", hint="tell the operator", detail=detail)


def garbled(detail: str) -> EngineError:
    """An answer that is not one: nothing of it is passed on."""
    return EngineError("the engine's answer could not be understood", hint=AGAIN, detail=detail)


def page_too_large(most: int) -> EngineError:
    """One page holds a few rows at least, so single values are very large."""
    return EngineError(
        "a page of the answer is larger than the gateway takes",
        code=ErrorCode.EXCEEDED_SIZE_LIMIT,
        hint="read fewer columns, or shorten large values",
        detail=f"more than {most} bytes",
    )


def not_in_arrow(column: str, reason: str, hint: str) -> EngineError:
    """Rather no answer than one with other values."""
    return EngineError(
        f"column `{column}` holds {reason}, which Arrow cannot hold exactly",
        code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
        hint=hint,
    )
