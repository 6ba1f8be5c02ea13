"""What a Trino client says of its session, in headers. All of it is the client's word: it is read here, bounded, and nothing of it is passed on as it came.

The forms are those of Trino 476 (`HttpRequestSessionContextFactory`, `PreparedStatementEncoder`): a header may be repeated, its values may be joined by commas, names and values are URL-encoded.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_plus
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.catalog.names import fold
from gateway.engines.engine import PageFormat
from gateway.errors import ErrorCode, StatementError

FAMILIES: Final = ("x-trino-", "x-presto-")
ZSTD: Final = "$zstd:"
MOST: Final = 1_000
"""Properties, and prepared statements, of one request."""
LONGEST: Final = 1_000_000
"""Characters of a prepared statement: Trino's `query.max-length`."""
ZONE: Final = "time_zone_id"
UNUSED: Final = ("extra-credential", "resource-estimate")
"""Headers of pairs that change nothing here."""
"""The session property that SET TIME ZONE sets."""
DURATIONS: Final = ("query_max_run_time", "query_max_execution_time")
UNITS: Final = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION: Final = re.compile(r"\s*(\d{1,12}(?:\.\d{1,12})?)\s*(ns|us|ms|s|m|h|d)\s*")
_NAME: Final = re.compile(r"[\x20-\x7e]{1,256}")
_OFFSET: Final = re.compile(r"([+-])(\d{1,2})(?::?00)")

RawHeaders = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSession:
    """The session of one statement, as its client sees it. `family` is the prefix of the headers, and of those that answer it."""

    family: str = FAMILIES[0]
    user: str | None = None
    catalog: str | None = None
    schema: str | None = None
    zone: str | None = None
    """As its client names it; see `timezone`."""
    source: str = ""
    transaction: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    prepared: Mapping[str, str] = field(default_factory=dict)
    """Statements as the client carries them: `unpacked` gives their texts."""
    roles: frozenset[str] = frozenset()
    capabilities: frozenset[str] = frozenset()

    @property
    def page_format(self) -> PageFormat:
        """How rows travel to it: without the capability, times have three digits and their types no precision."""
        return PageFormat.TRINO if "PARAMETRIC_DATETIME" in self.capabilities else PageFormat.TRINO_MILLISECONDS

    @property
    def timezone(self) -> str | None:
        """The name of its zone. Raises StatementError: where there is none, Trino fails the statement and not the request."""
        try:
            return _zone(self.zone)
        except StatementError:
            raise no_zone(self.zone or "", ErrorCode.NOT_SUPPORTED) from None

    @property
    def seconds(self) -> float | None:
        """So long a statement may take, as its client wants it: the smaller of Trino's two properties. Raises StatementError."""
        named = [duration(name, self.properties[name]) for name in DURATIONS if name in self.properties]
        return min(named, default=None)


def read(headers: RawHeaders) -> ClientSession:
    """Raises StatementError INVALID_REQUEST, with the words of Trino where it has some."""
    family, values = _family(headers)
    catalog, schema = _last(values, "catalog"), _last(values, "schema")
    if schema and not catalog:
        raise wrong("schema is set but catalog is not")
    transaction = _last(values, "transaction-id")
    for name in UNUSED:
        for _ in _pairs(values, name):
            pass  # read all the same: what is none is none
    properties = dict(_pairs(values, "session"))
    return ClientSession(
        family=family,
        user=_last(values, "user"),
        catalog=fold(catalog) if catalog else None,
        schema=fold(schema) if schema else None,
        zone=properties.get(ZONE) or _last(values, "time-zone"),
        source=(_last(values, "source") or "")[:256],
        transaction=None if transaction is None or transaction.upper() == "NONE" else transaction,
        properties=properties,
        prepared=dict(_pairs(values, "prepared-statement", decode_name=True)),
        roles=frozenset(value for _, value in _pairs(values, "role")),
        capabilities=frozenset(_listed(values, "client-capabilities")),
    )


def _family(headers: RawHeaders) -> tuple[str, dict[str, list[str]]]:
    """The headers of one family by their names; both at once are no session of anybody."""
    found: dict[str, dict[str, list[str]]] = {}
    for raw, value in headers:
        name = raw.decode("latin-1").lower()
        family = next((family for family in FAMILIES if name.startswith(family)), None)
        if family is not None:
            found.setdefault(family, {}).setdefault(name[len(family) :], []).append(value.decode("latin-1").strip())
    if len(found) > 1:
        raise wrong("headers of Trino and of Presto in one request")
    return next(iter(found.items()), (FAMILIES[0], {}))


def _last(values: Mapping[str, list[str]], name: str) -> str | None:
    found = values.get(name)
    return (found[-1] or None) if found else None


def _listed(values: Mapping[str, list[str]], name: str) -> Iterator[str]:
    for value in values.get(name, ()):
        yield from (part.strip() for part in value.split(",") if part.strip())


def _pairs(values: Mapping[str, list[str]], header: str, *, decode_name: bool = False) -> Iterator[tuple[str, str]]:
    for number, pair in enumerate(_listed(values, header)):
        name, equals, value = pair.partition("=")
        name = unquote_plus(name.strip()) if decode_name else name.strip()
        if not equals or not _NAME.fullmatch(name) or number >= MOST:
            raise wrong(f"invalid header `{header}`")
        yield name, _decoded(value.strip(), header)


def _decoded(value: str, header: str) -> str:
    try:
        return unquote_plus(value, errors="strict")
    except UnicodeDecodeError:
        raise wrong(f"invalid header `{header}`") from None


def unpacked(text: str) -> str:
    """A prepared statement as its client knows it; Trino compresses long ones. Raises StatementError.

    Only for the one that a command names, of somebody who is known: hundreds fit in a head that become a million characters each.
    """
    if text.startswith(ZSTD):
        text = _unpacked(text[len(ZSTD) :])
    if len(text) > LONGEST:
        raise StatementError("a prepared statement is too long", code=ErrorCode.STATEMENT_TOO_LARGE)
    return text


def _unpacked(text: str) -> str:
    import pyarrow as pa  # it knows this compression; few sessions have such a statement

    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        with pa.input_stream(pa.py_buffer(packed), compression="zstd") as stream:
            found: bytes = stream.read(4 * LONGEST + 1)  # no few bytes become very many
        return found.decode()
    except (binascii.Error, ValueError, OSError) as error:
        raise wrong("invalid header `prepared-statement`") from error


def packed(text: str) -> str:
    """A prepared statement as Trino sends a long one. The opposite of what is read."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.output_stream(sink, compression="zstd") as stream:
        stream.write(text.encode())
    return ZSTD + base64.urlsafe_b64encode(sink.getvalue().to_pybytes()).decode().rstrip("=")


def check_property(name: str, value: str) -> None:
    """Raise StatementError INVALID_SESSION_PROPERTY for a value that is none of it."""
    if name in DURATIONS:
        duration(name, value)
    if name == ZONE:
        try:
            _zone(value)
        except StatementError:
            raise no_zone(value, ErrorCode.INVALID_SESSION_PROPERTY) from None


def no_zone(name: str, code: ErrorCode) -> StatementError:
    """Nobody's time."""
    return StatementError(
        f"time zone not supported: `{name[:40]}`", code=code, hint="write for example Asia/Shanghai or +08:00"
    )


def duration(name: str, text: str) -> float:
    """Seconds, of a duration as Trino writes them. Raises StatementError."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise StatementError(
            f"`{text[:40]}` is not a duration",
            code=ErrorCode.INVALID_SESSION_PROPERTY,
            hint=f"write `{name}` as `30s`, `5m` or `1.5h`",
        )
    return float(found[1]) * UNITS[found[2]]


def _zone(name: str | None) -> str | None:
    """A zone by its name; an offset of whole hours has one, too (`Etc/GMT-8` lies east)."""
    if name is None:
        return None
    if (offset := _OFFSET.fullmatch(name)) is not None:
        name = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}" if int(offset[2]) else "UTC"
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong("invalid time zone") from None


def wrong(message: str) -> StatementError:
    """A request that is none."""
    return StatementError(message, code=ErrorCode.INVALID_REQUEST, hint="see docs/clients.md")
