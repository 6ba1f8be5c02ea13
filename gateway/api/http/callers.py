"""Takes the caller out of a request: bearer token, declared purpose, person acted for."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from gateway.api.authenticate import Caller, Credentials
from gateway.api.http.body import ACTING_HEADER, PURPOSE_HEADER
from gateway.api.http.doors import Doors, doors_of
from gateway.errors import GatewayError
from gateway.storage import TokenGrant

BEARER = HTTPBearer(auto_error=False, description="A token made with `huiliu token create`.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


def address_of(request: Request) -> str:
    """The peer's address."""
    return request.client.host if request.client else ""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request with a good token, before its purpose is known."""

    grant: TokenGrant
    credentials: Credentials

    async def declaring(self, purpose: str | None, doors: Doors) -> Caller:
        """The caller for a declared purpose. Raises GatewayError."""
        credentials = replace(self.credentials, purpose=purpose)
        with contextlib.suppress(GatewayError):
            return doors.authenticator.known(self.grant, credentials)
        return await doors.threads.store(doors.authenticator.caller, self.grant, credentials)


async def admitted(request: Request, bearer: Bearer) -> Admitted:
    """Look at the token before anything else: nobody unknown makes the gateway read a megabyte. Raises GatewayError."""
    doors = doors_of(request)
    credentials = Credentials(
        secret=bearer.credentials if bearer is not None else None,
        acting_for=request.headers.get(ACTING_HEADER),
        address=address_of(request),
    )
    return Admitted(await doors.threads.store(doors.authenticator.grant, credentials), credentials)


async def caller_of(request: Request, bearer: Bearer) -> Caller:
    """The caller of a route without a statement; its purpose may stand in the header."""
    known = await admitted(request, bearer)
    return await known.declaring(request.headers.get(PURPOSE_HEADER), doors_of(request))


AnyAdmitted = Annotated[Admitted, Depends(admitted)]
AnyCaller = Annotated[Caller, Depends(caller_of)]
