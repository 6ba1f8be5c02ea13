"""Puts the HTTP edge together: routes, error answers, security headers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.api.http import catalog, health, statements
from gateway.api.http.doors import Doors
from gateway.api.http.errors import gateway_error, http_error, own_fault, validation_error
from gateway.api.http.openapi import complete
from gateway.errors import GatewayError

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers to every response. No CORS: other sites' pages may not ask."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def create_app(doors: Doors, version: str) -> FastAPI:
    """The ASGI application."""
    app = FastAPI(
        title="Huiliu",
        summary="Many department databases, one governed SQL",
        version=version,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        exception_handlers={
            GatewayError: gateway_error,
            HTTPException: http_error,
            RequestValidationError: validation_error,
            Exception: own_fault,
        },
    )
    app.state.doors = doors
    app.add_middleware(SecurityHeaders)
    for routes in (statements.router, catalog.router, health.router):
        app.include_router(routes)
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = complete(plain())
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way to add to the description
    return app
