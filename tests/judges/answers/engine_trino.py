"""Our side on the other engine: the same statement through prepare() with an open policy, and what it sends run by a genuine Trino."""

from __future__ import annotations

from dataclasses import replace

from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from tests.judges.answers.answer import Answer, spelt
from tests.judges.answers.gateway import Open, city_catalog, city_statement
from tests.judges.answers.trino import Trino


class OnTrino:
    """Asks as `gateway.Gateway` does."""

    def __init__(self, server: Trino) -> None:
        self._server = server
        self._catalog = city_catalog()

    def ask(self, sql: str) -> tuple[Answer, bool]:
        """What the statement gives under the plan's names and types, which must be those that Trino gives the text; and whether its order means something."""
        try:
            plan = prepare(replace(city_statement(sql), engine="trino"), self._catalog, Open())
        except GatewayError as error:
            return Answer(error=error.code.name, message=f"{error.message} {error.detail or ''}".strip()), False
        answer = self._server.ask(plan.sql)
        if answer.error is not None:
            return answer, False
        given, promised = [type_ for _, type_ in answer.columns], [str(column.type) for column in plan.columns]
        if list(map(spelt, given)) != list(map(spelt, promised)):
            return Answer(error="OTHER_TYPES", message=f"promised {promised}, given {given}"), False
        named = zip((column.name for column in plan.columns), promised, strict=True)
        return Answer(columns=tuple(named), rows=answer.rows), plan.ordered
