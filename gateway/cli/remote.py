"""Asks a running gateway over HTTP."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any, Final

import httpx
import orjson

from gateway.cli.asking import Ask, as_error
from gateway.cli.faults import wrong_use
from gateway.errors import EngineError, ErrorCode, GatewayError

if TYPE_CHECKING:
    from gateway.api.http.formats import Form

PATIENCE: Final = httpx.Timeout(10, read=None)
"""An answer may take as long as the gateway lets it; only connecting must be quick."""


class RemoteDoor:
    """A gateway behind an address, and a token."""

    def __init__(self, address: str, token: str | None) -> None:
        if not address.startswith(("http://", "https://")):
            raise wrong_use(f"`{address}` is not an address", "write for example http://127.0.0.1:8440")
        if not token:
            raise wrong_use("a token is needed", "set HUILIU_TOKEN, or give --token; `huiliu token create` makes one")
        self._address = address
        headers = {"authorization": f"Bearer {token}"}
        self._client = httpx.AsyncClient(base_url=address, headers=headers, timeout=PATIENCE, trust_env=False)

    async def stream(self, ask: Ask, form: Form) -> AsyncGenerator[bytes, None]:
        """The answer as it arrives."""
        request = self._client.build_request(
            "POST", "/v1/query", json=ask.body(), headers={"accept": form.media_type.partition(";")[0]}
        )
        try:
            response = await self._client.send(request, stream=True)
            try:
                if response.status_code != 200:
                    raise _refused(response.status_code, await response.aread())
                async for piece in response.aiter_bytes():
                    yield piece
            finally:
                await response.aclose()
        except httpx.ConnectError as error:
            raise self._unreachable() from error
        except httpx.TransportError as error:
            raise EngineError(
                "the answer broke off", hint="`huiliu audit search` or the operator can say why"
            ) from error

    async def explain(self, ask: Ask) -> dict[str, Any]:
        """What would run, and why."""
        return await self.call("POST", "/v1/explain", ask.body())

    async def call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """One small JSON answer."""
        try:
            response = await self._client.request(method, path, json=body)
        except httpx.TransportError as error:
            raise self._unreachable() from error
        if response.status_code != 200:
            raise _refused(response.status_code, response.content)
        answer: dict[str, Any] = orjson.loads(response.content)
        return answer

    async def close(self) -> None:
        """Close the connection; a statement that still runs is canceled by that."""
        await self._client.aclose()

    def _unreachable(self) -> GatewayError:
        return wrong_use(
            f"no gateway answers at `{self._address}`", "start one with `huiliu serve`, or look at --server"
        )


def _refused(status: int, body: bytes) -> GatewayError:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if isinstance(told, dict) and "code" in told:
        return as_error(told)
    message = f"what answers there is not a gateway (status {status})"
    return EngineError(message, code=ErrorCode.INVALID_REQUEST, hint="look at --server")
