"""Differences that are known, written down, and meant (or waiting): docs/compatibility.md shows them. A statement that is here and does not differ fails the judge, too."""

from __future__ import annotations

from typing import Final

KNOWN: Final[dict[str, tuple[str, ...]]] = {
    "A `timestamp with time zone` keeps its instant, and is shown in UTC: DuckDB keeps no zone with a value.": (
        "literals: timestamps with an offset",
        "literals: timestamps with a region",
    ),
    "Sorting a double turns -0.0 into 0.0, which equals it.": (
        "ordering: order by double with NaN",
        "ordering: order by double with NaN down",
    ),
    "Trino passes on a text that is longer than the varchar(n) that it was cast to; here the cast fails, and TRY_CAST gives NULL.": (
        "casts: a boolean to varchar(3)",
        "casts: a boolean tried as varchar(2)",
        "casts: a timestamp to varchar(3)",
        "casts: a timestamp tried as varchar(2)",
    ),
    "Years before 1 are written without leading zeros.": ("functions_dates: dates far away",),
    "One `;` at the end is taken, as clients like to send it.": ("select_lists: a semicolon at the end",),
    "grouping() in ORDER BY beside an output column of the same name is answered.": ("grouping: grouping in order",),
    "Blanks inside X'…' are not read.": ("literals: binary",),
    "A query in a row of VALUES breaks Trino's planner; here it is answered.": (
        "values: EXISTS in VALUES breaks Trino's planner",
        "values: a subquery inside a row of VALUES breaks Trino's planner",
        "values: IN a query in VALUES breaks Trino's planner",
    ),
    "What the parser does not know at all is a syntax error here, though it is none in Trino.": (
        "refused_and_wrong: json_table",
        "refused_and_wrong: an inline function",
        "refused_and_wrong: with session",
        "casts: an unknown type is wrong",
        "values: values with a subquery",
        "sets: with over values",
    ),
}

WIDER: Final[dict[str, tuple[str, ...]]] = {
    "NATURAL JOIN, which Trino 476 does not have, is answered as standard SQL means it, over the columns that the principal may read; what is sent names the columns.": (
        "joins: natural join, which Trino does not have",
        "joins: natural left join over two shared columns",
        "joins: natural join of nothing shared",
    ),
    "Correlated subqueries that Trino's planner refuses.": (
        "sets: union in EXISTS",
        "subqueries: a correlated query two levels up",
        "subqueries: a name only outside is correlated",
        "unnest: unnest in a subquery",
        "unnest: lateral of values",
    ),
    "FILTER over a window.": ("windows: filter before a window",),
}
"""Answered here though Trino says NOT_SUPPORTED: the list is exact, too."""

ON_TRINO: Final = frozenset(
    {
        "select_lists: a semicolon at the end",
        "grouping: grouping in order",
        "literals: binary",
        *KNOWN["What the parser does not know at all is a syntax error here, though it is none in Trino."],
    }
)
"""Those of KNOWN that are ours whatever the engine."""


def natural() -> frozenset[str]:
    """Those of WIDER that are so whatever the engine: NATURAL JOIN is sent with the columns that it means."""
    titles = (title for statements in WIDER.values() for title in statements)
    return frozenset(title for title in titles if title.startswith("joins: natural"))


REASONS: Final = {statement: reason for reason, statements in KNOWN.items() for statement in statements}
