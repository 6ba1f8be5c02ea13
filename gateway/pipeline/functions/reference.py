"""`docs/functions.md`: the function table as a page, written from the table itself."""

from __future__ import annotations

from gateway.pipeline.functions import table
from gateway.pipeline.functions.entry import Row

_HEAD = """# Functions

Written from the function table (`gateway/pipeline/functions/`); a test asserts that it is current.
What is not here can not be called. Signatures are in Trino's types; `T`, `U`, … stand for any type, `E` and `K` for comparable,
`O` for orderable ones; `x`, `y`, `p`, `s` for lengths, precisions and scales.

| column | means |
| --- | --- |
| fails | `no`: fails for no value of its types; `may`: a value can make it fail, so the security barrier guards its arguments; `if`: depends on types or constants (a constant pattern, unit or position is checked at prepare) |
| strict | NULL in any argument gives NULL |
| DuckDB | `yes`: the embedded engine computes it exactly as Trino does; `constants`: when patterns, units and the like are constants, or for some types only; `no`: refused there with GW402 |
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for topic in table.TOPICS:
        rows = [row for row in topic.ROWS if not row.internal]
        if not rows:
            continue
        title = (topic.__doc__ or "").split(":", 1)[-1].strip().split("\n")[0].rstrip(".")
        parts.append(
            f"\n## {title[:1].upper()}{title[1:]}\n\n| function | gives | fails | strict | DuckDB |\n| --- | --- | --- | --- | --- |\n"
        )
        parts += [_line(row) for row in rows]
    return "".join(parts)


def _line(row: Row) -> str:
    names = ", ".join(f"`{name}`" for name in row.names)
    gives = "by its arguments" if row.returns else f"`{row.signature.returns}`"
    fails = "if" if callable(row.total) else "no" if row.total else "may"
    engine = "constants" if callable(row.duckdb) else "no" if row.duckdb is None else "yes"
    text = f"| {names} `({row.signature})` | {gives} | {fails} | {'yes' if row.strict else 'no'} | {engine} |\n"
    return text.replace("||", "\\|\\|")
