"""The accepted catalogue: per source, the objects that its owner has accepted, as reviewed text (rule 14).

    source = "minzheng"

    [[relation]]
    schema = "main"
    name = "families"
    kind = "table"
    title = "低保家庭"
    comment = ""
    columns = [
      { name = "id", type = "bigint", title = "编号", comment = "" },
    ]

One column a line, relations sorted by name, so that a review is a readable diff. `schema`, `name` and column names are spelled as
at the source; `type` is Trino's. Titles and comments may be edited freely; for loosely typed sources (SQLite, CSV) `type` may be too.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gateway.catalog.types import Type, parse_type
from gateway.errors import ErrorCode, OwnError

KINDS: Final = ("table", "view", "materialized view", "foreign table", "partition")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedColumn:
    """One accepted column; `name` is the source's own spelling."""

    name: str
    type: Type
    title: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedRelation:
    """One accepted relation. Everything but a `table` is opaque: it has its own rules and is always fenced."""

    schema: str
    name: str
    kind: str = "table"
    columns: tuple[AcceptedColumn, ...]
    title: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedSource:
    """Everything of one source that was accepted."""

    source: str
    relations: tuple[AcceptedRelation, ...] = ()


def read(path: Path) -> AcceptedSource:
    """The accepted objects of `catalog/<source>.toml`; none when there is no file. Raises OwnError naming file and place."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return AcceptedSource(source=path.stem)
    except (OSError, UnicodeDecodeError) as error:
        raise _invalid(path.name, f"cannot be read: {error}") from error
    return parse(text, file=path.name, source=path.stem)


def write(path: Path, accepted: AcceptedSource) -> None:
    """Replace the file in one step, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_text(render(accepted), "utf-8")
    os.replace(draft, path)


def parse(text: str, *, file: str, source: str) -> AcceptedSource:
    """Read the text of one file, which must be that of `source`."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _invalid(file, str(error)) from error
    _only(tree, ("source", "relation"), file)
    if tree.get("source") != source:
        raise _invalid(file, f"source must be `{source}`, the file's own name")
    tables = tree.get("relation", [])
    if not isinstance(tables, list):
        raise _invalid(file, "relation must be written as [[relation]]")
    return AcceptedSource(source=source, relations=tuple(_relation(table, file) for table in tables))


def _relation(table: dict[str, Any], file: str) -> AcceptedRelation:
    where = f"{file}: {table.get('schema')}.{table.get('name')}"
    _only(table, ("schema", "name", "kind", "title", "comment", "columns"), where)
    columns = table.get("columns")
    if not isinstance(columns, list):
        raise _invalid(where, "columns must be a list")
    kind = _text(table, "kind", where, "table")
    if kind not in KINDS:
        raise _invalid(where, f"kind `{kind}` is none of {', '.join(KINDS)}")
    return AcceptedRelation(
        schema=_text(table, "schema", where),
        name=_text(table, "name", where),
        kind=kind,
        columns=tuple(_column(column, where) for column in columns),
        title=_text(table, "title", where, ""),
        comment=_text(table, "comment", where, ""),
    )


def _column(table: object, where: str) -> AcceptedColumn:
    if not isinstance(table, dict):
        raise _invalid(where, "a column must be written as { name = …, type = … }")
    _only(table, ("name", "type", "title", "comment"), where)
    name = _text(table, "name", where)
    try:
        type_ = parse_type(_text(table, "type", where))
    except (ValueError, AssertionError) as error:
        raise _invalid(where, f"column `{name}`: {error}") from error
    return AcceptedColumn(
        name=name, type=type_, title=_text(table, "title", where, ""), comment=_text(table, "comment", where, "")
    )


def _text(table: dict[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (default is None and not value):
        raise _invalid(where, f"`{key}` must be a text")
    return value


def _only(table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise _invalid(where, f"`{key}` is not known here; known are {', '.join(known)}")


def _invalid(where: str, reason: str) -> OwnError:
    return OwnError(f"{where}: {reason}", code=ErrorCode.CONFIG_INVALID, hint="see `huiliu catalog diff`")


def render(accepted: AcceptedSource) -> str:
    """The file's text: sorted, one column a line."""
    return "\n".join(_lines(accepted)) + "\n"


def _lines(accepted: AcceptedSource) -> Iterator[str]:
    yield f"# What the owner of `{accepted.source}` has accepted; what is not here is seen by nobody."
    yield f"source = {_quoted(accepted.source)}"
    for relation in sorted(accepted.relations, key=lambda r: (r.schema, r.name)):
        yield ""
        yield "[[relation]]"
        for key in ("schema", "name", "kind", "title", "comment"):
            yield f"{key} = {_quoted(getattr(relation, key))}"
        yield "columns = ["
        for column in relation.columns:
            fields = (
                ("name", column.name),
                ("type", str(column.type)),
                ("title", column.title),
                ("comment", column.comment),
            )
            yield "  { " + ", ".join(f"{key} = {_quoted(value)}" for key, value in fields) + " },"
        yield "]"


def _quoted(text: str) -> str:
    """A TOML basic string.

    >>> print(_quoted('a"b\\n'))
    "a\\"b\\u000a"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() or c == " " else _escape(c) for c in escaped) + '"'


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
