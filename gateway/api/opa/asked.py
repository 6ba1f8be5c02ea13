"""What Trino asks, taken out of its JSON. What has another form is refused by whoever asks for it here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from gateway.catalog.names import RelationName, fold

Json = Mapping[str, Any]


class Malformed(Exception):  # noqa: N818  # it is no error of the gateway: it never leaves this package
    """A question that is not one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: who, which operation, about what."""

    user: str
    operation: str
    resource: Json
    several: Sequence[Json] | None

    @property
    def resources(self) -> Sequence[Json]:
        """Those of a batch. Raises Malformed when it is none."""
        if self.several is None:
            raise Malformed("filterResources")
        return self.several


NOTHING: Final[Json] = {}


def read(body: bytes) -> Asked:
    """Raises Malformed."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed("not JSON") from error
    asked = _object(_object(found), "input")
    action = _object(asked, "action")
    several = action.get("filterResources")
    if several is not None and not isinstance(several, list):
        raise Malformed("filterResources")
    return Asked(
        user=text(_object(_object(asked, "context"), "identity"), "user"),
        operation=text(action, "operation"),
        resource=_object(action, "resource") if "resource" in action else NOTHING,
        several=several,
    )


def text(holder: Json, name: str) -> str:
    """A text that must be there. Raises Malformed."""
    value = holder.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(name)
    return value


def user(resource: Json) -> str:
    """The other user that a question is about."""
    return text(_object(resource, "user"), "user")


def catalog(resource: Json) -> str:
    return fold(text(_object(resource, "catalog"), "name"))


def schema(resource: Json) -> tuple[str, str]:
    found = _object(resource, "schema")
    return fold(text(found, "catalogName")), fold(text(found, "schemaName"))


def table(resource: Json) -> tuple[RelationName, tuple[str, ...]]:
    """A table, and the columns of it that the question names."""
    found = _object(resource, "table")
    columns = found.get("columns") or ()
    if not isinstance(columns, list | tuple) or not all(isinstance(column, str) for column in columns):
        raise Malformed("columns")
    return _relation(found), tuple(map(fold, columns))


def column(resource: Json) -> tuple[RelationName, str, str]:
    """A column: its table, its name, its type as Trino writes it."""
    found = _object(resource, "column")
    return _relation(found), fold(text(found, "columnName")), text(found, "columnType")


def function(resource: Json) -> tuple[str, str]:
    """Catalog and schema of a function."""
    found = _object(resource, "function")
    return text(found, "catalogName"), text(found, "schemaName")


def _relation(found: Json) -> RelationName:
    return RelationName(*(fold(text(found, name)) for name in ("catalogName", "schemaName", "tableName")))


def _object(holder: Any, name: str | None = None) -> Json:
    if not isinstance(holder, dict):
        raise Malformed("an object")
    value = holder if name is None else holder.get(name)
    if not isinstance(value, dict):
        raise Malformed(name or "an object")
    return value
