"""DuckDB's failures as fixed sentences: its own words quote values, so they go into `detail` for the operator only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from gateway.errors import EngineError, ErrorCode

RETRY: Final = "RETRY_WITHOUT_PUSHDOWN"
COMPUTING: Final = (
    "ConversionException", "OutOfRangeException", "InvalidInputException", "DataError", "SyntaxException", "ConstraintException",
)  # fmt: skip
_PUSHDOWN: Final = re.compile(
    r"unsupported expression type|failed to bind column reference|not implemented error: unsupported", re.IGNORECASE
)
_SOURCE: Final = re.compile(
    r"unable to (connect|query|prepare)|failed to (connect|prepare|execute|fetch|read|open)|connection refused|server closed the connection|lost connection"
    r"|database is locked|no such table|no files found|cannot open file|could not (connect|read|open|set)|unable to open database|terminating connection"
    r"|connection pool timeout|statement timeout|permission denied|does not exist|file is (not|too)|disk i/o error|malformed",
    re.IGNORECASE,
)
_SPILL: Final = re.compile(r'could not [^"]*"[^"]*/spill/duckdb_temp', re.IGNORECASE)
"""The engine's own files: its disk is full, or its folder was taken away. No source is to blame."""
_LOST: Final = re.compile(
    r"closed the connection|terminating connection|lost connection|connection pool timeout|connection reset|broken pipe|no connection to the server"
    r"|could not receive data|in recovery mode|is shutting down",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a statement failed, as it travels from the engine process to the gateway."""

    code: str
    message: str
    hint: str = ""
    detail: str = ""
    source: str = ""

    def shown(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {name: getattr(self, name) for name in ("code", "message", "hint", "detail", "source")}

    @property
    def lost_connection(self) -> bool:
        """A source's connection died under the statement. DuckDB 1.5.5's pool never gets its place back: after eight of them nothing can read the source."""
        return self.code == ErrorCode.SOURCE_UNAVAILABLE.name and _LOST.search(self.detail) is not None

    def error(self, contact: str | None = None) -> EngineError:
        """As the error that the caller gets."""
        code = ErrorCode.__members__.get(self.code, ErrorCode.ENGINE_FAILED)
        if self.code == RETRY and self.detail.startswith("NotImplementedException"):
            code = ErrorCode.NOT_SUPPORTED_BY_ENGINE
        return EngineError(self.message, code=code, hint=self.hint or None, detail=self.detail or None, contact=contact)


def failure(error: BaseException, sources: Iterable[str] = ()) -> Failure:
    """What to say of an exception of DuckDB, of Arrow reading from it, or of Python."""
    words = str(error)
    kind = type(error).__name__
    detail = f"{kind}: {words}"[:4000]
    if kind == "InterruptException" or "INTERRUPT Error" in words:
        return Failure(code="CANCELED", message="the statement was cancelled", detail=detail)
    if kind == "OutOfMemoryException" or isinstance(error, MemoryError) or "Out of Memory Error" in words:
        return Failure(
            code="EXCEEDED_MEMORY_LIMIT",
            message="the statement needs more memory than the engine may use",
            hint="read fewer rows or columns, or group and sort less at once",
            detail=detail,
        )
    if _SPILL.search(words):
        return Failure(
            code="EXCEEDED_MEMORY_LIMIT",
            message="the engine has no room on its disk for what the statement sets aside",
            hint="read fewer rows or columns, or group and sort less at once; tell the operator when small statements fail so",
            detail=detail,
        )
    if kind == "NotImplementedException":
        # Its planner's gaps: a subquery in ON of an outer join, a correlated column below one. The plan is made before any row is read.
        hint = "write it another way: joins instead of correlated subqueries, conditions in WHERE instead of ON"
        message = "the embedded engine can not run a statement of this shape"
        return Failure(code=RETRY, message=message, hint=hint, detail=detail)
    if kind == "InternalException" or _PUSHDOWN.search(words):
        return Failure(code=RETRY, message="the engine cannot run this statement", detail=detail)
    if "Max expression depth limit" in words or "Maximum recursion depth exceeded" in words:
        hint = "name fewer queries upon one another, or shorten the expression"
        return Failure(code="PLAN_TOO_LARGE", message="the statement is nested too deeply", hint=hint, detail=detail)
    if "Malformed JSON" in words:
        return Failure(code="COMPUTATION_FAILED", message="the statement failed while computing a value", detail=detail)
    if kind in ("IOException", "HTTPException", "CatalogException", "BinderException") or _SOURCE.search(words):
        return _source_failure(words, detail, tuple(sources), io=kind == "IOException")
    if kind in COMPUTING or re.match(r"(Conversion|Out of Range|Invalid Input) Error", words):
        return Failure(code="COMPUTATION_FAILED", message="the statement failed while computing a value", detail=detail)
    return Failure(code="ENGINE_FAILED", message="the engine could not run the statement", detail=detail)


def _source_failure(words: str, detail: str, sources: tuple[str, ...], *, io: bool) -> Failure:
    named = [source for source in sources if re.search(rf"(?<!\w){re.escape(source)}(?!\w)", words)]
    source = named[0] if len(named) == 1 else sources[0] if len(sources) == 1 else ""
    if not source and not io:
        return Failure(code="ENGINE_FAILED", message="the engine could not run the statement", detail=detail)
    which = f"source `{source}`" if source else "a source"
    return Failure(
        code="SOURCE_UNAVAILABLE",
        message=f"{which} could not be read while the statement ran",
        hint="run it again later, or ask the owner of the source",
        detail=detail,
        source=source,
    )
