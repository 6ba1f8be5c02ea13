"""Statements that clients read page by page, each over several requests. A page can be asked for again until the next one is: connections break.

held = holding.hold(running, …)
document = await held.document(1)
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.api.trino.documents import Document
from gateway.api.trino.errors import error_document
from gateway.engines.engine import Page, PageFormat, Place
from gateway.errors import EngineError, ErrorCode, GatewayError
from gateway.execution.endings import canceled
from gateway.execution.lifecycle import State
from gateway.execution.running import Running

PATIENCE: Final = 1.0
"""Seconds that a request waits for rows; then it is told that there are none yet."""
GRACE: Final = 0.2
"""Seconds that a page waits for what follows it, so that a short answer is one page with its end."""
ENOUGH: Final = 2_000_000
"""Bytes from which on a page waits no more."""
ENDED_SECONDS: Final = 60.0
"""So long the last page can be asked for again."""


Offer = Callable[[Running, bytes], Awaitable[None]]
"""Lets other gateways go on with a statement, and says whose login it came with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a client finds its statement: `page` gives the address of a page by its number, the place where it begins, and the rows and bytes before it."""

    page: Callable[[int, Place | None, int, int], str]
    info: str


class NoPage(Exception):  # noqa: N818  # it never leaves this package
    """A page that was passed (410), or is neither the last one nor the next (404)."""


class Held:
    """One statement. `owner` is whose login it came with."""

    def __init__(
        self, running: Running, addresses: Addresses, owner: bytes, abandoned: float, token: int, offer: Offer | None
    ) -> None:
        """`token` is that of the page that the client has; `offer` lets other gateways go on with it."""
        self.running = running
        self.owner = owner
        self.touched = asyncio.get_running_loop().time()
        self._addresses = addresses
        self._abandoned = abandoned
        self._turn = asyncio.Lock()
        self._token = token
        self._offer = offer
        self._rows, self._bytes = running.rows, running.bytes
        self._opening = asyncio.ensure_future(running.open())
        self._opening.add_done_callback(_seen)
        self._coming: asyncio.Task[Page | None] | None = None
        self._ended = False
        self._last = self._written("QUEUED", following=True)

    @property
    def first(self) -> Document:
        """What the statement's start answers."""
        return self._last

    def touch(self) -> None:
        """Somebody still wants it."""
        self.touched = asyncio.get_running_loop().time()

    def is_over(self, now: float) -> bool:
        """Whether nobody will come for it any more."""
        return now - self.touched > (ENDED_SECONDS if self._ended else self._abandoned)

    def told(self) -> dict[str, object]:
        """What `/v1/query` says of it: the client's own text, and what the gateway counts."""
        running = self.running
        failed = running.error
        return {
            "queryId": running.id,
            "session": {"user": running.request.asking.principal.code},
            "state": "FAILED" if failed is not None else running.state.name,
            "query": running.request.sql,
            "queryStats": {
                "createTime": running.received.isoformat(),
                "elapsedTime": f"{running.seconds:.2f}s",
                "outputPositions": running.rows,
            },
            **({"errorCode": _code(error_document(failed))} if failed is not None else {}),
        }

    def is_passed(self, token: int) -> bool:
        """Whether another gateway went on with it: it has it now, or the page of this token follows one that was not given out here."""
        return self.running.left or token > self._token + 1

    async def document(self, token: int) -> Document:
        """The page of a token: the last one again, or the next. Raises NoPage."""
        self.touch()
        async with self._turn:
            if token == self._token:
                return self._last
            if token != self._token + 1 or self._ended:
                raise NoPage(410 if token < self._token else 404)
            self._token = token
            try:
                self._last = await self._next()
                await self._let_others()
            except GatewayError as error:
                self._ended = True
                self._last = self._written("FAILED", error=error)
            except BaseException:  # a request that was given up has had no page
                self._token = token - 1
                raise
            self.touch()
            return self._last

    async def look_ahead(self) -> None:
        """The document has left: what follows may be asked for, which makes the engine drop what it holds."""
        trail = self.running.request.trail
        if trail is not None and self.running.offered and self._coming is None and not self._ended:
            trail.ahead()

    @property
    def _begun(self) -> bool:
        opening = self._opening
        return opening.done() and not opening.cancelled() and opening.exception() is None

    async def _let_others(self) -> None:
        """Before its client is told to ask again, anywhere, for what an engine is at work on."""
        trail = self.running.request.trail
        begun = self._last.following is not None and trail is not None and trail.place is not None
        if begun and self._offer is not None and not self.running.offered:
            await self._offer(self.running, self.owner)

    async def _next(self) -> Document:
        """Raises GatewayError when the statement failed."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        if not await _done(self._opening, PATIENCE):
            return self._written("QUEUED" if self.running.state is State.QUEUED else "RUNNING", following=True)
        await self._opening
        coming = self._coming = self._coming or self._read()
        if not await _done(coming, until - loop.time()):
            return self._written("RUNNING", following=True)
        page = await coming
        if page is None:
            return self._finished(())
        if self.running.offered:
            self._coming = None
            return self._written("RUNNING", (page,), following=True)
        return await self._gathered(page, loop.time() + GRACE)

    async def _gathered(self, page: Page, until: float) -> Document:
        """With the pages that come at once behind it, up to a size; the end is one of them."""
        pages = [page]
        size = len(page.body)
        while True:
            self._coming = following = self._read()
            left = until - asyncio.get_running_loop().time()
            if size >= ENOUGH or not await _done(following, left) or following.exception() is not None:
                return self._written("RUNNING", pages, following=True)
            found = following.result()
            if found is None:
                return self._finished(pages)
            pages.append(found)
            size += len(found.body)

    def _read(self) -> asyncio.Task[Page | None]:
        task = asyncio.ensure_future(_page(self.running))
        task.add_done_callback(_seen)
        return task

    def _finished(self, pages: Sequence[Page]) -> Document:
        self._ended = True
        return self._written("FINISHED", pages)

    def _written(
        self, state: str, pages: Sequence[Page] = (), *, following: bool = False, error: GatewayError | None = None
    ) -> Document:
        running = self.running
        trail = running.request.trail
        for page in pages:
            self._rows += page.rows
            self._bytes += len(page.body)
            if trail is not None:
                trail.reached(page.following)
        begun, place = self._begun, trail.place if trail is not None else None
        return Document(
            id=running.id,
            info=self._addresses.info,
            state=state,
            seconds=running.seconds,
            delivered=running.rows,
            columns=running.plan.columns if begun else None,
            rows=b",".join(page.body for page in pages),
            following=self._addresses.page(self._token + 1, place, self._rows, self._bytes) if following else None,
            error=error,
            warnings=warnings_of(running) if begun else (),
            parametric=running.request.page_format is not PageFormat.TRINO_MILLISECONDS,
        )

    async def cancel(self) -> None:
        """End it; who reads it is told."""
        self.running.stop(canceled())
        await self.running.close()

    async def close(self) -> None:
        """Release everything."""
        self._ended = True
        await self.running.close()
        for task in (self._opening, self._coming):
            if task is not None and not task.done():
                task.cancel()


class Holding:
    """All of them, by id. Belongs to one event loop."""

    def __init__(self, abandoned: float) -> None:
        """`abandoned`: seconds after which a statement is ended that nobody asks for."""
        self._abandoned = abandoned
        self._held: dict[str, Held] = {}

    def hold(
        self, running: Running, addresses: Addresses, owner: bytes, token: int = 0, offer: Offer | None = None
    ) -> Held:
        """Begin with a statement, or go on behind the page of `token`. It is opened beside the request that brought it."""
        held = self._held[running.id] = Held(running, addresses, owner, self._abandoned, token, offer)
        return held

    async def let_go(self, held: Held) -> None:
        """Another gateway goes on with it."""
        self._held.pop(held.running.id, None)
        held.running.let_go()
        await held.close()

    def find(self, identifier: str) -> Held | None:
        """One that is held here."""
        return self._held.get(identifier)

    async def sweep(self) -> None:
        """Let go of those that nobody comes for any more."""
        now = asyncio.get_running_loop().time()
        for identifier, held in tuple(self._held.items()):
            if held.is_over(now):
                del self._held[identifier]
                held.running.stop(_abandoned(self._abandoned))
                await held.close()

    async def close(self) -> None:
        """Let go of all."""
        for identifier in tuple(self._held):
            await self._held.pop(identifier).close()


def _code(error: Mapping[str, object]) -> dict[str, object]:
    return {"code": error["errorCode"], "name": error["errorName"], "type": error["errorType"]}


def warnings_of(running: Running) -> tuple[str, ...]:
    """What policy did to the answer."""
    notes = running.notes
    masked = tuple(f"column {masked.relation}.{masked.column} is masked: {masked.mask}" for masked in notes.masked)
    filtered = tuple(f"relation {relation} shows only permitted rows" for relation in notes.filtered)
    cut = (f"the answer is cut at {running.cap.rows} rows",) if running.cut and running.cap is not None else ()
    return masked + filtered + cut


async def _page(running: Running) -> Page | None:
    try:
        return await anext(running)
    except StopAsyncIteration:
        return None


async def _done(
    task: asyncio.Future[object] | asyncio.Future[None] | asyncio.Task[Page | None], seconds: float
) -> bool:
    if not task.done():
        await asyncio.wait((task,), timeout=max(0.0, seconds))
    return task.done()


def _seen(task: asyncio.Future[object] | asyncio.Future[None] | asyncio.Task[Page | None]) -> None:
    if not task.cancelled():
        task.exception()


def _abandoned(seconds: float) -> GatewayError:
    return EngineError(
        f"nobody asked for the statement for {seconds:.0f} seconds", code=ErrorCode.CANCELED, hint="run it again"
    )
