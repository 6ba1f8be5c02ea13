"""Messages between the gateway and its engine process: length, kind, statement number, then bytes. Kinds going down and up are listed here, and nothing else is understood."""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import Final

HEADER: Final = struct.Struct(">IBI")
LARGEST: Final = 2_000_000_000


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

    SOURCE = 11
    """up, JSON: a source is about to be attached, is attached, or why not."""
    READY = 12
    """up: the generation stands, locked."""
    HEAD = 13
    """up: what precedes the first page; the statement was accepted and runs."""
    PAGE = 14
    """up: four bytes number of rows, then the page."""
    END = 15
    """up, JSON: no more pages."""
    FAIL = 16
    """up, JSON: the statement (or number 0: the build) failed."""


def pack(kind: Frame, statement: int, payload: bytes = b"") -> bytes:
    """The bytes of one message."""
    return HEADER.pack(len(payload), kind, statement) + payload
