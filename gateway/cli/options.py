"""Options that many commands share, so that they are spelled and explained once."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path,
    typer.Option("--config", "-c", envvar="HUILIU_CONFIG", metavar="FILE", help="The site's gateway.toml."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document, errors included.")]
Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        envvar="HUILIU_SERVER",
        metavar="URL",
        help="Ask this running gateway over HTTP instead of working on this machine's files.",
    ),
]
Token = Annotated[
    str | None,
    typer.Option(
        "--token",
        envvar="HUILIU_TOKEN",
        metavar="TOKEN",
        show_envvar=True,
        help="Bearer token for --server. Better set in the environment: other users see command lines.",
    ),
]
Purpose = Annotated[str | None, typer.Option("--purpose", "-p", metavar="CODE", help="The purpose that is declared.")]

DEFAULT_CONFIG = Path("gateway.toml")


class Format(Enum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    ARROW = "arrow"
