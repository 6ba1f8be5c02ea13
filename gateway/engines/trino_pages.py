"""One page of Trino's answer, taken apart: of it only columns and rows pass on; the envelope of a client's answer is the gateway's own (rule 11).

The bytes of the rows are found by position and read apart from the rest: `"data":[` and `],"stats":{` cannot stand inside a JSON text, where a quote is
escaped. So what is passed on as rows is a JSON array of rows by construction, and Trino's counters, which tell of hidden rows, cannot be in it. The rows are
counted and looked at from outside; their values are decoded by whoever writes them another way, and by nobody where Trino's bytes pass on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import orjson

from gateway.catalog.types import Type, parse_type

BEGIN: Final = b'"data":['
END: Final = b'],"stats":{'
Row = list[Any]
_ROWS: Final = msgspec.json.Decoder(list[msgspec.Raw])


class MalformedPageError(ValueError):
    """It is not what Trino's protocol says; nothing of it may be used."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as Trino wrote them: each by itself, and `raw`, all of them without the outer brackets."""

    each: Sequence[msgspec.Raw] = ()
    raw: bytes = b""

    def __len__(self) -> int:
        return len(self.each)

    def first(self, count: int) -> Rows:
        """No more than so many."""
        each = self.each[:count]
        return Rows(each, b",".join(map(bytes, each)))

    def decoded(self, width: int) -> list[Row]:
        """Their values. Raises MalformedPageError when a row has not so many."""
        rows: list[Row] = orjson.loads(b"[" + self.raw + b"]")
        if rows and not (set(map(type, rows)) == {list} and set(map(len, rows)) == {width}):
            raise MalformedPageError(f"a row does not have {width} values")
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamPage:
    """What the gateway needs of a page."""

    id: str
    state: str
    next: str | None = None
    columns: Sequence[Any] | None = None
    rows: Rows = Rows()
    error: dict[str, Any] | None = None

    @property
    def queued(self) -> bool:
        """Whether Trino has not begun with the statement."""
        return self.state in ("QUEUED", "WAITING_FOR_RESOURCES")


def read_page(body: bytes) -> UpstreamPage:
    """Take a page apart. Raises MalformedPageError.

    >>> page = read_page(b'{"id":"q","data":[[1,"a"]],"stats":{"state":"FINISHED"}}')
    >>> page.rows.decoded(2), page.rows.raw, page.state
    ([[1, 'a']], b'[1,"a"]', 'FINISHED')
    """
    begin, end = body.find(BEGIN), body.rfind(END)
    try:
        if begin < 0:
            return _page(orjson.loads(body), Rows())
        begin += len(BEGIN) - 1
        if end < begin:
            raise MalformedPageError("data does not end")
        envelope = orjson.loads(body[:begin] + b"null" + body[end + 1 :])
        rows = Rows(_ROWS.decode(memoryview(body)[begin : end + 1]), body[begin + 1 : end])
    except (orjson.JSONDecodeError, msgspec.DecodeError, RecursionError) as error:
        # Their words quote nothing of the text but the place.
        raise MalformedPageError(f"not JSON: {error}") from error
    if not isinstance(envelope, dict) or "data" not in envelope:
        raise MalformedPageError("data stands in an unexpected place")
    return _page(envelope, rows)


def _page(envelope: Any, rows: Rows) -> UpstreamPage:
    if not isinstance(envelope, dict):
        raise MalformedPageError("not an object")
    found, stats, error = envelope.get("id"), envelope.get("stats"), envelope.get("error")
    following, columns = envelope.get("nextUri"), envelope.get("columns")
    state = stats.get("state") if isinstance(stats, dict) else None
    if not isinstance(found, str) or not isinstance(state, str):
        raise MalformedPageError("id or state is missing")
    if envelope.get("data") is not None:
        raise MalformedPageError("data is not a list of rows")  # the spooled form, which was not asked for
    if not isinstance(following, str | None) or not isinstance(columns, list | None):
        raise MalformedPageError("nextUri or columns are not what they should be")
    if error is not None and not isinstance(error, dict):
        raise MalformedPageError("error is not an object")
    if following is None and error is None and state != "FINISHED":
        raise MalformedPageError(f"it ends in state {state[:40]}")  # a short answer must not look whole
    return UpstreamPage(id=found, state=state, next=following, columns=columns, rows=rows, error=error)


def check_rows(rows: Rows, width: int) -> None:
    """Every row is one, and the first and the last have a value for each column. Raises MalformedPageError."""
    if rows:
        if {bytes(row)[:1] for row in rows.each} != {b"["}:
            raise MalformedPageError("a row is not an array")
        for row in (rows.each[0], rows.each[-1]):
            Rows((row,), bytes(row)).decoded(width)


def check_columns(columns: Sequence[Any], wanted: Sequence[Type]) -> None:
    """The answer has the columns that the plan says: values of other types would be told as what they are not. Raises MalformedPageError."""
    if len(columns) != len(wanted):
        raise MalformedPageError(f"{len(columns)} columns in place of {len(wanted)}")
    for at, (column, type_) in enumerate(zip(columns, wanted, strict=True), start=1):
        told = column.get("type") if isinstance(column, dict) else None
        try:
            given = parse_type(str(told))
        except ValueError:
            raise MalformedPageError(f"column {at} has an unknown type") from None
        if not same(given, type_):
            raise MalformedPageError(f"column {at} is {given} in place of {type_}")


def same(given: Type, wanted: Type) -> bool:
    """Whether values look alike: lengths of varchar and names of fields do not matter.

    >>> same(parse_type("varchar(3)"), parse_type("varchar")), same(parse_type("bigint"), parse_type("integer"))
    (True, False)
    """
    if given.base != wanted.base:
        return False
    if given.base == "varchar":
        return True
    if len(given.parameters) != len(wanted.parameters):
        return False
    for one, other in zip(given.parameters, wanted.parameters, strict=True):
        if isinstance(one, Type) and isinstance(other, Type):
            if not same(one, other):
                return False
        elif one != other:
            return False
    return True
