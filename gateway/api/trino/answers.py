"""What the gateway answers by itself to commands of a session: no row, and headers that change the client's session."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_plus

from gateway.api.trino.session import LONGEST, ZONE, ClientSession, check_property, packed, unpacked
from gateway.catalog.types import VARCHAR
from gateway.errors import ErrorCode, StatementError
from gateway.pipeline import commands, front
from gateway.pipeline.inputs import Asked
from gateway.pipeline.patterns import matches
from gateway.pipeline.stages import ResultColumn

PACK_FROM: Final = 2048
"""Characters from which on a prepared statement is sent packed, as Trino does."""

Row = tuple[str | int | bool | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer: headers without the prefix of their family, and columns with rows."""

    update_type: str | None
    headers: Sequence[tuple[str, str]] = ()
    columns: Sequence[ResultColumn] = ()
    rows: Sequence[Row] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A statement that a command stands for, to be judged and run like any other."""

    sql: str
    arguments: tuple[str, ...] | None
    parameters: tuple[Asked, ...] = ()
    """For `?` of a statement that is described."""


def answer(command: commands.Command, session: ClientSession, properties: Mapping[str, str]) -> Told | Inner:
    """What comes of a command. `properties` are those that may be set, with what they mean. Raises StatementError."""
    match command:
        case commands.Prepare(name=name, sql=sql):
            _check(sql)
            text = packed(sql) if len(sql) > PACK_FROM else sql
            return Told(update_type="PREPARE", headers=[("Added-Prepare", _pair(name, text))])
        case commands.Execute(name=name, arguments=arguments):
            return Inner(sql=prepared(name, session), arguments=arguments)
        case commands.ExecuteImmediate(sql=sql, arguments=arguments):
            return Inner(sql=sql, arguments=arguments)
        case commands.Deallocate(name=name):
            prepared(name, session)
            return Told(update_type="DEALLOCATE", headers=[("Deallocated-Prepare", quote_plus(name))])
        case front.Use(catalog=catalog, schema=schema):
            if catalog is None and session.catalog is None:
                raise StatementError(
                    "catalog must be specified when session catalog is not set", code=ErrorCode.MISSING_CATALOG_NAME
                )
            headers = [("Set-Catalog", catalog)] if catalog is not None else []
            return Told(update_type="USE", headers=[*headers, ("Set-Schema", schema)])
        case commands.SetSession(name=name, value=value):
            _known(name, properties)
            check_property(name, value)
            return Told(update_type="SET SESSION", headers=[("Set-Session", f"{name}={quote_plus(value)}")])
        case commands.ResetSession(name=name):
            _known(name, properties)
            return Told(update_type="RESET SESSION", headers=[("Clear-Session", name)])
        case commands.SetTimeZone(zone=None):
            return Told(update_type="SET TIME ZONE", headers=[("Clear-Session", ZONE)])
        case commands.SetTimeZone(zone=str(named)):
            check_property(ZONE, named)
            return Told(update_type="SET TIME ZONE", headers=[("Set-Session", f"{ZONE}={quote_plus(named)}")])
        case commands.ShowSession(like=like):
            return _shown(session, {name: about for name, about in properties.items() if matches(name, like)})
        case commands.StartTransaction():
            if session.transaction is not None:
                raise StatementError("nested transactions are not supported", code=ErrorCode.NOT_SUPPORTED)
            return Told(update_type="START TRANSACTION", headers=[("Started-Transaction-Id", secrets.token_hex(16))])
        case commands.EndTransaction(word=word):
            if session.transaction is None:
                raise StatementError("no transaction in progress", code=ErrorCode.NOT_IN_TRANSACTION)
            return Told(update_type=word, headers=[("Clear-Transaction-Id", "true")])
        case _:
            raise StatementError("this command is not supported yet", code=ErrorCode.NOT_SUPPORTED)


def _pair(name: str, value: str) -> str:
    return f"{quote_plus(name)}={quote_plus(value)}"


def _check(sql: str) -> None:
    """What can never be run is refused when it is prepared; whether it may be run is asked when it is."""
    if len(sql) > LONGEST:
        raise StatementError("the statement is too long", code=ErrorCode.STATEMENT_TOO_LARGE)
    front.read(sql)


def prepared(name: str, session: ClientSession) -> str:
    """The text of a prepared statement that the client holds. Raises StatementError."""
    found = session.prepared.get(name)
    if found is None:
        raise StatementError(f"prepared statement not found: `{name[:64]}`", code=ErrorCode.STATEMENT_NOT_FOUND)
    return unpacked(found)


def _known(name: str, properties: Mapping[str, str]) -> None:
    if name not in properties:
        raise StatementError(
            f"session property `{name[:64]}` does not exist",
            code=ErrorCode.INVALID_SESSION_PROPERTY,
            hint="`SHOW SESSION` lists what can be set",
        )


def _shown(session: ClientSession, properties: Mapping[str, str]) -> Told:
    columns = [ResultColumn(name=name, type=VARCHAR) for name in ("Name", "Value", "Default", "Type", "Description")]
    rows = [
        (name, session.properties.get(name, ""), "", "varchar", about) for name, about in sorted(properties.items())
    ]
    return Told(update_type=None, columns=columns, rows=rows)
