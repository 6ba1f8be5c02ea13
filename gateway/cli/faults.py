"""Errors as people read them: what, where in their own text, what to do, whom to ask."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.cells import cell_len
from rich.text import Text

from gateway.cli.display import console, harmless, show_json
from gateway.errors import ErrorCode, GatewayError, OwnError, Position

WRONG_USE = frozenset({ErrorCode.CONFIG_INVALID})


def exit_code(error: GatewayError) -> int:
    """1: refused or failed; 2: used or configured wrongly."""
    return 2 if error.code in WRONG_USE else 1


def wrong_use(message: str, hint: str) -> OwnError:
    """A command that cannot mean anything as it was given."""
    return OwnError(message, code=ErrorCode.CONFIG_INVALID, hint=hint)


@contextmanager
def told(sql: str, *, as_json: bool) -> Iterator[None]:
    """Tell an error with the place in the client's text, and end with its exit code."""
    try:
        yield
    except GatewayError as error:
        tell(error, as_json=as_json, sql=sql)
        raise typer.Exit(exit_code(error)) from error


def tell(error: GatewayError, *, as_json: bool, sql: str = "") -> None:
    """On stderr for people; as a JSON document on stdout for programs."""
    if as_json:
        more = {"problems": list(problems(error))} if any(problems(error)) else {}
        show_json({"error": error.public() | more})
        return
    out = console(sys.stderr)
    # A code is for looking up; a command that was mistyped needs none.
    code = "" if error.code in WRONG_USE else f"{error.code.value} {error.code.name}: "
    out.print(Text.assemble(("error ", "bold red"), (code, "red"), first(error)))
    for line in problems(error):
        out.print(Text(f"  {harmless(line)}"))
    if error.position is not None and sql:
        for line in pointed(sql, error.position):
            out.print(Text(f"  {line}", style="cyan"))
    if error.hint:
        out.print(Text.assemble(("hint: ", "bold"), harmless(error.hint)))
    if error.contact:
        out.print(Text.assemble(("ask:  ", "bold"), harmless(error.contact)))
    if isinstance(error, OwnError) and error.detail:
        out.print(Text(f"      {harmless(error.detail)}", style="dim"))


def first(error: GatewayError) -> str:
    """The message; an error of many problems lists them below instead."""
    found = list(problems(error))
    if len(found) > 1 and isinstance(error, OwnError):
        return f"{len(found)} problems"
    return harmless(error.message)


def problems(error: GatewayError) -> Iterator[str]:
    """Each problem of an error that carries many."""
    found = getattr(error, "problems", ())
    if len(found) > 1 or not isinstance(error, OwnError):
        yield from map(str, found)


def pointed(sql: str, position: Position) -> tuple[str, str]:
    """The line of the client's text and a caret below the place, by the width that a terminal gives each character.

    >>> print("\\n".join(pointed("SELECT '汇', x", Position(1, 13))))
    SELECT '汇', x
                 ^
    """
    lines = sql.splitlines() or [""]
    line = lines[min(position.line, len(lines)) - 1].replace("\t", " ")
    return harmless(line), " " * cell_len(harmless(line[: position.column - 1])) + "^"
