"""MySQL and MariaDB as catalogs of Trino: two connectors, and the wrong one gives wrong values (times lose their fractions).

So the server itself is asked which it is, unless the options say. It tells before anybody logs in.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import BinaryIO, Final, Literal

from connectors.server import ServerOptions
from connectors.trino_catalog import address
from gateway.errors import EngineError, ErrorCode

Flavor = Literal["mysql", "mariadb"]
SECONDS: Final = 5
_LONGEST: Final = 4096

# `YEAR` is a number, as the gateway has it. The session may only read. MySQL's driver would fail on the date 0000-00-00.
PARAMETERS: Final[Mapping[Flavor, str]] = {
    "mariadb": "yearIsDateType=false&sessionVariables=tx_read_only=1",
    "mysql": "yearIsDateType=false&zeroDateTimeBehavior=CONVERT_TO_NULL&sessionVariables=transaction_read_only=1",
}
DATES: Final = ("DATE", "DATETIME", "TIMESTAMP")
"""2024-00-10 is a date there, and fails a scan in Trino. As text it is read, and converts to NULL."""
WRONG: Final[Mapping[Flavor, tuple[str, ...]]] = {
    "mariadb": (
        "TIME",
        *(f"{size} UNSIGNED ZEROFILL" for size in ("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT")),
    ),
    "mysql": (),
}
"""What MariaDB's connector would read as another type: TIME is a duration there, of which it makes 01:00:01 out of -838:59:59 (MySQL's fails, as text,
too); unsigned numbers with ZEROFILL it takes for signed ones, and fails on large ones. As text TIME is what was accepted, and those numbers are not."""


def properties(options: ServerOptions, flavor: Flavor, *, clean: bool) -> Mapping[str, str]:
    """Catalog properties; `clean` when the owner sees to it that no impossible date is stored."""
    texts = (*WRONG[flavor], *(() if clean else DATES))
    found = {
        "connector.name": flavor,
        # Trino takes no database here: every database that the account may see is a schema.
        "connection-url": f"jdbc:{flavor}://{address(options)}/?{PARAMETERS[flavor]}",
    }
    return found | ({"jdbc-types-mapped-to-varchar": ",".join(texts)} if texts else {})


def flavor_of(options: ServerOptions) -> Flavor:
    """What the server says it is. Raises EngineError SOURCE_UNAVAILABLE."""
    try:
        with (
            socket.create_connection((options.host, options.port), timeout=SECONDS) as connection,
            connection.makefile("rb") as stream,
        ):
            version = _version(stream)
    except (OSError, ValueError) as error:
        raise EngineError(
            "the server does not tell whether it is MySQL or MariaDB",
            code=ErrorCode.SOURCE_UNAVAILABLE,
            hint='say so in its options: `flavor = "mysql"` or `flavor = "mariadb"`',
            detail=str(error),
        ) from error
    return "mariadb" if b"MariaDB" in version else "mysql"


def _version(stream: BinaryIO) -> bytes:
    """Of the server's first message: three bytes of length, a number, the protocol's version (10), a text that ends with a zero byte."""
    head = stream.read(4)
    body = stream.read(min(int.from_bytes(head[:3], "little"), _LONGEST))
    version, end, _ = body[1:].partition(b"\0")
    if body[:1] != b"\x0a" or not end:
        raise ValueError("the first message is not a greeting")
    return version
