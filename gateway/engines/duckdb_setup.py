"""What the embedded engine is told when it is made: its sources, bounds and places."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from connectors.connector import Attachment, Connector
from gateway.errors import ErrorCode, GatewayError, OwnError

UNITS: Final = {
    "B": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KIB": 2**10,
    "MIB": 2**20,
    "GIB": 2**30,
    "TIB": 2**40,
}


def parse_size(text: str) -> int:
    """Bytes.

    >>> parse_size("1.5 GB"), parse_size("512MiB")
    (1500000000, 536870912)
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?i?B)\s*", text, re.IGNORECASE)
    if match is None:
        raise OwnError(f"`{text}` is not a size such as 2GB", code=ErrorCode.CONFIG_INVALID)
    return int(float(match[1]) * UNITS[match[2].upper()])


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSource:
    """One source: its kind, validated options, credentials (`user`, `password`), and whom to ask when it is down."""

    name: str
    connector: Connector
    options: BaseModel
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineBounds:
    """`directory` is private to the engine and may be emptied at any time. Memory, threads and spill are those of one engine process."""

    directory: Path
    memory_limit: str = "2GB"
    threads: int = 2
    spill_limit: str = "4GB"
    resident_limit: int = 0
    """Bytes of real memory at which the engine process is ended; 0: half as much again as `memory_limit`, and 512 MB."""
    workers: int = 16
    """Statements at once; one source may hold at most half of them, so that a silent one cannot block the others."""
    grace: float = 2.0
    """Seconds between asking a statement to stop and giving its process up."""
    drain: float = 10.0
    """Seconds that other statements of a given-up process may go on."""
    preflight: float = 3.0
    build: float = 30.0
    files: Path | None = None
    """The folder of the databases that a statement may bring along; None: none may."""
    recheck: float = 15.0
    """Seconds between looks at sources that are down."""

    @property
    def resident(self) -> int:
        return self.resident_limit or parse_size(self.memory_limit) * 3 // 2 + 512 * 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One source as the engine process is told about it, or the reason why it is left out."""

    source: EngineSource
    attachment: Attachment | None
    reason: str = ""
    detail: str = ""

    def order(self) -> dict[str, Any]:
        """As plain JSON values. Holds the password: never log it."""
        assert self.attachment is not None
        found = self.attachment
        return {
            "name": self.source.name,
            "extension": found.extension,
            "secrets": found.secrets,
            "statements": found.statements,
            "drop_secrets": found.drop_secrets,
            "views": found.views,
            "directories": found.directories,
            "files": found.files,
            "headers": found.headers,
        }


async def prepare(source: EngineSource, seconds: float) -> Prepared:
    """How to attach a source, after asking whether anybody answers there."""
    try:
        attachment = await asyncio.to_thread(source.connector.attach, source.name, source.options, source.credentials)
    except GatewayError as error:
        return Prepared(source=source, attachment=None, reason=error.message, detail=error.detail or "")
    except (OSError, ValueError) as error:
        return Prepared(source=source, attachment=None, reason="its files cannot be read", detail=repr(error))
    if attachment.address is None:
        return Prepared(source=source, attachment=attachment)
    reason, detail = await preflight(*attachment.address, attachment.extension or "", seconds)
    return Prepared(source=source, attachment=None if reason else attachment, reason=reason, detail=detail)


SSL_REQUEST: Final = bytes.fromhex("0000000804d2162f")


async def preflight(host: str, port: int, extension: str, seconds: float) -> tuple[str, str]:
    """Empty when a server speaks there within `seconds`; else the reason and its detail.

    Attaching a server that accepts connections and then is silent would hang, for MySQL without end.
    """
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                if extension == "postgres_scanner":
                    writer.write(SSL_REQUEST)
                    await writer.drain()
                if not await reader.read(1):
                    return "the server closed the connection", ""
            finally:
                writer.close()
    except TimeoutError:
        return f"no answer within {seconds:g} s", ""
    except ConnectionRefusedError as error:
        return "the connection was refused", repr(error)
    except OSError as error:
        return "the server cannot be reached", repr(error)
    return "", ""


def worth(attachment: Attachment) -> bool:
    """Whether a new generation could attach it: a server answers, files and folders are there."""
    return all(Path(file).is_file() for file in attachment.files) and all(
        Path(d).is_dir() for d in attachment.directories
    )
