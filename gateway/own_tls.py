"""Where the gateway's own certificates are, and for which names."""

from __future__ import annotations

import datetime
import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gateway.certificates import Certificates, certificates
from gateway.settings import Settings
from gateway.settings_tree import split

LOCAL: Final = ("localhost", "127.0.0.1", "::1")


def folder(settings: Settings) -> Path:
    """In the gateway's own data."""
    return settings.gateway.data_dir / "tls"


def own_certificates(settings: Settings) -> Certificates:
    """Made at the first call. Raises OwnError."""
    return certificates(folder(settings), set(_names(settings)), datetime.datetime.now(datetime.UTC))


def _names(settings: Settings) -> Iterator[str]:
    yield from LOCAL
    yield from settings.http.tls_names
    name = socket.gethostname()
    if name.isascii() and len(name) <= 253:
        yield name
    if settings.http.tls_listen is not None:
        host, _ = split(settings.http.tls_listen)
        try:
            everywhere = ipaddress.ip_address(host).is_unspecified
        except ValueError:
            everywhere = False
        if not everywhere:
            yield host
