"""A source as a catalog of Trino: the file that a Trino server reads from its catalog folder.

No secret is in it: user and password are named as environment variables of the Trino server, which puts them in itself.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from connectors.server import ServerOptions
from gateway.errors import ErrorCode, OwnError

MARK: Final = (
    "# Written by `huiliu trino catalogs` from gateway.toml. Change it there: what stands here is overwritten."
)
"""First line of every file, by which a file that somebody else wrote is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCatalog:
    """Why Trino cannot read a kind of source, and what to do instead."""

    reason: str
    instead: str


COMMON: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Names are folded by the gateway, as Trino does; without it Trino finds no table whose name has a capital.
        "case-insensitive-name-matching": "true",
        # Types that Trino has not are read as text and never compared at the source; without it such columns are not there.
        "unsupported-type-handling": "CONVERT_TO_VARCHAR",
        # Rule 15: by default Trino sends the keys of a join to the other side's database. A session may turn it on again.
        "dynamic-filtering.enabled": "false",
        # Rule 17: a source's statistics count hidden rows, and the plan that Trino chooses by them decides which failures are met (docs/security-model.md).
        "statistics.enabled": "false",
        # So that the owner's own log of statements can be joined with the audit, which names Trino's query.
        "query.comment-format": "huiliu $QUERY_ID",
    }
)
"""What holds for every server behind JDBC."""


def address(options: ServerOptions) -> str:
    """`host:port` as a JDBC address has it. Raises OwnError for a host that could mean something else there.

    >>> address(ServerOptions(host="::1", port=5432, database="d"))
    '[::1]:5432'
    """
    host = options.host
    try:
        host = f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._\-]*[A-Za-z0-9])?", host):
            raise OwnError(
                f"host `{host}` cannot stand in an address for Trino",
                code=ErrorCode.CONFIG_INVALID,
                hint="write one host name or address; Trino cannot use a socket",
            ) from None
    return f"{host}:{options.port}"


def credential_variables(source: str, credentials: str | None) -> Mapping[str, str]:
    """The environment variables from which Trino takes `user` and `password`; none for a source without credentials.

    >>> credential_variables("civil", "env:CIVIL_DB")["user"], credential_variables("civil", "keyfile:civil")["user"]
    ('CIVIL_DB_USER', 'HUILIU_SOURCE_CIVIL_USER')
    """
    if credentials is None:
        return {}
    prefix = credentials.removeprefix("env:") if in_environment(credentials) else f"HUILIU_SOURCE_{source.upper()}"
    return {word: f"{prefix}_{word.upper()}" for word in ("user", "password")}


def in_environment(credentials: str | None) -> bool:
    """Whether credentials come from the environment, so that Trino can be given the same variables."""
    return credentials is not None and credentials.startswith("env:")


def catalog_properties(source: str, own: Mapping[str, str], credentials: str | None) -> Mapping[str, str]:
    """What a catalog file says. `own` is what the kind of source says of itself."""
    for key, value in own.items():
        # `$` would be resolved by Trino, a backslash and what is not ASCII would be read as something else.
        if not re.fullmatch(r"[ -#%-\[\]-~]+", value):
            raise ValueError(f"the property {key} cannot be written")
    named = {f"connection-{k}": f"${{ENV:{v}}}" for k, v in credential_variables(source, credentials).items()}
    return {**own, **COMMON, **named}


def catalog_text(properties: Mapping[str, str]) -> str:
    """The file itself.

    >>> print(catalog_text({"connector.name": "tpch"}).splitlines()[1])
    connector.name=tpch
    """
    return "\n".join([MARK, *(f"{key}={value}" for key, value in properties.items())]) + "\n"
