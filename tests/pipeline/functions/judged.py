"""Captured cases through the product: prepare() makes the text, a real DuckDB answers it, the engine's own encoding shows it.

A case is judged as it is written, and again with its literals turned into columns: folding at prepare and the engine's form are two ways to a value.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Final

import duckdb

from gateway.catalog.types import Type, parse_type
from gateway.engines.duckdb_encode import wrapped
from gateway.engines.duckdb_errors import failure
from gateway.engines.engine import PageFormat
from gateway.errors import GatewayError
from gateway.pipeline.functions.duckdb_types import duckdb_type
from gateway.pipeline.functions.textcasts import is_odd
from gateway.pipeline.stages import Plan
from tests.judges.functions.captured import Captured
from tests.judges.functions.statements import batches, over_window, parts, relation
from tests.pipeline.functions.alike import alike, same_error
from tests.pipeline.functions.hidden import EVERYTHING, hidden
from tests.world import plan

TOGETHER: Final = 25


class Form(Enum):
    """How the literals of a case reach the pipeline."""

    WRITTEN = "written"
    COLUMNS = "columns"
    ONE = "one column"


@dataclass(frozen=True)
class Verdict:
    """What came of one case: `refused` is the reason, `differs` says how; neither when it is as in Trino."""

    case: Captured
    form: Form
    refused: str = ""
    differs: str = ""


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """A database as the engine sets it up."""
    made = duckdb.connect()
    made.execute("SET TimeZone = 'UTC'")
    made.execute("SET threads = 1")
    return made


def judged(cases: Iterable[Captured], form: Form, known: frozenset[str] = frozenset()) -> Iterator[Verdict]:
    """Verdicts; `known` are refused as far as anybody knows, so that they do not spoil a batch."""
    alone: list[Captured] = []
    together: dict[str, Captured] = {}
    for case in cases:
        if case.failed or case.expression in known:
            alone.append(case)
        else:
            together[case.expression] = case
    for batch in batches(together, TOGETHER):
        chosen = [together[text] for text in batch]
        try:
            yield from _values(chosen, form)
        except (
            Exception
        ):  # one of them spoils the batch, in whatever way: each is judged alone, and there an error is a verdict
            alone += chosen
    for case in alone:
        yield _alone(case, form)


def has_form(text: str, form: Form) -> bool:
    """Rows are columns already; there may be no literal, or but one."""
    return form is Form.WRITTEN or (not parts(text)[1] and _hide(text, form) is not None)


def _alone(case: Captured, form: Form) -> Verdict:
    try:
        return next(_values([case], form))
    except GatewayError as error:
        return _error(case, form, error.code.name, error.message)
    except duckdb.Error as error:
        found = failure(error)
        return _error(case, form, found.code, found.detail)
    except Exception as error:
        return Verdict(case, form, differs=f"{type(error).__name__}: {error}")


def _error(case: Captured, form: Form, code: str, message: str) -> Verdict:
    if case.failed and same_error(case.value, code):
        return Verdict(case, form)
    return Verdict(case, form, refused=f"{code}{_what(message)}" if code.startswith("NOT_SUPPORTED") else code)


def _what(message: str) -> str:
    """Which function or cast it is that the message speaks of."""
    names = re.findall(r"`([^`(]+)", message)
    return f" {' to '.join(names[:2] if 'cast' in message else names[:1])}" if names else ""


def _values(cases: Sequence[Captured], form: Form) -> Iterator[Verdict]:
    made = plan(statement([case.expression for case in cases], form))
    types = [column.type for column in made.columns]
    _same_types(made, types)
    columns = [(f"c{at}", type_) for at, type_ in enumerate(types)]
    rows = _rows(made, columns)
    for at, (case, type_) in enumerate(zip(cases, types, strict=True)):
        found: list[Any] = [row[at] for row in rows]
        value = found if over_window(case.expression) else found[0]
        yield Verdict(case, form, differs=_difference(case, type_, value))


def _rows(made: Plan, columns: list[tuple[str, Type]]) -> list[list[Any]]:
    text = wrapped(made.sql, columns, PageFormat.JSON, None)
    return [json.loads(row[0][:-1]) for row in connection().execute(text).fetchall()]


def _difference(case: Captured, type_: Type, value: object) -> str:
    if case.value == "GENERIC_INTERNAL_ERROR":
        return ""  # Trino has no answer: it fails inside itself
    if case.failed:
        return f"{type_} {value!r} instead of an error"
    expected = parse_type(case.type)
    if type_ != expected:
        return f"type {type_}"
    given = json.loads(case.value)
    if over_window(case.expression):
        assert isinstance(value, list)
        same = len(given) == len(value) and all(map(lambda a, b: alike(expected, a, b, case.expression), given, value))
    else:
        same = alike(expected, given, value, case.expression)
    if value is None and case.expression.startswith("TRY_CAST('") and is_odd(case.expression.split("'")[1], expected):
        return ""  # the one deviation: TRY_CAST may not fail, and these texts are not read
    return "" if same else f"value {json.dumps(value, ensure_ascii=False)}"


def statement(texts: Sequence[str], form: Form) -> str:
    """The cases as a client would send them in one statement."""
    if form is Form.WRITTEN:
        _, rows = parts(texts[0])
        source = f" FROM {relation(rows)}" if rows else ""
        order = " ORDER BY i" if over_window(texts[0]) else ""
        return f"SELECT {', '.join(parts(text)[0] for text in texts)}{source}{order}"
    shown: list[str] = []
    literals: list[str] = []
    for text in texts:
        which = _hide(text, form)
        assert which is not None
        found = hidden(text, which, len(literals))
        shown.append(found.expression)
        literals += found.literals
    row = f"({', '.join(literals)})"
    names = ", ".join(f"h{n}" for n in range(len(literals)))
    # Two equal rows: one alone the engine would take for constants.
    return f"SELECT {', '.join(shown)} FROM (VALUES {row}, {row}) AS hidden({names})"


@cache
def _hide(text: str, form: Form) -> range | None:
    """Which literals to hide: all, or one of several, always the same one for a text; None when there is nothing to hide."""
    count = hidden(text).met
    if form is Form.COLUMNS:
        return EVERYTHING if count else None
    at = zlib.crc32(text.encode()) % 3 % count if count > 1 else 0
    return range(at, at + 1) if count > 1 else None


def _same_types(made: Plan, types: Sequence[Type]) -> None:
    """Nothing wider or narrower than the declared type may leave a form: it would overflow elsewhere."""
    described = connection().execute(f"DESCRIBE {made.sql}").fetchall()
    for row, type_ in zip(described, types, strict=True):
        declared = duckdb_type(type_)
        if declared not in ("JSON", "INTEGER"):
            found = row[1].replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").replace("TIME WITH TIME ZONE", "TIMETZ")
            assert _bare(found) == _bare(declared), f"DuckDB's type is {found}, declared is {declared}"


def _bare(type_: str) -> str:
    return type_.replace('"', "").replace(" ", "")
