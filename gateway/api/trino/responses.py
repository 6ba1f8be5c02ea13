"""Answers of the endpoint that are no page, and the address by which a client reached it."""

from __future__ import annotations

import re
from typing import Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from gateway.api.http.errors import HTTP_STATUS
from gateway.api.trino.session import FAMILIES, wrong
from gateway.errors import ErrorCode, GatewayError

REALMS: Final = ('Basic realm="Trino"', 'Bearer realm="Trino"')
_HOST: Final = re.compile(r"(?:[A-Za-z0-9.\-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


class ForTrino(Route):
    """A path that the gateway's own interface has, too: for clients of Trino, whose every request says who asks in headers of theirs."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any route, for requests with such headers."""
        names = (name.decode("latin-1") for name, _ in scope.get("headers", ()))
        return super().matches(scope) if any(name.startswith(FAMILIES) for name in names) else (Match.NONE, {})


def as_json(body: bytes, after: BackgroundTask | None = None) -> Response:
    """With what is to be done `after` it was sent."""
    return Response(body, media_type="application/json", background=after)


def refused(error: GatewayError, challenge: str | None = None) -> Response:
    """A status. One for a login that is missing names the ways to log in; `challenge` is one more of them."""
    response = Response(error.message, HTTP_STATUS[error.code], media_type="text/plain")
    if error.code is ErrorCode.UNAUTHENTICATED:
        for realm in REALMS if challenge is None else (*REALMS, challenge):
            response.headers.append("WWW-Authenticate", realm)
    return response


def base_of(request: Request) -> str:
    """How the client reached us. Raises StatementError for a host that is none."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise wrong("invalid header `host`")
    return f"{request.url.scheme}://{host}"
