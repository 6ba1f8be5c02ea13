"""Values of an answer as the case file writes them."""

from __future__ import annotations

import datetime
import math

from gateway.catalog.types import Type


def show(value: object, type_: Type) -> str:
    """A value of the given Trino type."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case float():
            return _float(value, type_)
        case str():
            return f"'{value}'"
        case bytes():
            return f"X'{value.hex()}'"
        case datetime.datetime():
            return _timestamp(value, type_)
        case datetime.timedelta() if type_.base.startswith("interval day"):
            return f"{round(value.total_seconds() * 1000)}ms"
        case list():
            return f"[{', '.join(show(v, type_.element) for v in value)}]"
        case dict() if type_.base == "map":
            return "{" + ", ".join(f"{show(k, type_.element)}: {show(v, type_.value)}" for k, v in value.items()) + "}"
        case dict():
            pairs = zip(value.values(), type_.parameters, strict=True)
            return f"({', '.join(show(v, t) for v, t in pairs if isinstance(t, Type))})"
        case _:
            return str(value)


def _float(value: float, type_: Type) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return f"{value:.7g}" if type_.base == "real" else repr(value)


def _timestamp(value: datetime.datetime, type_: Type) -> str:
    """To the precision of the type, in UTC where it has a zone."""
    text = value.replace(tzinfo=None).isoformat(" ", "microseconds")
    shown = text[: 20 + type_.precision] if type_.precision else text[:19]
    return shown + (" UTC" if type_.base == "timestamp with time zone" else "")
