r"""Regular expressions: Trino's dialect (Joni, Java syntax) written as DuckDB's (RE2), where both mean the same.

Only constant patterns of a plain subset pass: literals, classes, groups, alternation, greedy and lazy quantifiers, `^`, `$`,
`\d \w \s` and their negations. The rest (look-around, back references, `\b`, flags, possessive quantifiers) is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Joni's shorthands, as Trino uses it, know ASCII only; RE2's \s leaves out the vertical tab.
_SHORT: Final = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t-\r "}
_ESCAPED: Final = frozenset(r"\.[](){}*+?^$|-/,:;=!@#%&~`'\"<>_ ")
_QUANTIFIER: Final = re.compile(r"(?:[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})(\??)(?![*+?{])")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A translated pattern. `ends`: holds a `$`, which in Trino stands before a last line feed too."""

    text: str
    groups: int
    ends: bool
    optional: bool
    """May a group take no part in a match?"""
    empty: bool
    """Can it match nothing at all?"""


class _NotPlainError(Exception):
    """The pattern is outside of the subset."""


def is_valid(pattern: str) -> bool:
    """A cheap look for what no engine accepts: unbalanced groups and classes, a quantifier of nothing."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return (
            not re.fullmatch(r"[A-Za-z0-9\[\](){}*+?.^$|\\ -]*", pattern)
            or "\\" in pattern
            or "++" in pattern
            or "?+" in pattern
            or "*+" in pattern
        )
    return True


def translate(pattern: str) -> Pattern | None:
    r"""The pattern for DuckDB, or None when it is outside of the plain subset.

    >>> translate(r"^1[3-9]\d{9}$").text
    '^1[3-9][0-9]{9}(?:\\n?\\z)'
    >>> translate(r"(?<=a)b") is None
    True
    """
    reader = _Reader(pattern)
    try:
        text = reader.whole()
    except (_NotPlainError, IndexError):
        return None
    try:
        empty = re.search(re.sub(r"\(\?:\\n\?\\z\)", "", _for_python(text)), "") is not None
    except re.error:
        return None
    return Pattern(text, reader.groups, reader.ends, reader.optional, empty)


def _for_python(text: str) -> str:
    """Near enough to ask whether it can match nothing."""
    return re.sub(r"\\[pP]\{[A-Za-z]+\}", "x", text).replace("\\x{85}", "\\x85").replace("\\x{a0}", "\\xa0")


class _Reader:
    """One pass over the pattern."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.groups = 0
        self.ends = False
        self.optional = False

    def whole(self) -> str:
        out: list[str] = []
        depth = 0
        while self.at < len(self.pattern):
            character = self.pattern[self.at]
            self.at += 1
            if character == "(":
                out.append(self.group())
                depth += 1
                continue
            if character == ")":
                depth -= 1
                if depth < 0:
                    raise _NotPlainError
                out.append(")" + self.quantifier())
            elif character == "|":
                self.optional = True
                out.append("|")
            elif character == "^":
                out.append("^")
            elif character == "$":
                self.ends = True
                out.append(r"(?:\n?\z)")
            elif character in "*+?{":
                raise _NotPlainError
            else:
                out.append(self.atom(character) + self.quantifier())
        if depth:
            raise _NotPlainError
        return "".join(out)

    def group(self) -> str:
        if self.pattern.startswith("?:", self.at):
            self.at += 2
            return "(?:"
        if self.pattern.startswith("?", self.at):
            raise _NotPlainError
        self.groups += 1
        return "("

    def atom(self, character: str) -> str:
        if character == "[":
            return self.klass()
        if character == "\\":
            return self.escape(inside=False)
        if character in "]}":
            return "\\" + character
        return character

    def escape(self, *, inside: bool) -> str:
        letter = self.pattern[self.at]
        self.at += 1
        if letter in _SHORT:
            return _SHORT[letter] if inside else f"[{_SHORT[letter]}]"
        if letter.lower() in _SHORT and not inside:
            return f"[^{_SHORT[letter.lower()]}]"
        if letter in "tnr":
            return "\\" + letter
        if letter not in _ESCAPED:
            raise _NotPlainError
        return re.escape(letter) if not inside else "\\" + letter

    def klass(self) -> str:
        out = ["["]
        if self.pattern[self.at] == "^":
            out.append("^")
            self.at += 1
        if self.pattern[self.at] == "]":
            raise _NotPlainError
        while self.pattern[self.at] != "]":
            character = self.pattern[self.at]
            self.at += 1
            if character == "[" or self.pattern.startswith("&&", self.at - 1):
                raise _NotPlainError
            out.append(self.escape(inside=True) if character == "\\" else character)
        self.at += 1
        return "".join(out) + "]"

    def quantifier(self) -> str:
        found = _QUANTIFIER.match(self.pattern, self.at)
        if found is None:
            if self.at < len(self.pattern) and self.pattern[self.at] in "*+?{":
                raise _NotPlainError
            return ""
        if found[0][0] in "*?" or found[0].startswith(("{0", "{,")):
            self.optional = True
        self.at = found.end()
        return found[0]
