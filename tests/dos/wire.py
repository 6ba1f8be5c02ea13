"""Clients that behave badly on the wire: they say nothing, or too slowly, or without end, or take nothing."""

from __future__ import annotations

import contextlib
import json
import resource
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

HEAD = b"POST /v1/query HTTP/1.1\r\nHost: localhost\r\n"


def opened(url: str, receive: int | None = None) -> socket.socket:
    """A connection; `receive` is the size of what the system takes for a client that does not read."""
    found = socket.socket()
    if receive is not None:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    found.settimeout(10)
    found.connect((urlsplit(url).hostname, urlsplit(url).port))
    return found


@contextlib.contextmanager
def crowd(url: str, wanted: int) -> Iterator[list[socket.socket]]:
    """So many connections that say nothing, or as many as the system lets this process open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    found: list[socket.socket] = []
    try:
        room = (hard if hard != resource.RLIM_INFINITY else 1 << 20) - 500
        for _ in range(min(wanted, room)):
            found.append(opened(url))
        yield found
    finally:
        for one in found:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def sent_until_refused(one: socket.socket, first: bytes, piece: bytes, most: int = 64_000_000) -> int:
    """Bytes that could be sent before the server would take no more; `most` if it took all."""
    sent = 0
    with contextlib.suppress(OSError):
        one.sendall(first)
        while sent < most:
            sent += one.send(piece)
    return sent


def seconds_until_closed(one: socket.socket, piece: bytes = b"", most: float = 60) -> float:
    """How long the server keeps a connection on which a little arrives now and then."""
    began = time.monotonic()
    one.settimeout(0.2)
    while time.monotonic() - began < most:
        try:
            if piece:
                one.sendall(piece)
            if not one.recv(4096):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - began


def request(token: str, sql: str, accept: str = "application/json") -> bytes:
    """A whole request."""
    body = json.dumps({"sql": sql}).encode()
    head = f"Authorization: Bearer {token}\r\nAccept: {accept}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return HEAD + head.encode() + body
