"""Messages between the gateway and its engine process: length, kind, statement number, rows, then bytes. Kinds going down and up are listed here, and nothing else is understood.

Pages are megabytes: they are sent from where DuckDB wrote them and received where they stay, without a copy on either side.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

HEADER: Final = struct.Struct(">IBII")
LARGEST: Final = 2_000_000_000
AT_ONCE: Final = 512
"""Pieces given to the system in one call; it takes 1024."""


class Frame(IntEnum):
    """What a message is."""

    BUILD = 1
    """down, JSON: how to build the generation; the first message."""
    RUN = 2
    """down, JSON: one statement."""
    MORE = 3
    """down: one more page may be sent."""
    CANCEL = 4
    """down: stop the statement."""
    REST = 5
    """down: nobody reads it, and others want its places: put the rest of its answer aside."""

    SOURCE = 11
    """up, JSON: a source is about to be attached, is attached, or why not."""
    READY = 12
    """up: the generation stands, locked."""
    HEAD = 13
    """up: what precedes the first page; the statement was accepted and runs."""
    PAGE = 14
    """up: a page, the number of its rows in the header."""
    END = 15
    """up, JSON: no more pages."""
    FAIL = 16
    """up, JSON: the statement (or number 0: the build) failed."""
    ASIDE = 17
    """up: the rest of its answer lies aside; it needs no place any more."""


def pack(kind: Frame, statement: int, payload: bytes = b"") -> bytes:
    """The bytes of one message."""
    return HEADER.pack(len(payload), kind, statement, 0) + payload


def send(link: socket.socket, kind: Frame, statement: int, pieces: list[memoryview], rows: int) -> None:
    """One message whose bytes lie in several places; blocking."""
    length = sum(map(len, pieces))
    left = [memoryview(HEADER.pack(length, kind, statement, rows)), *(piece for piece in pieces if len(piece))]
    while left:
        sent = link.sendmsg(left[:AT_ONCE])
        while left and sent >= len(left[0]):
            sent -= len(left.pop(0))
        if left:
            left[0] = left[0][sent:]


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it was received."""

    kind: Frame
    body: bytes | bytearray = b""
    rows: int = 0


class Receiver(asyncio.BufferedProtocol):
    """Takes messages off a socket; `lost` is called once, when it ends or is not understood."""

    def __init__(self, took: Callable[[int, Message], None], lost: Callable[[], None]) -> None:
        self._took = took
        self._lost = lost
        self._header = bytearray(HEADER.size)
        self._buffer = self._header
        self._filled = 0

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the next bytes go: the header, or the rest of the body."""
        return memoryview(self._buffer)[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        """Bytes arrived there."""
        self._filled += nbytes
        if self._filled < len(self._buffer):
            return
        try:
            length, kind, statement, rows = HEADER.unpack(self._header)
            if self._buffer is self._header and length:
                if length > LARGEST:
                    raise ValueError("a message is too long")
                self._buffer, self._filled = bytearray(length), 0
                return
            body = self._buffer if length else b""
            self._buffer, self._filled = self._header, 0
            self._took(statement, Message(Frame(kind), body, rows))
        except ValueError:
            self._lost()

    def connection_lost(self, exc: Exception | None) -> None:
        """The other end is gone."""
        self._lost()
