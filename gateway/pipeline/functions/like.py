"""LIKE with ESCAPE: a constant pattern is checked at prepare and rewritten to an escape that DuckDB reads the same way."""

from __future__ import annotations

from gateway.pipeline.functions.entry import Use


def escape_problem(use: Use) -> str | None:
    """What Trino would say of a constant pattern or escape."""
    pattern, escape = use.constant(1), use.constant(2)
    if isinstance(escape, str) and len(escape) != 1:
        return "the escape of LIKE must be a single character"
    if not (isinstance(pattern, str) and isinstance(escape, str)):
        return None
    at = 0
    while at < len(pattern):
        if pattern[at] == escape:
            if pattern[at + 1 : at + 2] not in ("%", "_", escape) or at + 1 == len(pattern):
                return "the escape character of LIKE must be followed by `%`, `_` or itself"
            at += 1
        at += 1
    return None


def escaped_like(use: Use) -> str | None:
    """The form for a constant, valid pattern; with others Trino may fail where DuckDB does not."""
    if isinstance(use.constant(1), str) and isinstance(use.constant(2), str) and escape_problem(use) is None:
        return "($1 LIKE $2 ESCAPE $3)"
    return None
