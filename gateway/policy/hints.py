"""`; did you mean …?` for words that are nearly right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message, or nothing.

    >>> did_you_mean("selct", ["select", "mask"])
    '; did you mean `select`?'
    """
    folded = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), folded, n=1)
    return f"; did you mean `{folded[close[0]]}`?" if close else ""
