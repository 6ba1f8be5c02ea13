"""Tables, JSON and text for a terminal. INVARIANT: nothing read from a source or a file reaches the terminal with control characters in it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

import orjson
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

WIDE = 10_000
"""Width of what is not a terminal: a pipe cuts no cell."""
GLANCE = 18
"""Longest value of a table that is only looked at: an ID number fits."""


def console(stream: TextIO | None = None) -> Console:
    """A console on a stream, as wide as the terminal, or wide enough."""
    stream = stream or sys.stdout
    return Console(file=stream, width=None if stream.isatty() else WIDE, highlight=False, soft_wrap=False)


def harmless(text: str) -> str:
    """The text with everything that a terminal could obey, or that hides, written out.

    >>> harmless("a\\x1b[31mb\\nc 汇")
    'a\\\\x1b[31mb\\\\nc 汇'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def cell(value: object) -> Text:
    """One value as people read it."""
    match value:
        case None:
            return Text("NULL", style="dim")
        case str():
            return Text(harmless(value))
        case bool():
            return Text(str(value).lower())
        case int() | float():
            return Text(str(value), justify="right")
        case _:
            return Text(harmless(orjson.dumps(value, default=str).decode()))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table that folds what does not fit."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name in columns:
        made.add_column(Text(harmless(name)), overflow="fold")
    for row in rows:
        made.add_row(*map(cell, row))
    return made


def glance(out: Console, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """A table to look at, not to copy from: long values are cut, and in a narrow terminal rows stand side by side, as many as fit."""
    short = [[_cut(value) for value in row] for row in rows]
    upright = table(columns, short)
    if Measurement.get(out, out.options.update(width=WIDE), upright).maximum <= out.width or not rows:
        return upright
    beside = max(1, (out.width - 18) // (GLANCE + 4))
    turned = [[name, *(row[place] for row in short[:beside])] for place, name in enumerate(columns)]
    return table(("", *(f"row {number}" for number in range(1, len(turned[0])))), turned)


def _cut(value: object) -> object:
    return f"{value[: GLANCE - 1]}…" if isinstance(value, str) and len(value) > GLANCE else value


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]], empty: str = "nothing") -> None:
    """Print a table, or a word instead of an empty one."""
    if rows:
        console().print(table(columns, rows))
    else:
        console().print(Text(empty, style="dim"))


def show_json(value: object) -> None:
    """Print one JSON document."""
    sys.stdout.write(orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2).decode() + "\n")


def say(text: str, style: str = "") -> None:
    """One line for people, on stdout."""
    console().print(Text(harmless(text), style=style))


def note(text: str, style: str = "dim") -> None:
    """One line beside the answer, on stderr."""
    console(sys.stderr).print(Text(harmless(text), style=style))
