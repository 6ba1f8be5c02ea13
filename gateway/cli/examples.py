"""Examples under a command's help: people copy before they read."""

from __future__ import annotations

from rich.markup import escape


def examples(*lines: str) -> str:
    """The epilog of a command.

    >>> examples("huiliu serve")
    '[bold]Examples[/bold]\\n\\nhuiliu serve'
    """
    return "\n\n".join(["[bold]Examples[/bold]", *map(escape, lines)])
