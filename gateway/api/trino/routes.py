"""The routes of Trino's client protocol: a statement is sent, its pages are fetched, it is cancelled.

A failure of a statement is an answer with status 200 and an `error`, as from Trino; a status says only what concerns the request itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.api.authenticate import Caller, unauthenticated
from gateway.api.http.callers import address_of
from gateway.api.trino import session as sessions
from gateway.api.trino.answers import Inner, Told
from gateway.api.trino.callers import DOOR, PURPOSE, caller, login, owner_of
from gateway.api.trino.documents import Document
from gateway.api.trino.obeying import obey
from gateway.api.trino.pages import PATH, Pages
from gateway.api.trino.responses import ForTrino, as_json, base_of, refused
from gateway.api.trino.session import ClientSession
from gateway.engines.engine import Trail
from gateway.errors import ErrorCode, GatewayError
from gateway.execution.cancel import cancel
from gateway.execution.identifiers import identifiers
from gateway.execution.request import Intent
from gateway.execution.request import Request as Asked
from gateway.pipeline import commands
from gateway.pipeline.resolve.session import TRINO_VERSION
from gateway.pipeline.stages import Session

PROPERTIES: Final = {
    sessions.ZONE: "the time zone of the session",
    PURPOSE: "the purpose that statements declare; its code or its title",
    **dict.fromkeys(
        sessions.DURATIONS, "the longest that a statement may take, such as 30s; never more than the gateway allows"
    ),
}
STATUS: Final = frozenset(
    {ErrorCode.UNAUTHENTICATED, ErrorCode.TOO_MANY_FAILED_LOGINS, ErrorCode.SHUTTING_DOWN, ErrorCode.INVALID_REQUEST}
)
"""Errors of a request, not of a statement."""
SHORT: Final = 4_000
"""Characters of a text that is read at once: some milliseconds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrinoDoor:
    """What the routes need."""

    pages: Pages
    challenge: Callable[[str, str], str] | None = None
    """(address, base) -> how a client may log in its person through a browser."""
    started: float = field(default_factory=time.monotonic)

    def routes(self) -> list[Route]:
        """They stand in no description of the interface: it is Trino's."""
        own = _Routes(self)
        return [
            Route("/v1/statement", own.start, methods=["POST"]),
            Route("/v1/statement", own.check, methods=["HEAD"]),
            Route(
                PATH + "/{statement}/{ticket}/{token:int}", self.pages.beat, methods=["HEAD"]
            ),  # before GET, which would take HEAD, too
            Route(PATH + "/{statement}/{ticket}/{token:int}", self.pages.page, methods=["GET"]),
            Route(PATH + "/{statement}/{ticket}/{token:int}", self.pages.cancel, methods=["DELETE"]),
            ForTrino("/v1/query/{statement}", own.query, methods=["GET"]),
            ForTrino("/v1/query/{statement}", own.kill, methods=["DELETE"]),
            Route("/v1/info", own.info, methods=["GET", "HEAD"]),
        ]


class _Routes:
    def __init__(self, door: TrinoDoor) -> None:
        self._door = door
        self._pages = door.pages
        self._doors = door.pages.doors
        self._identify = identifiers()

    async def info(self, request: Request) -> Response:
        uptime = (time.monotonic() - self._door.started) / 60
        told = {
            "nodeVersion": {"version": TRINO_VERSION},
            "environment": "huiliu",
            "coordinator": True,
            "starting": not self._doors.ready(),
            "uptime": f"{uptime:.2f}m",
        }
        return as_json(orjson.dumps(told))

    async def check(self, request: Request) -> Response:
        """Whether the login is good."""
        try:
            await self._caller(request, sessions.read(request.headers.raw))
        except GatewayError as error:
            return self._refused(error, request)
        return Response()

    def _refused(self, error: GatewayError, request: Request) -> Response:
        challenge = self._door.challenge
        if challenge is None or request.url.scheme != "https" or error.code is not ErrorCode.UNAUTHENTICATED:
            return refused(error)
        return refused(error, challenge(address_of(request), base_of(request)))

    async def start(self, request: Request) -> Response:
        try:
            session = sessions.read(request.headers.raw)
            found = await self._caller(request, session)
            base = base_of(request)
            sql = await self._body(request)
        except GatewayError as error:
            if error.code not in STATUS:
                return self._told(base_of(request), error=error)
            return self._refused(error, request)
        try:
            return await self._statement(request, base, sql, session, found)
        except GatewayError as error:
            return refused(error) if error.code is ErrorCode.SHUTTING_DOWN else self._told(base, error=error)

    async def _statement(
        self, request: Request, base: str, sql: str, session: ClientSession, found: Caller
    ) -> Response:
        """Raises GatewayError."""
        asked = partial(self._asked, request, session, found)
        inner = Inner(sql=sql, arguments=None)
        command = await self._command(sql, found)
        if command is not None:
            said = await obey(command, session, PROPERTIES, asked, self._doors)
            if isinstance(said, Told):
                return self._told(base, said, family=session.family)
            inner = said
        running = self._doors.gateway.accept(asked(inner, Intent.ANSWER))
        addresses = self._pages.addresses(base, running.id, found.asking.principal.code)
        owner, taking = owner_of(request.headers.get("authorization")), self._pages.taking
        held = self._pages.holding.hold(running, addresses, owner, offer=taking.offer if taking is not None else None)
        return as_json(held.first.encoded())

    async def _command(self, sql: str, found: Caller) -> commands.Command | None:
        """What concerns the session. Long texts take the event loop's time from everybody: they are read like those that are prepared, one of a principal at a time."""
        if len(sql) <= SHORT:
            return commands.read(sql)
        return await self._doors.threads.think_for(found.asking.principal.code, commands.read, sql)

    def _asked(self, request: Request, session: ClientSession, found: Caller, inner: Inner, intent: Intent) -> Asked:
        zone = session.timezone or self._doors.bounds.timezone
        return Asked(
            sql=inner.sql,
            arguments=inner.arguments,
            parameters=inner.parameters,
            asking=found.asking,
            purposes=found.open_purposes,
            session=Session(catalog=session.catalog, schema=session.schema, timezone=zone),
            intent=intent,
            page_format=session.page_format,
            seconds=session.seconds,
            door=DOOR,
            address=address_of(request),
            token=found.token,
            claims=found.claims,
            still_valid=found.still_valid,
            trail=Trail()
            if self._doors.gateway.around.follows is not None and self._pages.taking is not None
            else None,
        )

    async def _caller(self, request: Request, session: ClientSession) -> Caller:
        """Raises GatewayError."""
        found = login(authorization := request.headers.get("authorization"))
        if authorization is None and self._door.challenge is not None:
            raise unauthenticated()  # how a login through a browser begins, and no failed one
        return await self._doors.threads.store(caller, self._doors.authenticator, found, session, address_of(request))

    async def _body(self, request: Request) -> str:
        """The text of the statement, whatever its content type says. Raises StatementError."""
        bounds = self._doors.bounds
        taken = bytearray()
        try:
            async with asyncio.timeout(bounds.body_seconds):
                async for piece in request.stream():
                    taken += piece
                    if len(taken) > bounds.body_bytes:
                        raise GatewayError("the statement is too long", code=ErrorCode.STATEMENT_TOO_LARGE)
            text = taken.decode()
        except (TimeoutError, UnicodeDecodeError):
            raise sessions.wrong("the statement cannot be read") from None
        if not text:
            raise sessions.wrong("SQL statement is empty")
        return text

    def _told(
        self,
        base: str,
        said: Told | None = None,
        *,
        family: str = sessions.FAMILIES[0],
        error: GatewayError | None = None,
    ) -> Response:
        """An answer that is whole at once."""
        identifier = self._identify(self._doors.gateway.around.clock())
        document = Document(
            id=identifier,
            info=f"{base}/ui/query.html?{identifier}",
            state="FAILED" if error is not None else "FINISHED",
            seconds=0.0,
            error=error,
        )
        response = as_json(b"")
        if said is not None:
            rows = b",".join(map(orjson.dumps, said.rows))
            document = replace(document, columns=said.columns, rows=rows, update_type=said.update_type)
            for name, value in said.headers:
                response.headers.append(family + name, value)
        response.body = document.encoded()
        response.headers["content-length"] = str(len(response.body))
        return response

    async def query(self, request: Request) -> Response:
        """One's own statement, as far as the gateway itself knows it: nothing that an engine says of it."""
        try:
            found = await self._caller(request, sessions.read(request.headers.raw))
        except GatewayError as error:
            return refused(error)
        held = self._pages.holding.find(request.path_params["statement"])
        if held is None or held.running.request.asking.principal.code != found.asking.principal.code:
            return Response(status_code=410)  # as Trino answers for one that it has forgotten
        return as_json(orjson.dumps(held.told()))

    async def kill(self, request: Request) -> Response:
        """End one's own statement, wherever it runs."""
        try:
            found = await self._caller(request, sessions.read(request.headers.raw))
            principal = found.asking.principal.code
            await cancel(self._doors.gateway, self._doors.history, request.path_params["statement"], principal)
        except GatewayError as error:
            return refused(error)
        return Response(status_code=204)
