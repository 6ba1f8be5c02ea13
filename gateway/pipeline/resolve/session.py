"""What a statement knows of its session: instants, user, defaults; all constants of the one judged moment."""

from __future__ import annotations

import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlglot import exp

from gateway.catalog import types
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import Constant, Expr
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.site import Site

SESSION_FUNCTIONS: Final = frozenset(
    {"now", "current_timestamp", "current_time", "localtime", "localtimestamp", "current_timezone", "version"}
)
TRINO_VERSION: Final = "476"
"""Of the Trino whose SQL this is; drivers read it as a number."""
_NODES: Final[dict[type[exp.Expr], str]] = {
    exp.CurrentDate: "current_date",
    exp.CurrentTimestamp: "current_timestamp",
    exp.CurrentTime: "current_time",
    exp.Localtime: "localtime",
    exp.Localtimestamp: "localtimestamp",
    exp.CurrentUser: "current_user",
    exp.CurrentCatalog: "current_catalog",
    exp.CurrentSchema: "current_schema",
}
NODES: Final = tuple(_NODES)


def session_value(node: exp.Expr, site: Site) -> Expr:
    """CURRENT_DATE, CURRENT_USER and their like, written without brackets."""
    only(node, frozenset({"this"}))
    return session_function(node, _NODES[type(node)], [node.this] if node.this is not None else [], site)


def session_function(node: exp.Expr, name: str, arguments: list[exp.Expr], site: Site) -> Expr:
    """The value of one of them; some take a precision."""
    if site.world.is_policy:
        raise fail(node, ErrorCode.POLICY_INVALID, f"`{name}` can not be used in a policy")
    precision = _precision(node, arguments) if arguments else 3
    if arguments and name in ("now", "current_timezone", "version"):
        raise _wrong(node, name)
    match name:
        case "current_user" | "current_catalog" | "current_schema" | "current_timezone" | "version":
            return _named(node, name, site)
        case _:
            return _moment(node, name, precision, site)


def _named(node: exp.Expr, name: str, site: Site) -> Constant:
    authorized = site.world.authorized
    if authorized is None:
        raise refuse(node, f"`{name}` here")
    statement = authorized.located.statement
    values = {
        "current_user": statement.asking.principal.code,
        "current_catalog": statement.session.catalog,
        "current_schema": statement.session.schema,
        "current_timezone": statement.session.timezone,
        "version": TRINO_VERSION,
    }
    value = values[name]
    return Constant(value, types.VARCHAR)


def _moment(node: exp.Expr, name: str, precision: int, site: Site) -> Constant:
    zone, instant = site.world.zone, site.world.instant
    if instant is None:
        raise refuse(node, f"`{name}` here")
    site.world.moments.add(name)
    try:
        local = instant.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise fail(node, ErrorCode.INVALID_ARGUMENTS, f"`{zone}` is not a time zone") from None
    date, time = local.date().isoformat(), _clock(local, precision)
    match name:
        case "current_date":
            return Constant(date, types.DATE)
        case "localtime":
            return Constant(time, types.time(precision))
        case "localtimestamp":
            return Constant(f"{date} {time}", types.timestamp(precision))
        case "current_timestamp" | "now":
            return Constant(f"{date} {time} {zone}", types.timestamp(precision, zone=True))
        case "current_time":
            return Constant(
                f"{time}{local.strftime('%z')[:3]}:{local.strftime('%z')[3:5]}", types.time(precision, zone=True)
            )
        case _:
            raise refuse(node, f"`{name}`")


def _clock(local: datetime.datetime, precision: int) -> str:
    digits = f"{local.microsecond:06d}".ljust(12, "0")[:precision]
    return f"{local:%H:%M:%S}" + (f".{digits}" if precision else "")


def _precision(node: exp.Expr, arguments: list[exp.Expr]) -> int:
    first = arguments[0]
    if len(arguments) != 1 or not isinstance(first, exp.Literal) or first.is_string or not first.name.isdecimal():
        raise _wrong(node, "precision")
    if int(first.name) > 12:
        raise _wrong(node, "precision")
    return int(first.name)


def _wrong(node: exp.Expr, name: str) -> ResolutionError:
    return fail(node, ErrorCode.INVALID_ARGUMENTS, f"`{name}` does not take these arguments")
