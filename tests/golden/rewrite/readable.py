"""Generated SQL laid out for people: sqlglot's pretty printer, short brackets on one line."""

from __future__ import annotations

import re
from typing import Final

import sqlglot
from sqlglot import exp

WIDTH: Final = 110
_SHORT: Final = re.compile(r"\(\n *([^\n]*)\n *\)")
_CLAUSE: Final = re.compile(r"\b(WHERE|HAVING|QUALIFY)\n *")
_UNSEEN: Final = re.compile(r"[^\S ]|[\x00-\x1f\u2000-\u200f\u2028\u2029\ufeff]")
# Inside these a bracket decides what belongs together; anywhere else it is only noise to a reader.
_BINDING: Final = (exp.Binary, exp.Unary, exp.Between, exp.In, exp.Is, exp.Escape, exp.Dot, exp.Bracket, exp.Predicate)


def readable(sql: str) -> str:
    """One statement over several lines.

    >>> print(readable("SELECT (a + 1) AS b FROM (SELECT (CASE WHEN (x > 1) THEN x END) AS a FROM t WHERE (x = 2)) AS u"))
    SELECT
      a + 1 AS b
    FROM (
      SELECT
        CASE WHEN x > 1 THEN x END AS a
      FROM t
      WHERE x = 2
    ) AS u
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    for literal in tree.find_all(exp.Literal):
        if literal.is_string:
            literal.set("this", _UNSEEN.sub(lambda found: f"<{ord(found[0]):x}>", literal.name))
    for bracket in list(tree.find_all(exp.Paren)):
        if isinstance(bracket.parent, exp.Paren) or not isinstance(bracket.parent, _BINDING):
            bracket.replace(bracket.this)
    text = tree.sql("duckdb", pretty=True, max_text_width=WIDTH)
    text = _CLAUSE.sub(r"\1 ", text)
    while (shorter := _SHORT.sub(_joined, text)) != text:
        text = shorter
    return text


def _joined(found: re.Match[str]) -> str:
    inside = found[1]
    return found[0] if inside.startswith("SELECT") else f"({inside})"
