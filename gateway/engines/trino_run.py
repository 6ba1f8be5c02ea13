"""One running statement on Trino: follows its pages, encodes them one by one, keeps it alive while nobody reads, ends it upstream when it ends here."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any, Final, TypeVar

import pyarrow as pa

from gateway.engines.engine import Body, Page, Place, Trail
from gateway.engines.places import AT_ONCE, Admit
from gateway.engines.trino_client import Coordinator, TrinoBounds
from gateway.engines.trino_encode import Encoder
from gateway.engines.trino_errors import LostError, canceled, garbled, lost, too_late
from gateway.engines.trino_pages import MalformedPageError, Rows, UpstreamPage, check_columns, check_rows, read_page
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
        trail: Trail | None = None,
    ) -> None:
        """`deadline` is a time of the running loop; `failed` says what to tell of Trino's error. With a `trail` no page is asked for before the one before it was given out: Trino keeps one."""
        self._coordinator = coordinator
        self._types = encoder.given
        self._encoder = encoder
        self._deadline = deadline
        self._bounds = bounds
        self._threads = threads
        self._failed = failed
        self._forget = forget
        self._trail = trail
        self._number = 0
        self._empty = False
        self._loop = asyncio.get_running_loop()
        self._left = plan.row_limit
        self._id = ""
        self._next: str | None = None
        self._columns: Sequence[object] | None = None
        self._page: UpstreamPage | None = None
        self._cut = False
        self._closed = False
        self._ahead: asyncio.Task[bytes] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None
        self._asked = 0.0
        self.head = encoder.head
        if trail is not None:
            trail.ahead = self._look_ahead

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

    async def take_up(self, place: Place) -> None:
        """Begin at `place` of a statement that another gateway sent. Raises EngineError."""
        path = self._coordinator.own_path(place.address)
        self._number, self._next = place.number, path
        await self.begin(await self._fetch(path))

    async def verified(self, plan: Plan, *, failed: bool) -> None:
        """Raise EngineError unless Trino's own analysis of the text agrees with the plan."""
        try:
            async with asyncio.timeout_at(self._deadline):
                await verify(self._coordinator, self._id, plan, failed=failed)
        except TimeoutError:
            raise too_late() from None

    async def pages(self) -> AsyncIterator[Page]:
        """In order. While one is encoded and taken, the next is asked for, and no more than that."""
        while True:
            found = self._page
            self._page = None
            if found is not None:
                if self._trail is None and (self._left is None or len(found.rows) <= self._left):
                    self._look_ahead()
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

    def _look_ahead(self) -> None:
        """Ask for the next page, which makes Trino drop the one that was taken."""
        if self._next is not None and self._ahead is None and not self._empty:
            self._ahead = self._loop.create_task(self._fetch(self._next))
            self._ahead.add_done_callback(_seen)

    async def _encoded(self, found: UpstreamPage) -> Page | None:
        """Nothing when no row may pass. Rows beyond the limit are not delivered, but noted in `cut`."""
        rows = found.rows
        if self._left is not None and len(rows) > self._left:
            rows, self._cut = rows.first(self._left), True
        if not rows:
            return None
        if self._left is not None:
            self._left -= len(rows)
        following = self._place()
        body = await self._off_loop(len(rows.raw), lambda: self._body(rows))
        return Page(len(rows), body, following)

    def _place(self) -> Place | None:
        """Behind the page that was taken last."""
        return None if self._next is None else Place(self._number, self._coordinator.address + self._next)

    def _body(self, rows: Rows) -> Body:
        try:
            return self._encoder.page(rows)
        except (pa.ArrowException, TypeError, ValueError, AttributeError, LookupError, OverflowError) as error:
            # A value that is none of its type. What the libraries say of it quotes it.
            raise garbled(f"a value does not have its column's type: {type(error).__name__}: {error}"[:2000]) from error

    async def _ask(self) -> UpstreamPage:
        """The next page; its rows, if it has any, are then in `_page`."""
        assert self._next is not None
        if self._trail is not None and self._empty and not await self._trail.passed(self._place()):
            raise lost(f"{self._id}: another gateway reads it")
        ahead, self._ahead = self._ahead, None
        return await self._take(await (ahead or self._fetch(self._next)))

    async def _fetch(self, path: str) -> bytes:
        self._asked = float("inf")
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._coordinator.page(path)
        except TimeoutError:
            raise too_late() from None
        except LostError:
            if self._trail is not None:  # another gateway may be reading on: it is not ours to end
                self._trail.left = True
            raise
        finally:
            self._asked = self._loop.time()

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
        self._number += 1
        self._empty = not page.rows
        if self._trail is not None and self._empty:
            self._trail.reached(self._place())
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
        if self._ahead is not None:
            self._ahead.cancel()
        left = self._trail is not None and self._trail.left  # to another gateway, which reads on
        if self._next is not None and self._ending is None and not left:
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


def _seen(task: asyncio.Task[bytes]) -> None:
    """What nobody asks for any more may fail."""
    if not task.cancelled():
        task.exception()
