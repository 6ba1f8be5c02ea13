"""Trino's failures as the gateway's own: the same code for the same cause as on the embedded engine, our words, Trino's in `detail` for the operator only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gateway.errors import EngineError, ErrorCode

COMPUTED: Final = frozenset(
    {
        "DIVISION_BY_ZERO",
        "NUMERIC_VALUE_OUT_OF_RANGE",
        "INVALID_CAST_ARGUMENT",
        "INVALID_FUNCTION_ARGUMENT",
        "INVALID_LITERAL",
        "INVALID_JSON_LITERAL",
        "SUBQUERY_MULTIPLE_ROWS",
        "JSON_INPUT_CONVERSION_ERROR",
        "JSON_OUTPUT_CONVERSION_ERROR",
        "JSON_VALUE_RESULT_ERROR",
        "PATH_EVALUATION_ERROR",
    }
)
"""What Trino finds while it computes: one word for all of them (rule 11), as on the embedded engine."""
GONE: Final = frozenset(
    {"CATALOG_NOT_FOUND", "SCHEMA_NOT_FOUND", "TABLE_NOT_FOUND", "COLUMN_NOT_FOUND", "CATALOG_UNAVAILABLE"}
)
"""The text was made from the catalogue, so the source, or the cluster's view of it, is no longer what the catalogue says."""
TOO_LONG: Final = frozenset({"EXCEEDED_TIME_LIMIT", "EXCEEDED_CPU_LIMIT"})
TOO_MUCH: Final = frozenset(
    {
        "EXCEEDED_LOCAL_MEMORY_LIMIT",
        "EXCEEDED_GLOBAL_MEMORY_LIMIT",
        "EXCEEDED_FUNCTION_MEMORY_LIMIT",
        "EXCEEDED_SPILL_LIMIT",
        "EXCEEDED_SCAN_LIMIT",
        "GENERIC_INSUFFICIENT_RESOURCES",
        "CLUSTER_OUT_OF_MEMORY",
        "OUT_OF_SPILL_SPACE",
        "EXCEEDED_TASK_DESCRIPTOR_STORAGE_CAPACITY",
    }
)
TOO_DEEP: Final = frozenset(
    {"QUERY_TEXT_TOO_LARGE", "QUERY_HAS_TOO_MANY_STAGES", "STACK_OVERFLOW", "COMPILER_ERROR", "OPTIMIZER_TIMEOUT"}
)
DEEP_TOO: Final = frozenset({"SYNTAX_ERROR", "GENERIC_INTERNAL_ERROR"})
_DEEP: Final = re.compile(r"stack ?overflow|statement is too large", re.IGNORECASE)
"""Its parser and planner run out of stack under other names, too."""
ENDED: Final = frozenset({"USER_CANCELED", "ADMINISTRATIVELY_KILLED", "ADMINISTRATIVELY_PREEMPTED"})
UNPLANNED: Final = frozenset({"NOT_SUPPORTED", "UNSUPPORTED_SUBQUERY"})
CROWDED: Final = frozenset({"QUERY_QUEUE_FULL", "QUERY_REJECTED"})
_COMPUTING: Final = re.compile(
    r"division by zero|out of range|invalid input syntax|overflow|cannot cast|invalid byte sequence|more than one row|invalid regular expression",
    re.IGNORECASE,
)
"""A source computes what was pushed down to it, and Trino calls its failure one of the source."""
_KEY: Final = re.compile(r"[0-9A-Fa-f]{64,}")
"""A message may quote the text, and with it a key, which is nobody's to read."""
AGAIN: Final = "run it again; if it fails so again, tell the operator"


def failure(error: Mapping[str, Any], sources: Mapping[str, str] = MappingProxyType({})) -> EngineError:
    """What to say of the `error` of an answer; `sources` are those that the statement reads, each with whom to ask."""
    name, kind = str(error.get("errorName")), str(error.get("errorType"))
    words = _KEY.sub("…", str(error.get("message")))
    detail = f"{kind} {name}: {words}"[:4000]
    if name in COMPUTED or (kind == "EXTERNAL" and _COMPUTING.search(words)):
        return _computation(detail)
    if name in TOO_LONG:
        return too_late(detail)
    if name in TOO_MUCH:
        return EngineError(
            "the statement needs more memory than the engine may use",
            code=ErrorCode.EXCEEDED_MEMORY_LIMIT,
            hint="read fewer rows or columns, or group and sort less at once",
            detail=detail,
        )
    if name in TOO_DEEP or (name in DEEP_TOO and _DEEP.search(words)):
        return EngineError(
            "the statement is too large for the engine",
            code=ErrorCode.PLAN_TOO_LARGE,
            hint="name fewer queries upon one another, or shorten the expression",
            detail=detail,
        )
    if name in ENDED:
        return canceled(detail)
    if name in CROWDED:
        return EngineError(
            "the engine has too many statements",
            code=ErrorCode.TOO_MANY_STATEMENTS,
            hint="run it again later",
            detail=detail,
        )
    if name in UNPLANNED:
        return EngineError(
            "the engine can not run a statement of this shape",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            hint="write it another way: joins instead of correlated subqueries, conditions in WHERE instead of ON",
            detail=detail,
        )
    if name in GONE or kind == "EXTERNAL":
        return _source(sources, detail)
    return EngineError("the engine could not run the statement", hint=AGAIN, detail=detail)


def _computation(detail: str) -> EngineError:
    return EngineError("the statement failed while computing a value", code=ErrorCode.COMPUTATION_FAILED, detail=detail)


def _source(sources: Mapping[str, str], detail: str) -> EngineError:
    only = next(iter(sources)) if len(sources) == 1 else None
    which = f"source `{only}`" if only else "a source"
    return EngineError(
        f"{which} could not be read while the statement ran",
        code=ErrorCode.SOURCE_UNAVAILABLE,
        hint="run it again later, or ask the owner of the source",
        contact=sources[only] or None if only else None,
        detail=detail,
    )


def too_late(detail: str | None = None) -> EngineError:
    """The deadline, ours or the one that the cluster was given."""
    return EngineError(
        "the statement took longer than it may",
        code=ErrorCode.EXCEEDED_TIME_LIMIT,
        hint="read fewer rows, or ask for a longer time limit",
        detail=detail,
    )


def canceled(detail: str | None = None) -> EngineError:
    """Ended by whoever asked, or by the cluster's operator."""
    return EngineError("the statement was cancelled", code=ErrorCode.CANCELED, detail=detail)


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


def lost(detail: str) -> EngineError:
    """A coordinator that was restarted, or one that was asked in place of another."""
    return EngineError("the engine no longer knows the statement", hint="run it again", detail=detail)


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
