"""The routes of the login through a browser, as Trino has them: the page, the way back from the issuer, and where the client fetches its token.

A client without a login gets 401 with `door.challenge(…)`. Its person opens `x_redirect_server`; meanwhile it asks `x_token_server` again and again.
"""

from __future__ import annotations

import asyncio
import datetime
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.api.authenticate import Authenticator, Credentials, unauthenticated
from gateway.api.http.callers import address_of
from gateway.api.http.errors import HTTP_STATUS
from gateway.api.oauth2 import page
from gateway.api.oauth2.issuer import Issuer, RefusedLogin, random_text
from gateway.api.oauth2.states import Asked, States, digest
from gateway.api.oauth2.waiting import Waiting
from gateway.api.sealing import Sealer
from gateway.api.trino.responses import base_of
from gateway.errors import GatewayError
from gateway.execution.threads import Threads
from gateway.storage.web_logins import WebLogins

PATH: Final = "/oauth2/token"
CALLBACK: Final = "/oauth2/callback"
COOKIE: Final = "__Host-huiliu-login"
POLL_SECONDS: Final = 20.0
"""A client is answered after so long at the latest: trino-python asks five times in all, and reads for 30 seconds at the most."""
FETCH_WITHIN: Final = datetime.timedelta(minutes=3)
EXCHANGES: Final = 4
WAITING_EXCHANGES: Final = 16
DOOR: Final = "oauth2"
ABOUT: Final = b"login token"
_RANDOM: Final = re.compile(r"[A-Za-z0-9_\-]{43}")
_CODE: Final = re.compile(r"[\x21-\x7e]{1,2048}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2Door:
    """What the routes need."""

    issuer: Issuer
    sealer: Sealer
    logins: WebLogins
    authenticator: Authenticator
    threads: Threads
    clock: Callable[[], datetime.datetime]
    ending: Callable[[], bool]
    exchanges: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(EXCHANGES, thread_name_prefix="oauth2")
    )

    @property
    def states(self) -> States:
        return States(self.sealer)

    def challenge(self, address: str, base: str) -> str:
        """What `WWW-Authenticate` says to a client at `address` that reached us at `base`."""
        own, shown = self.states.begin(address, base, time.time())
        return f'Bearer x_redirect_server="{base}{PATH}/initiate/{shown}", x_token_server="{base}{PATH}/{own}"'

    def routes(self) -> list[Route]:
        """They stand in no description of the interface: it is Trino's."""
        own = _Routes(self)
        return [
            Route(PATH + "/initiate/{begun}", own.initiate, methods=["GET"]),
            Route(CALLBACK, own.callback, methods=["GET"]),
            Route(PATH + "/{own}", own.poll, methods=["GET"]),
            Route(PATH + "/{own}", own.drop, methods=["DELETE"]),
        ]


class _Routes:
    def __init__(self, door: OAuth2Door) -> None:
        self._door = door
        self._states = door.states
        self._waiting = Waiting(door.logins, door.threads, door.clock, door.ending)
        self._exchanging = 0

    async def initiate(self, request: Request) -> Response:
        """A page and no redirect: whoever is sent a link by somebody else must not log in for him unasked. The link on it belongs to this browser."""
        begun = self._states.begun(request.path_params["begun"], time.time())
        if begun is None or begun.base != base_of(request):
            return page.failed()
        known = request.cookies.get(COOKIE, "")
        cookie = known if _RANDOM.fullmatch(known) else random_text()
        state, asked = self._states.ask(begun, cookie)
        url = self._door.issuer.authorization(
            state=state, nonce=asked.nonce, verifier=asked.verifier, redirect=begun.base + CALLBACK
        )
        answer = page.ask(url, begun.address)
        answer.set_cookie(COOKIE, cookie, max_age=600, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    async def callback(self, request: Request) -> Response:
        """The issuer sends the person back."""
        said = request.query_params
        asked = self._states.asked(said.get("state", ""), request.cookies.get(COOKIE, ""), time.time())
        if asked is None or asked.base != base_of(request):
            return await self._failed(request, "a state that is none, is over, or is another browser's")
        if self._door.authenticator.is_tired_of(address_of(request)):
            return page.failed(429)
        if await self._door.threads.store(self._door.logins.find, [asked.handle], self._door.clock()):
            return await self._failed(request, "its client has an answer already")
        code = said.get("code", "")
        if said.get("error") is not None or not _CODE.fullmatch(code):
            return await self._failed(request, "the issuer refused", asked)
        if self._exchanging >= WAITING_EXCHANGES:
            return page.failed(503)
        self._exchanging += 1
        try:
            token = await self._exchanged(code, asked)
        except RefusedLogin as refusal:
            return await self._failed(request, str(refusal), asked)
        finally:
            self._exchanging -= 1
        kept = await self._keep(asked.handle, {"token": token})
        return page.done() if kept else await self._failed(request, "its client has an answer already")

    async def _exchanged(self, code: str, asked: Asked) -> str:
        door = self._door
        work = partial(
            door.issuer.token,
            code,
            nonce=asked.nonce,
            verifier=asked.verifier,
            redirect=asked.base + CALLBACK,
            now=door.clock(),
        )
        return await asyncio.get_running_loop().run_in_executor(door.exchanges, work)

    async def _failed(self, request: Request, reason: str, asked: Asked | None = None) -> Response:
        """Written down like any failed login; the client that waits is told that it failed, and not why."""
        credentials = Credentials(secret=None, address=address_of(request), door=DOOR)
        error = await self._door.threads.store(
            self._door.authenticator.refuse, credentials, reason, "", unauthenticated()
        )
        if asked is not None and error.code is unauthenticated().code:
            await self._keep(asked.handle, {"error": "the login through the browser failed; start again"})
        return page.failed()

    async def _keep(self, handle: str, said: dict[str, str]) -> bool:
        door, now = self._door, self._door.clock()
        body = door.sealer.seal(orjson.dumps(said), about=ABOUT + handle.encode())
        return await door.threads.store(door.logins.put, handle, body, now, now + FETCH_WITHIN)

    async def poll(self, request: Request) -> Response:
        """What came of it, or where to ask again."""
        own = request.path_params["own"]
        if not _RANDOM.fullmatch(own):
            return Response(status_code=404)
        handle = digest(own)
        try:
            base = base_of(request)
            body = await self._waiting.wait(handle, POLL_SECONDS)
        except GatewayError as error:
            return Response(status_code=HTTP_STATUS[error.code])
        if body is None:
            return _json({"nextUri": f"{base}{PATH}/{own}"})
        raw = self._door.sealer.open(body, about=ABOUT + handle.encode())
        return _json(orjson.loads(raw)) if raw is not None else Response(status_code=404)

    async def drop(self, request: Request) -> Response:
        """The client has its token."""
        if _RANDOM.fullmatch(request.path_params["own"]):
            await self._door.threads.store(self._door.logins.drop, digest(request.path_params["own"]))
        return Response(status_code=204)


def _json(said: dict[str, str]) -> Response:
    return Response(orjson.dumps(said), media_type="application/json")
