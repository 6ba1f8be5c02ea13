"""One running statement on Trino: follows its pages, encodes them one by one, keeps it alive while nobody reads, ends it upstream when it ends here."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any, Final, TypeVar

import pyarrow as pa

from gateway.engines.engine import Body, Page
from gateway.engines.places import AT_ONCE, Admit
from gateway.engines.trino_client import Coordinator, TrinoBounds
from gateway.engines.trino_encode import Encoder
from gateway.engines.trino_errors import canceled, garbled, too_late
from gateway.engines.trino_pages import MalformedPageError, Row, UpstreamPage, check_columns, check_rows, read_page
from gateway.engines.trino_verify import verify
from gateway.errors import EngineError
from gateway.pipeline.stages import Plan

T = TypeVar("T")
SMALL: Final = 64_000
"""Bytes: a smaller page is taken apart where it arrives; a thread would cost more."""


class TrinoRun:
    """Pages of one statement. Deadline, cancel and failures all come out of `pages`."""

    def __init__(
        self,
        coordinator: Coordinator,
        plan: Plan,
        encoder: Encoder,
        deadline: float,
        bounds: TrinoBounds,
        threads: Executor,
        failed: Callable[[Mapping[str, Any], str], EngineError],
        forget: Callable[[TrinoRun], None] = lambda run: None,
    ) -> None:
        """`deadline` is a time of the running loop; `failed` says what to tell of Trino's error."""
        self._coordinator = coordinator
        self._types = [column.type for column in plan.columns]
        self._encoder = encoder
        self._deadline = deadline
        self._bounds = bounds
        self._threads = threads
        self._failed = failed
        self._forget = forget
        self._loop = asyncio.get_running_loop()
        self._left = plan.row_limit
        self._id = ""
        self._next: str | None = None
        self._columns: Sequence[object] | None = None
        self._page: UpstreamPage | None = None
        self._cut = False
        self._closed = False
        self._ending: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None
        self._asked = 0.0
        self.head = encoder.head

    @property
    def cut(self) -> bool:
        return self._cut

    @property
    def id(self) -> str:
        """Trino's own id of the statement, for the audit."""
        return self._id

    async def begin(self, first: bytes, admit: Admit | None = None) -> None:
        """Take the answer to the statement's start and go on to the first rows, or the end. Raises EngineError."""
        begun = self._loop.time()
        try:
            await self._take(first)
            while self._page is None and self._next is not None:
                page = await self._ask()
                if admit is not None and not page.queued:
                    if self._loop.time() - begun > AT_ONCE:
                        # It waited for its turn: what was true when it was sent may be so no more.
                        await admit()
                    admit = None
        except BaseException:
            await self.close()
            raise
        if self._next is not None:
            self._beating = self._loop.create_task(self._beat())

    async def verified(self, plan: Plan, *, failed: bool) -> None:
        """Raise EngineError unless Trino's own analysis of the text agrees with the plan."""
        try:
            async with asyncio.timeout_at(self._deadline):
                await verify(self._coordinator, self._id, plan, failed=failed)
        except TimeoutError:
            raise too_late() from None

    async def pages(self) -> AsyncIterator[Page]:
        """In order; each is asked for only when the one before it was taken."""
        while True:
            found = self._page
            self._page = None
            if found is not None:
                try:
                    page = await self._encoded(found)
                except BaseException:
                    await self.close()
                    raise
                if self._cut:
                    self._end()
                if page is not None:
                    yield page
                    if self._closed:
                        raise canceled()
            if self._cut or self._next is None:
                self._finish()
                return
            try:
                await self._ask()
            except BaseException:
                await self.close()
                raise

    async def _encoded(self, found: UpstreamPage) -> Page | None:
        """Nothing when no row may pass. Rows beyond the limit are not delivered, but noted in `cut`."""
        rows: Sequence[Row] = found.rows
        raw: bytes | None = found.raw
        if self._left is not None and len(rows) > self._left:
            rows, raw, self._cut = rows[: self._left], None, True
        if not rows:
            return None
        if self._left is not None:
            self._left -= len(rows)
        body = await self._off_loop(len(found.raw), lambda: self._body(rows, raw))
        return Page(len(rows), body)

    def _body(self, rows: Sequence[Row], raw: bytes | None) -> Body:
        try:
            return self._encoder.page(rows, raw)
        except (pa.ArrowException, TypeError, ValueError, AttributeError, LookupError, OverflowError) as error:
            # A value that is none of its type. What the libraries say of it quotes it.
            raise garbled(f"a value does not have its column's type: {type(error).__name__}: {error}"[:2000]) from error

    async def _ask(self) -> UpstreamPage:
        """The next page; its rows, if it has any, are then in `_page`."""
        assert self._next is not None
        self._asked = float("inf")
        try:
            async with asyncio.timeout_at(self._deadline):
                body = await self._coordinator.page(self._next)
        except TimeoutError:
            raise too_late() from None
        finally:
            self._asked = self._loop.time()
        return await self._take(body)

    async def _take(self, body: bytes) -> UpstreamPage:
        try:
            page = await self._off_loop(len(body), lambda: read_page(body))
            if self._closed:  # meanwhile: nothing of it is wanted, and its next page is not asked for
                raise canceled()
            self._id = self._id or page.id
            if page.id != self._id:
                raise MalformedPageError("it belongs to another statement")
            self._next = None if page.next is None else self._coordinator.path_of(page.next, self._id)
            if page.error is not None:
                raise self._failed(page.error, self._id)
            self._check(page)
        except MalformedPageError as error:
            raise garbled(f"{self._id}: {error}") from error
        self._page = page if page.rows else None
        return page

    def _check(self, page: UpstreamPage) -> None:
        """The columns come first, are those of the plan, and stay the same."""
        if page.columns is not None and page.columns != self._columns:
            if self._columns is not None:
                raise MalformedPageError("its columns change")
            check_columns(page.columns, self._types)
            self._columns = page.columns
        if self._columns is None and (page.rows or page.next is None):
            raise MalformedPageError("it has no columns")
        check_rows(page.rows, len(self._types))

    async def _off_loop(self, size: int, work: Callable[[], T]) -> T:
        return work() if size < SMALL else await self._loop.run_in_executor(self._threads, work)

    async def _beat(self) -> None:
        """While nobody asks for pages, say now and then that somebody will."""
        pause = self._bounds.heartbeat
        while True:
            await asyncio.sleep(pause)
            path = self._next
            idle = self._loop.time() - self._asked >= pause * 0.9
            if path is None or (idle and not await self._coordinator.beat(path)):
                return

    async def close(self) -> None:
        """End it upstream, too, if it runs. Waits no longer than the grace."""
        if not self._closed:
            self._end()
            self._finish()
        if self._ending is not None:
            await asyncio.shield(self._ending)

    def _end(self) -> None:
        if self._next is not None and self._ending is None:
            self._ending = self._loop.create_task(self._cancel(self._next))
        self._next = None

    async def _cancel(self, path: str) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._bounds.grace):
                await self._coordinator.cancel(path)

    def _finish(self) -> None:
        if not self._closed:
            self._closed = True
            if self._beating is not None:
                self._beating.cancel()
            if self._ending is None:
                self._forget(self)
            else:  # whoever stops the engine waits for it, also when whoever closed it no longer does
                self._ending.add_done_callback(lambda ended: self._forget(self))
