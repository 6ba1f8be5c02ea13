"""LIKE of SHOW, over names that the gateway itself knows."""

from __future__ import annotations

import re

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.cursor import Like


def matches(name: str, like: Like | None) -> bool:
    """Whether a name is like what was asked for; None is everything. Raises StatementError."""
    return like is None or re.fullmatch(_pattern(like), name, re.DOTALL) is not None


def _pattern(like: Like) -> str:
    """A LIKE pattern as a regular expression; atomic groups keep a hostile one from backtracking for ever.

    >>> _pattern(Like("a_b%c%"))
    'a.b(?>.*?c).*'
    """
    first, *others = _segments(like)
    if not others:
        return first
    *middle, last = others
    return first + "".join(f"(?>.*?{segment})" for segment in middle if segment) + f".*{last}"


def _segments(like: Like) -> list[str]:
    """The parts between the `%` of a pattern, each as a regular expression of fixed length."""
    segments = [""]
    characters = iter(like.pattern)
    for character in characters:
        if like.escape and character == like.escape:
            following = next(characters, None)
            if following not in ("%", "_", like.escape):
                hint = "after the escape character stands %, _ or itself"
                raise StatementError("the LIKE pattern is not valid", code=ErrorCode.INVALID_ARGUMENTS, hint=hint)
            segments[-1] += re.escape(following)
        elif character == "%":
            segments.append("")
        else:
            segments[-1] += "." if character == "_" else re.escape(character)
    return segments
