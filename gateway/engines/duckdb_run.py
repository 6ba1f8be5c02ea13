"""One running statement on the embedded engine, as the gateway sees it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from gateway.engines.duckdb_errors import RETRY, Failure
from gateway.engines.duckdb_frames import Frame, Message
from gateway.engines.duckdb_process import EngineProcess
from gateway.engines.engine import Page
from gateway.errors import EngineError

TOO_LATE = Failure(
    code="EXCEEDED_TIME_LIMIT",
    message="the statement took longer than it may",
    hint="read fewer rows, or ask for a longer time limit",
)
CANCELED = Failure(code="CANCELED", message="the statement was cancelled")


class PushdownError(Exception):
    """The engine failed in the way that it fails when a source cannot take a filter; nothing was delivered yet."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class DuckDBRun:
    """Pages of one statement. Deadline, cancel and the end of its process all come out of `pages`."""

    id = ""

    def __init__(
        self,
        process: EngineProcess,
        number: int,
        deadline: float,
        release: Callable[[], None],
        failed: Callable[[Failure], EngineError],
        blame: Callable[[], None] = lambda: None,
        convict: Callable[[], object] = lambda: None,
    ) -> None:
        """`blame` is called when the process is given up because this statement does not stop, `convict` when it fails behind its first page."""
        self._process = process
        self._number = number
        self._deadline = deadline
        self._release = release
        self._failed = failed
        self._blame = blame
        self._convict = convict
        self._first: Page | None = None
        self._done = False
        self._cut = False
        self._closed = False
        self._stopping: asyncio.Future[None] | None = None
        self.head = b""

    @property
    def cut(self) -> bool:
        return self._cut

    async def begin(self) -> None:
        """Wait for the head and the first page. Raises EngineError, or PushdownError to be run again."""
        try:
            while self._first is None and not self._done:
                message = await self._message()
                if message.kind is Frame.FAIL:
                    self._done = True  # the work has ended: there is nothing to stop and wait for
                    failure = Failure(**json.loads(message.body))
                    if failure.code == RETRY and not self._process.plain:
                        raise PushdownError(failure)
                    raise self._failed(failure)
                self._take(message)
        except BaseException:
            await self.close()
            raise
        self._process.statements.gave(self._number)

    def _take(self, message: Message) -> Page | None:
        match message.kind:
            case Frame.HEAD:
                self.head = bytes(message.body)
            case Frame.PAGE:
                page = Page(message.rows, message.body)
                if self._first is None and not page.rows:
                    return None
                self._first = self._first or page
                return page
            case Frame.END:
                self._cut = bool(json.loads(message.body)["cut"])
                self._done = True
            case _:
                pass
        return None

    async def _message(self) -> Message:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._process.statements.message(self._number)
        except TimeoutError:
            await self._stop()
            raise self._failed(TOO_LATE) from None

    async def pages(self) -> AsyncIterator[Page]:
        """In order; each is asked for only when the one before it was taken."""
        page = self._first
        while True:
            if page is not None:
                self._process.statements.gave(self._number)
                yield page
                if self._closed:
                    raise self._failed(CANCELED)
                self._process.more(self._number)
            page = None
            if self._done:
                self._finish()
                return
            try:
                message = await self._message()
            except BaseException:
                await self.close()
                raise
            if message.kind is Frame.FAIL:
                self._done = True
                failure = Failure(**json.loads(message.body))
                self._finish()
                self._convict()
                raise self._failed(failure)
            page = self._take(message)

    async def close(self) -> None:
        """Stop the work, give the worker back. Waits no longer than the grace."""
        if self._closed:
            return
        await self._stop()
        self._finish()

    async def _stop(self) -> None:
        """Whoever waits for it may go: a process that does not stop is given up all the same."""
        if not self._done:
            self._done = True
            self._stopping = asyncio.ensure_future(self._end_or_give_up())
        if self._stopping is not None:
            await asyncio.shield(self._stopping)

    async def _end_or_give_up(self) -> None:
        """Ask, wait for the grace, then give the process up: what cannot be interrupted must not hold a place in a healthy one."""
        self._process.cancel(self._number)
        try:
            async with asyncio.timeout(self._process.bounds.grace):
                while True:
                    message = await self._process.statements.message(self._number)
                    if message.kind in (Frame.FAIL, Frame.END):
                        return
        except TimeoutError:
            if self._process.alive:  # else another one was the first
                self._blame()
            self._process.given_up = self._process.retired = True
            self._finish()
            self._process.retire(self._process.bounds.drain)
        finally:
            self._finish()  # here, for whoever waits may be cancelled: nobody else would give the place back

    def _finish(self) -> None:
        if not self._closed:
            self._closed = True
            self._process.end(self._number)
            self._release()
