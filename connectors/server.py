"""What sources behind a network address have in common."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from pydantic import Field

from connectors.options import Options
from connectors.sql import identifier, literal


class ServerOptions(Options):
    """`host`, `port`, `database`; user and password come with the credentials, never from the file."""

    host: str = Field(min_length=1)
    port: int = Field(ge=1, le=65535)
    database: str = Field(min_length=1)


def secret_name(source: str) -> str:
    """Quoted name of the DuckDB secret that exists only while the source is attached."""
    return identifier(f"huiliu_{source}")


def create_secret(source: str, kind: str, options: ServerOptions, credentials: Mapping[str, str]) -> str:
    """With an inline connection string, errors and catalogue functions would show the password."""
    parts = [
        f"TYPE {kind}",
        f"HOST {literal(options.host)}",
        f"PORT {options.port}",
        f"DATABASE {literal(options.database)}",
    ]
    parts += [f"{key.upper()} {literal(credentials[key])}" for key in ("user", "password") if credentials.get(key)]
    return f"CREATE SECRET {secret_name(source)} ({', '.join(parts)})"


def address_identity(options: ServerOptions) -> str:
    """Host (as an address when it resolves), port and database."""
    try:
        host = socket.gethostbyname(options.host)
    except OSError:
        host = options.host.lower()
    return f"{host}:{options.port}/{options.database}"
