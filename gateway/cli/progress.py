"""A line on stderr while a statement takes longer than a second. Only on a terminal: logs of scripts stay clean."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress

AFTER = 1.0
EVERY = 0.25
CLEAR = "\r\x1b[2K"


class Progress:
    """What the line says."""

    def __init__(self) -> None:
        self.doing = "asking"
        self._bytes = 0
        self._begun = time.monotonic()

    async def counted(self, pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        """The same pieces, counted."""
        async for piece in pieces:
            self._bytes += len(piece)
            yield piece

    @property
    def line(self) -> str:
        received = f", {self._bytes / 1e6:.1f} MB" if self._bytes > 100_000 else ""
        return f"{self.doing} … {time.monotonic() - self._begun:.0f} s{received}  (Ctrl-C cancels)"

    async def show(self) -> None:
        """Until canceled."""
        await asyncio.sleep(AFTER)
        while True:
            sys.stderr.write(f"{CLEAR}{self.line}")
            sys.stderr.flush()
            await asyncio.sleep(EVERY)


@asynccontextmanager
async def progress() -> AsyncIterator[Progress]:
    """The line, gone at the end."""
    shown = Progress()
    task = asyncio.create_task(shown.show()) if sys.stderr.isatty() else None
    try:
        yield shown
    finally:
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
