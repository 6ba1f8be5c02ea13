"""The way from one replica to another: one that has just started is known by nobody yet, and is asked all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from gateway.peers import Peers


@asynccontextmanager
async def replica(text: str) -> AsyncIterator[str]:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text=f"{text} {request.path}")

    application = web.Application()
    application.router.add_get("/{path:.*}", page)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield site.name
    finally:
        await runner.cleanup()


def test_who_is_not_known_yet_is_looked_for_and_a_stranger_is_looked_for_once() -> None:
    async def asked() -> tuple[bytes, int]:
        known: dict[str, str] = {}
        looks = 0
        async with replica("page") as address:

            async def look() -> None:
                nonlocal looks
                looks += 1
                known["new"] = address

            peers = Peers(lambda: known, look)
            try:
                found = await peers.ask("new", "GET", "/v1/x", {})
                nobody = await asyncio.gather(*(peers.ask("gone", "GET", "/v1/x", {}) for _ in range(20)))
                assert nobody == [None] * 20
            finally:
                await peers.close()
        assert found is not None
        return found.body, looks

    assert asyncio.run(asked()) == (b"page /v1/x", 1)


def test_a_look_that_fails_is_nobodys_fault() -> None:
    async def look() -> None:
        raise RuntimeError("storage")

    async def asked() -> object:
        peers = Peers(dict, look)
        return await peers.ask("new", "GET", "/v1/x", {})

    assert asyncio.run(asked()) is None
