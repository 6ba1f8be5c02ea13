"""`; did you mean …?` for words that are nearly right."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import Final

GUESSES: Final = 50


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message, or nothing.

    >>> did_you_mean("selct", ["select", "mask"])
    '; did you mean `select`?'
    """
    folded = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), folded, n=1)
    return f"; did you mean `{folded[close[0]]}`?" if close else ""


class Guesses:
    """Guesses among names that may be very many: each word once, and no more than so many words. One missing file can make every line's name unknown."""

    def __init__(self, guess: Callable[[str], str]) -> None:
        self._guess = guess
        self._told: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        if word not in self._told:
            if len(self._told) >= GUESSES:
                return ""
            self._told[word] = self._guess(word)
        return self._told[word]


def guesses_among(known: Iterable[str]) -> Guesses:
    """Guesses by `did_you_mean`."""
    names = tuple(known)
    return Guesses(lambda word: did_you_mean(word, names))
