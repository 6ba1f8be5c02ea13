"""Asks on this machine: the whole gateway in this process, through the same door as HTTP (rule 8), recorded in the same audit."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from pydantic import ValidationError

from gateway.api.http.body import StatementBody
from gateway.api.http.formats import JSON, Form
from gateway.api.http.statements import explained
from gateway.app import Application
from gateway.cli.asking import Ask
from gateway.cli.site import operator
from gateway.errors import AccessError, ErrorCode, StatementError
from gateway.execution.request import Intent, Request
from gateway.pipeline.stages import Session
from gateway.policy.principal import Asking
from gateway.settings import Settings
from gateway.telemetry import quiet_libraries


class LocalDoor:
    """A gateway for one principal. Whoever can read the site's files may ask as anybody: that is the operator."""

    def __init__(self, settings: Settings, principal: str) -> None:
        quiet_libraries()
        self._application = Application(settings)
        self._principal = principal
        self._started = False

    async def stream(self, ask: Ask, form: Form) -> AsyncGenerator[bytes, None]:
        """The same bytes as over HTTP."""
        running = (await self._gateway()).gateway.accept(self._request(ask, form, Intent.ANSWER))
        try:
            await running.open()
            yield form.envelope.start(running)
            first = True
            async for page in running:
                yield bytes(form.envelope.page(page.body, first=first))
                first = False
            yield form.envelope.end(running)
        finally:
            await running.close()

    async def explain(self, ask: Ask) -> dict[str, Any]:
        """What would run, and why."""
        running = (await self._gateway()).gateway.accept(self._request(ask, JSON, Intent.EXPLAIN))
        try:
            await running.open()
            async for _ in running:
                pass
        finally:
            await running.close()
        if running.explanation is None:
            raise StatementError("only a query can be explained", code=ErrorCode.NOT_SUPPORTED, hint="give a SELECT")
        return explained(running, running.explanation).model_dump(mode="json", by_alias=True)

    async def close(self) -> None:
        """End the engine, sign the audit."""
        await self._application.stop()

    async def _gateway(self) -> Application:
        if not self._started:
            await self._application.start()
            self._started = True
        return self._application

    def _request(self, ask: Ask, form: Form, intent: Intent) -> Request:
        try:
            body = StatementBody.model_validate(ask.body())
        except ValidationError as error:
            places = ", ".join(sorted({str(one["loc"][0]) for one in error.errors()}))
            raise StatementError(f"`{places}` is not valid", code=ErrorCode.INVALID_REQUEST) from error
        policy = self._application.world().policy
        principal = policy.principal(self._principal)
        if ask.purpose is not None and ask.purpose not in policy.purposes:
            declared = ", ".join(sorted(policy.purposes))
            raise AccessError(
                f"the purpose `{ask.purpose}` is not declared",
                code=ErrorCode.PURPOSE_NOT_ALLOWED,
                hint=f"purposes are {declared}",
            )
        return Request(
            sql=body.sql,
            asking=Asking(principal=principal, purpose=body.purpose),
            purposes=policy.purposes,
            session=Session(
                catalog=body.catalog,
                schema=body.schema_,
                timezone=self._application.settings.gateway.timezone,
            ),
            parameters=body.values(),
            limit=body.limit,
            page_format=form.page_format,
            intent=intent,
            door="cli",
            address=operator(),
        )
