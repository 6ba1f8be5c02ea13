"""Formats of dates: MySQL's (date_format, date_parse) and Joda's (format_datetime) as DuckDB's strftime."""

from __future__ import annotations

import re
from typing import Final

_MYSQL: Final = {
    "a": "%a", "b": "%b", "c": "%-m", "d": "%d", "e": "%-d", "f": "%f", "H": "%H", "h": "%I", "I": "%I", "i": "%M", "j": "%j",
    "k": "%-H", "l": "%-I", "M": "%B", "m": "%m", "p": "%p", "r": "%I:%M:%S %p", "S": "%S", "s": "%S", "T": "%H:%M:%S",
    "v": "%V", "W": "%A", "x": "%G", "Y": "%Y", "y": "%y", "%": "%%",
}  # fmt: skip
_UNSUPPORTED: Final = frozenset("DUuVwX")
_PARSED: Final = frozenset("YmcdeHkisST")
_JODA: Final = {
    "yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m", "dd": "%d", "d": "%-d", "EEEE": "%A", "EEE": "%a",
    "E": "%a", "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "m": "%-M", "ss": "%S", "s": "%-S", "SSS": "%g", "a": "%p",
    "DDD": "%j",
}  # fmt: skip


def mysql_problem(pattern: str) -> str | None:
    """What Trino refuses in a MySQL format."""
    bad = [letter for letter in re.findall(r"%(.)", pattern, re.DOTALL) if letter in _UNSUPPORTED]
    if bad:
        return f"date format specifier `%{bad[0]}` is not supported"
    return None


def ends_open(pattern: str) -> bool:
    """Does it end with a `%` of its own, which stands for nothing?"""
    return re.fullmatch(r"(?:[^%]|%.)*%", pattern, re.DOTALL) is not None


def from_mysql(pattern: str) -> str:
    """The format for strftime; letters that mean nothing stand for themselves.

    >>> from_mysql("%Y-%m-%d %H:%i:%s")
    '%Y-%m-%d %H:%M:%S'
    """
    return re.sub(r"%(.)", lambda found: _MYSQL.get(found[1], found[1]), pattern, flags=re.DOTALL)


def parsed_mysql(pattern: str) -> str | None:
    """The format for strptime, where it names a whole date and only fields that both read alike."""
    letters = re.findall(r"%(.)", pattern, re.DOTALL)
    whole = "Y" in letters and bool({"m", "c"} & set(letters)) and bool({"d", "e"} & set(letters))
    if ends_open(pattern) or not whole or not set(letters) <= _PARSED or len(set(letters)) != len(letters):
        return None
    return from_mysql(pattern).replace("%-", "%")


def from_joda(pattern: str) -> str | None:
    """The format for strftime, or None when a field has no twin there.

    >>> from_joda("yyyy-MM-dd'T'HH:mm"), from_joda("ZZ")
    ('%Y-%m-%dT%H:%M', None)
    """
    out: list[str] = []
    for quoted, letters, other in _words(pattern):
        if letters:
            if letters not in _JODA:
                return None
            out.append(_JODA[letters])
        else:
            out.append((quoted or other).replace("%", "%%"))
    return "".join(out) if pattern.count("'") % 2 == 0 else None


def _words(pattern: str) -> list[tuple[str, str, str]]:
    """Quoted text, runs of one letter, other characters."""
    words: list[tuple[str, str, str]] = []
    for found in re.finditer(r"'((?:[^']|'')*)'|([A-Za-z])\2*|([^A-Za-z'])", pattern):
        if found[2]:
            words.append(("", found[0], ""))
        elif found[3]:
            words.append(("", "", found[3]))
        else:
            words.append((found[1].replace("''", "'") or "'", "", ""))
    return words
