"""How a tree that Trino printed is brought to one form: changes of its tokens, one for each way to say the same.

That printed form is fully bracketed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

TOKEN: Final = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|<>|<=|>=|\|\||->|[^\s\w]""")
SET_OPERATIONS: Final = frozenset({"UNION", "EXCEPT", "INTERSECT"})
COMPARISONS: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})
FRAMES: Final = frozenset({"ROWS", "RANGE", "GROUPS"})
TAILS: Final = frozenset({"ORDER", "LIMIT", "OFFSET", "FETCH", "WITH"})
TYPE_ALIASES: Final = {"int": "integer"}
_TYPES: Final = (
    "array bigint boolean char date day decimal double integer interval json map month precision real row second smallint"
    " time timestamp tinyint to uuid varbinary varchar with year zone"
)
TYPES: Final = frozenset(_TYPES.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign; `tight` when nothing stands before it."""

    text: str
    tight: bool = False


Tokens = list[Token]


def tokens(text: str) -> Tokens:
    """The words and signs of a text."""
    found = []
    end = -1
    for match in TOKEN.finditer(text):
        found.append(Token(match[0], match.start() == end))
        end = match.end()
    return found


def texts(found: Tokens) -> list[str]:
    """The words and signs themselves."""
    return [token.text for token in found]


def _closing(found: Tokens, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    depth = 0
    for index in range(at, len(found)):
        depth += {"(": 1, ")": -1}.get(found[index].text, 0)
        if depth == 0:
            return index
    raise ValueError("a bracket is not closed")


def _opening(found: Tokens, at: int) -> int:
    """Where the bracket opened that stands open before `at`."""
    depth = 1
    for index in range(at - 1, -1, -1):
        depth += {"(": -1, ")": 1}.get(found[index].text, 0)
        if depth == 0:
            return index
    raise ValueError("no bracket is open")


def is_not_null(found: Tokens) -> Tokens:
    """`x IS NOT NULL` becomes `NOT (x IS NULL)`."""
    found = list(found)
    at = 0
    while at < len(found) - 3:
        if texts(found[at : at + 4]) == ["IS", "NOT", "NULL", ")"]:
            start = _opening(found, at)
            inner = [Token("NOT"), Token("("), *found[start + 1 : at], Token("IS"), Token("NULL"), Token(")")]
            found[start + 1 : at + 3] = inner
        at += 1
    return found


def any_for_some(found: Tokens) -> Tokens:
    """`= SOME (` becomes `= ANY (`."""
    before = [None, *(token.text for token in found)]
    return [
        Token("ANY")
        if token.text == "SOME" and before[at] in COMPARISONS and texts(found[at + 1 : at + 2]) == ["("]
        else token
        for at, token in enumerate(found)
    ]


def plain_window(found: Tokens) -> Tokens:
    """`OVER (w)` becomes `OVER w` where no window has a frame."""
    if not FRAMES.isdisjoint(texts(found)):
        return found
    kept: Tokens = []
    at = 0
    while at < len(found):
        inner = (
            found[at + 2]
            if texts(found[at : at + 4])[:2] == ["OVER", "("] and texts(found[at + 3 : at + 4]) == [")"]
            else None
        )
        kept += [found[at]] if inner is None else [found[at], inner]
        at += 1 if inner is None else 4
    return kept


def type_names(found: Tokens) -> Tokens:
    """Names of types in one case, and one name each."""
    found = list(found)
    for start, token in enumerate(found[:-1]):
        if found[start + 1].text.startswith("'") and token.text.lower() in TYPES:  # a literal: DATE '…'
            found[start] = Token(token.text.upper(), token.tight)
        if token.text not in ("CAST", "TRY_CAST") or found[start + 1].text != "(":
            continue
        end = _closing(found, start + 1)
        depth = 0
        for at in range(end - 1, start, -1):  # the last AS of this bracket stands before the type
            depth += {")": 1, "(": -1}.get(found[at].text, 0)
            if depth == 0 and found[at].text == "AS":
                for index in range(at + 1, end):
                    word = TYPE_ALIASES.get(found[index].text.lower(), found[index].text.lower())
                    if word in TYPES:
                        found[index] = Token(word, found[index].tight)
                break
    return found


def function_names(found: Tokens) -> Tokens:
    """No quotes around a function's name: a call's bracket follows its name directly; after an alias stands a blank."""
    made = list(found)
    for index, (name, after) in enumerate(pairwise(found)):
        if after.text == "(" and after.tight and re.fullmatch(r'"[A-Za-z_]\w*"', name.text):
            made[index] = Token(name.text[1:-1], name.tight)
    return made


def nulls_last(found: Tokens) -> Tokens:
    """The default order of NULLs is not said."""
    made: Tokens = []
    for index, token in enumerate(found):
        before = texts(found[max(0, index - 2) : index])
        around = texts(found[index : index + 2])
        dropped = around == ["NULLS", "LAST"] and before[-1:] and before[-1] in ("ASC", "DESC")
        if not (dropped or (token.text == "LAST" and before[-1:] == ["NULLS"] and before[0] in ("ASC", "DESC"))):
            made.append(token)
    return made


def table_as_query(found: Tokens) -> Tokens:
    """`TABLE t` becomes `SELECT * FROM t`."""
    made: Tokens = []
    for token, after in zip(found, [*found[1:], Token("")], strict=True):
        named = re.fullmatch(r'\w+|".*"', after.text, re.DOTALL)
        made += [Token("SELECT"), Token("*"), Token("FROM")] if token.text == "TABLE" and named else [token]
    return made


def leading_zeros(found: Tokens) -> Tokens:
    """A decimal has a digit before its point."""
    made = list(found)
    for index, (before, token) in enumerate(pairwise(found), 1):
        if before.text == "DECIMAL" and re.fullmatch(r"'-?\.\d+'", token.text):
            made[index] = Token(token.text.replace(".", "0.", 1), token.tight)
    return made


def without_outer_brackets(found: Tokens) -> Tokens:
    """No brackets around a whole query."""
    found = list(found)
    for start in range(len(found) - 3, -1, -1):
        if texts(found[start : start + 3]) == ["(", "(", "VALUES"]:
            inner, outer = _closing(found, start + 1), _closing(found, start)
            if outer == inner + 1:
                del found[outer], found[start]
        elif texts(found[start : start + 2]) == [")", "("] and found[start + 2].text in ("SELECT", "VALUES"):
            end = _closing(found, start + 1)
            if end + 1 == len(found) or found[end + 1].text == ")":  # all that WITH stands before
                del found[end], found[start + 1]
    return found


def intersect_first(found: Tokens) -> Tokens:
    """No brackets around an INTERSECT within UNION and EXCEPT."""
    found = list(found)
    for start in range(len(found) - 1, 1, -1):
        joined = found[start - 1].text in ("UNION", "EXCEPT") or (
            found[start - 1].text in ("ALL", "DISTINCT") and found[start - 2].text in ("UNION", "EXCEPT")
        )
        if found[start].text != "(" or not joined:
            continue
        end = _closing(found, start)
        depth, top = 0, set()
        for token in found[start + 1 : end]:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            top |= {token.text} if depth == 0 else set()
        if "INTERSECT" in top and not top & (TAILS | SET_OPERATIONS - {"INTERSECT"}):
            del found[end], found[start]
    return found
