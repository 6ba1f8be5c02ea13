"""What a statement brings along to Trino: the service's identity, and whose statement it is, so that Trino's own log can be joined with the audit.

Everything stands in headers that are made here; nothing that a client sent is passed on.
"""

from __future__ import annotations

import json
import math
import re
import ssl
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from gateway.engines.engine import Origin
from gateway.errors import ErrorCode, OwnError

SOURCE: Final = "huiliu"
CAPABILITIES: Final = "PATH,PARAMETRIC_DATETIME"
MILLISECONDS: Final = "PATH"
"""Every time and timestamp comes in milliseconds."""
SPARE: Final = 5
"""Seconds that Trino gets beyond the deadline: the gateway ends a statement first, and Trino what a dead gateway left."""
_ZONE: Final = re.compile(r"[A-Za-z0-9_+\-/:]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    """As whom the gateway comes: a user with a password, a token (JWT), a certificate, or nothing but its name.

    `authority` holds the certificates that are trusted in place of the system's.
    """

    user: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    certificate: Path | None = None
    key: Path | None = None
    authority: Path | None = None

    def headers(self) -> dict[str, str]:
        """Who comes, on every request."""
        found = {"X-Trino-User": self.user}
        if self.password:
            pair = b64encode(f"{self.user}:{self.password}".encode()).decode()
            found["Authorization"] = f"Basic {pair}"
        elif self.token:
            found["Authorization"] = f"Bearer {self.token}"
        return found

    def tls(self) -> ssl.SSLContext:
        """Servers are always checked. Raises OwnError when a file cannot be used."""
        try:
            context = ssl.create_default_context(cafile=self.authority)
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise OwnError(
                "the certificates for the engine cannot be read",
                code=ErrorCode.CONFIG_INVALID,
                hint="see `trino.authority`, `trino.certificate` and `trino.key`",
                detail=str(error),
            ) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def properties(seconds: float) -> dict[str, str]:
    """Session properties. Dynamic filters would carry one owner's values to another owner's source (rule 15)."""
    most = math.ceil(max(seconds, 0)) + SPARE
    return {"query_max_run_time": f"{most}s", "enable_dynamic_filtering": "false"}


def session_headers(origin: Origin, seconds: float, timezone: str, *, milliseconds: bool = False) -> dict[str, str]:
    """The session of one statement, whose times come in milliseconds if that is wanted.

    >>> session_headers(Origin(statement="s1", principal="user:li", purpose="audit"), 9.5, "UTC")["X-Trino-Client-Tags"]
    'statement:s1,principal:user:li,purpose:audit'
    """
    named = {"statement": origin.statement, "principal": origin.principal, "purpose": origin.purpose}
    told = {name: value for name, value in named.items() if value}
    zone = origin.timezone or timezone
    if not _ZONE.fullmatch(zone):
        raise OwnError("the session's time zone is not one")
    found = {
        "X-Trino-Source": SOURCE,
        "X-Trino-Time-Zone": zone,
        "X-Trino-Language": "en-US",
        "X-Trino-Client-Capabilities": MILLISECONDS if milliseconds else CAPABILITIES,
        "X-Trino-Client-Info": json.dumps(told),
        "X-Trino-Client-Tags": ",".join(f"{name}:{quote(value, safe=':@._-')}" for name, value in told.items()),
        "X-Trino-Session": ",".join(f"{name}={quote(value)}" for name, value in properties(seconds).items()),
    }
    if origin.statement:
        found["X-Trino-Trace-Token"] = quote(origin.statement, safe=":@._-")
    return found
