"""Asks Trino what its catalogs have: the types of columns, which are not always those of the source."""

from __future__ import annotations

import ssl
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from trino.auth import Authentication, BasicAuthentication, JWTAuthentication
from trino.dbapi import connect
from trino.exceptions import Error, HttpError

from gateway.catalog.names import fold
from gateway.catalog.trino import TrinoTypes
from gateway.engines.trino_session import SOURCE, ServiceAccount
from gateway.errors import EngineError, ErrorCode

SECONDS: Final = 30.0
ASK: Final = "SELECT table_schema, table_name, column_name, data_type FROM {catalog}.information_schema.columns WHERE table_schema IN ({schemas})"


class TrinoColumns:
    """Blocking; one connection a question, to the first coordinator that answers."""

    def __init__(self, coordinators: Sequence[str], account: ServiceAccount) -> None:
        self._coordinators = tuple(coordinators)
        self._account = account

    def of(self, catalog: str, schemas: Collection[str]) -> TrinoTypes:
        """Every relation of these schemas of a catalog. Raises EngineError SOURCE_UNAVAILABLE when no coordinator says."""
        if not schemas:
            return {}
        sql = ASK.format(catalog=_quoted(catalog), schemas=", ".join(map(_literal, sorted(schemas))))
        found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for schema, relation, column, type_ in self._ask(sql):
            found[fold(schema), fold(relation)][fold(column)] = type_
        return dict(found)

    def _ask(self, sql: str) -> list[list[Any]]:
        failed: list[str] = []
        for address in self._coordinators:
            try:
                return self._ask_one(address, sql)
            except (Error, HttpError, OSError) as error:  # requests' own errors are OSErrors
                failed.append(f"{address}: {error}")
        raise EngineError(
            "Trino does not say what it has of this source",
            code=ErrorCode.SOURCE_UNAVAILABLE,
            hint="`huiliu trino catalogs` renders its catalog; see that a coordinator runs and has read it",
            detail="; ".join(failed)[:4000],
        )

    def _ask_one(self, address: str, sql: str) -> list[list[Any]]:
        parts = urlsplit(address)
        with requests.Session() as session:
            session.trust_env = False  # a proxy of the environment would see the service's password
            session.mount("https://", _Checked(self._account.tls()))
            connection = connect(  # type: ignore[no-untyped-call]
                host=parts.hostname,
                port=parts.port or (443 if parts.scheme == "https" else 80),
                http_scheme=parts.scheme,
                user=self._account.user,
                auth=self._identity(),
                source=SOURCE,
                request_timeout=SECONDS,
                max_attempts=1,
                http_session=session,
            )
            cursor = connection.cursor()
            try:
                return list(cursor.execute(sql).fetchall())
            finally:
                cursor.close()

    def _identity(self) -> Authentication | None:
        if self._account.password:
            return BasicAuthentication(self._account.user, self._account.password)
        return JWTAuthentication(self._account.token) if self._account.token else None


class _Checked(HTTPAdapter):
    """TLS as the statements have it: the named authority, the service's certificate."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    def init_poolmanager(self, *words: Any, **named: Any) -> None:
        super().init_poolmanager(*words, ssl_context=self._context, **named)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
