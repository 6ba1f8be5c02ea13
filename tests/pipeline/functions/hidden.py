"""Literals turned into columns, so that nothing of an expression is known when it is prepared and nothing is constant for the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_WORD: Final = re.compile(
    r"\s*(?:(?P<literal>interval\s+'[^']*'\s+[a-z]+(?:\s+to\s+[a-z]+)?|(?:date|timestamp|time|decimal|json|real|bigint|uuid|x)\s*'(?:[^']|'')*'|'(?:[^']|'')*'"
    r"|(?:true|false)\b)|(?P<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?P<name>[a-z_][a-z_0-9]*)|(?P<sign>->|<>|<=|>=|\|\||.))",
    re.IGNORECASE,
)


EVERYTHING: Final = range(1000)
NOTHING: Final = range(0)


@dataclass
class Hidden:
    """An expression without (some) literals, and what its columns h0, h1 … hold."""

    which: range
    first: int = 0
    words: list[str] = field(default_factory=list)
    literals: list[str] = field(default_factory=list)
    met: int = 0

    @property
    def expression(self) -> str:
        return " ".join(self.words)

    @property
    def source(self) -> str:
        """Two equal rows: one alone the engine would take for constants."""
        row = f"({', '.join(self.literals)})"
        names = ", ".join(f"h{self.first + n}" for n in range(len(self.literals)))
        return f"(VALUES {row}, {row}) AS hidden({names})" if self.literals else "(VALUES 1, 1) AS hidden(nothing)"

    def literal(self, literal: str) -> None:
        self.met += 1
        if self.met - 1 not in self.which:
            self.words.append(literal)
            return
        self.words.append(f"h{self.first + len(self.literals)}")
        self.literals.append(literal)


def hidden(expression: str, which: range = EVERYTHING, first: int = 0) -> Hidden:
    """Literals of the expression, by their number, become columns h`first` and so on; NULL stays one, escapes and the numbers of types too. A sign belongs to its number.

    >>> hidden("CAST(1.5 - -2 AS decimal(5,2))").expression
    'CAST ( h0 - h1 AS decimal ( 5 , 2 ) )'
    """
    found = Hidden(which, first)
    within_type = 0
    for match in _WORD.finditer(expression.rstrip()):
        word = match[match.lastgroup or 0].strip()
        if within_type:
            within_type += (word == "(") - (word == ")")
            found.words.append(word)
        elif match["literal"] and not _is_escape(found.words):
            found.literal(word)
        elif match["number"]:
            found.literal(_sign(found.words) + word)
        else:
            within_type = int(word.lower() == "as")
            found.words.append(word)
    return found


def _is_escape(words: list[str]) -> bool:
    """Only a literal can stand behind ESCAPE."""
    return bool(words) and words[-1].upper() == "ESCAPE"


def _sign(words: list[str]) -> str:
    """A minus that belongs to the number behind it, taken from the words."""
    if not words or words[-1] != "-" or (len(words) > 1 and _ends_operand(words[-2])):
        return ""
    words.pop()
    return "-"


def _ends_operand(word: str) -> bool:
    return word[-1] not in "(,[+-*/%=<>|" and word.upper() not in ("AND", "OR", "NOT", "BETWEEN", "IN", "LIKE")
