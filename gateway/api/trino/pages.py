"""Pages of statements: the next one, the same again, a sign of life, the end; wherever the statement is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from gateway.api.authenticate import Credentials, unauthenticated
from gateway.api.http.callers import address_of
from gateway.api.http.doors import Doors
from gateway.api.trino.callers import DOOR, login, owner_of
from gateway.api.trino.elsewhere import Peers, asked_elsewhere
from gateway.api.trino.holding import Addresses, Held, Holding, NoPage
from gateway.api.trino.responses import as_json, base_of, refused
from gateway.api.trino.taking import Taking
from gateway.api.trino.tickets import Ticket, Tickets, no_page
from gateway.engines.engine import Place
from gateway.errors import GatewayError

TICKET_SECONDS: Final = 24 * 3600
PATH: Final = "/v1/statement/executing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where pages are found. `taking` goes on with what other gateways began, `peers` is the way to them while they live."""

    doors: Doors
    tickets: Tickets
    holding: Holding
    taking: Taking | None = None
    peers: Peers | None = None

    def addresses(self, base: str, statement: str, principal: str) -> Addresses:
        """Those of a statement, by how its client reached us."""
        expires = int(time.time()) + TICKET_SECONDS
        replica = self.taking.replica if self.taking is not None else ""

        def page(token: int, place: Place | None, rows: int, size: int) -> str:
            ticket = self.tickets.issue(Ticket(statement, principal, expires, token, place, rows, size, replica))
            return f"{base}{PATH}/{statement}/{ticket}/{token}"

        return Addresses(page=page, info=f"{base}/ui/query.html?{statement}")

    async def page(self, request: Request) -> Response:
        """GET."""
        try:
            ticket = self._ticket(request)
            if (answer := await self._elsewhere(request, ticket)) is not None:
                return answer
            held = await self._held(request, ticket)
            if held is not None:
                document = await held.document(request.path_params["token"])
                if held.running.left:  # it was taken up elsewhere while it was waited for, and its client is here
                    held = await self._held(request, ticket) or held
                    document = await held.document(request.path_params["token"])
                return as_json(document.encoded(), BackgroundTask(held.look_ahead))
        except GatewayError as error:
            return refused(error)
        except NoPage as none:
            return Response(status_code=none.args[0])
        return Response(status_code=404)

    async def beat(self, request: Request) -> Response:
        """HEAD: somebody still wants it."""
        try:
            ticket = self._ticket(request)
            if (answer := await self._elsewhere(request, ticket)) is not None:
                return answer
            held = await self._held(request, ticket)
        except GatewayError as error:
            return refused(error)
        if held is None:
            return Response(status_code=404)
        held.touch()
        return Response()

    async def cancel(self, request: Request) -> Response:
        """DELETE."""
        try:
            ticket = self._ticket(request)
            if (answer := await self._elsewhere(request, ticket)) is not None:
                return answer
            held = await self._held(request, ticket)
        except GatewayError as error:
            return refused(error)
        if held is not None:
            await held.cancel()
        return Response(status_code=204)

    def _ticket(self, request: Request) -> Ticket:
        """Raises AccessError for one that is none, or another statement's."""
        ticket = self.tickets.read(request.path_params["ticket"], time.time())
        if ticket.statement != request.path_params["statement"]:
            raise no_page()
        return ticket

    async def _elsewhere(self, request: Request, ticket: Ticket) -> Response | None:
        """The answer of the replica that has the statement; None when that is this one, or nobody."""
        peers, taking = self.peers, self.taking
        if peers is None or taking is None or ticket.replica == taking.replica:
            return None
        here = self.holding.find(ticket.statement)
        if here is not None and not here.running.left:
            return None
        parts = request.path_params
        path = f"{PATH}/{ticket.statement}/{parts['ticket']}/{parts['token']}"
        return await asked_elsewhere(request, path, ticket.replica, peers)

    async def _held(self, request: Request, ticket: Ticket) -> Held | None:
        """The statement of an address. None when it is over. Raises GatewayError for a login that is another's."""
        authorization = request.headers.get("authorization")
        if authorization is None and self.doors.bounds.page_credentials:
            raise unauthenticated()
        held = await self._found(request, ticket)
        if held is not None and authorization is not None and held.owner != owner_of(authorization):
            found = login(authorization)
            credentials = Credentials(secret=found.secret if found else None, address=address_of(request), door=DOOR)
            grant = await self.doors.threads.store(self.doors.authenticator.grant, credentials)
            principal = held.running.request.asking.principal
            if grant.principal not in (principal.code, principal.on_behalf_of):
                return None
        return held

    async def _found(self, request: Request, ticket: Ticket) -> Held | None:
        """Where it is held, or could be: what its client was told elsewhere is behind what is held here. Raises GatewayError."""
        held = self.holding.find(ticket.statement)
        asked = ticket.token == request.path_params["token"]  # so a gateway itself gave out this address
        if self.taking is None or not asked or (held is not None and not held.is_passed(ticket.token)):
            return held
        addresses = self.addresses(base_of(request), ticket.statement, ticket.principal)
        return await self.taking.take_up(ticket, addresses)
