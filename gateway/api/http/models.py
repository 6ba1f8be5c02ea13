"""The shapes of answers, as OpenAPI shows them."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Base: nothing is said that is not declared."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Problem(Shape):
    """RFC 9457 problem details. `code` never changes its meaning."""

    type: str = Field(examples=["urn:huiliu:error:GW203"])
    title: str = Field(examples=["TABLE_NOT_FOUND"])
    status: int
    detail: str
    code: str = Field(examples=["GW203"])
    name: str = Field(examples=["TABLE_NOT_FOUND"])
    message: str = Field(examples=["table `police.main.people` does not exist"])
    hint: str | None = Field(default=None, description="What to do next.")
    contact: str | None = Field(default=None, description="Whom to ask.")
    line: int | None = None
    column: int | None = None
    statement: str | None = Field(default=None, description="The statement's id, for the operator.")


class Fault(Shape):
    """An error inside an answer."""

    code: str
    name: str
    message: str
    hint: str | None = None
    contact: str | None = None
    line: int | None = None
    column: int | None = None


class ResultColumn(Shape):
    """A column of an answer, with its Trino type."""

    name: str
    type: str


class MaskedColumn(Shape):
    """A column that the statement read through a mask."""

    relation: str
    column: str
    mask: str


class RowLimit(Shape):
    """The row limit in force and whose it is."""

    rows: int
    set_by: Literal["client", "policy", "source", "gateway"]


class Notes(Shape):
    """What the answer leaves out or alters."""

    masked: list[MaskedColumn]
    filtered: list[str] = Field(description="Relations of which only some rows are permitted.")
    limit: RowLimit | None = None


class Result(Shape):
    """An answer as one JSON document. `error` stands there when it failed after it began."""

    id: str
    columns: list[ResultColumn]
    notes: Notes
    data: list[list[Any]]
    rows: int
    cut: bool = Field(description="True when a limit ended the answer and more rows were there.")
    error: Fault | None = None


class RuleShown(Shape):
    """A rule of the policy and where it stands."""

    id: str
    file: str
    line: int


class ColumnExplained(Shape):
    """A column that would be read."""

    name: str
    mask: str | None
    rules: list[RuleShown]


class AccessExplained(Shape):
    """A relation that would be read."""

    relation: str
    filters: list[str]
    rules: list[RuleShown]
    columns: list[ColumnExplained]
    hidden: list[str] = Field(description="Columns that are not granted but may be known.")
    fenced: bool


class Explained(Shape):
    """What would run and which rules apply, without running it."""

    id: str
    engine: str
    sql: str = Field(description="The rewritten statement; masks by name, no constant of a policy.")
    columns: list[ResultColumn]
    accesses: list[AccessExplained]
    notes: Notes
    policy_version: str
    catalog_version: str
    text: str


class SourceShown(Shape):
    """A source of which the caller may see something."""

    name: str
    title: str
    contact: str
    available: bool


class RelationShown(Shape):
    """A relation that the caller may read, or may know of."""

    catalog: str
    schema_: str = Field(alias="schema")
    relation: str
    title: str
    readable: bool
    filtered: bool
    purposes: list[str] = Field(description="Purposes for which it is readable; `*` is none at all.")
    level: str = Field(description="Its classification, the highest of its columns; empty without one.")


class CatalogShown(Shape):
    """The catalogue as the caller may see it."""

    version: str
    sources: list[SourceShown]
    relations: list[RelationShown]


class ColumnShown(Shape):
    """A column with the type that the caller gets."""

    name: str
    type: str
    title: str
    comment: str
    readable: bool
    mask: str | None
    purposes: list[str]
    level: str


class RelationDetail(RelationShown):
    """A relation with its columns."""

    comment: str
    contact: str
    columns: list[ColumnShown]


class StatementShown(Shape):
    """One of the caller's own statements."""

    id: str
    state: Literal["QUEUED", "RUNNING", "FINISHED", "FAILED", "CANCELED", "LOST"]
    sql: str
    purpose: str | None
    started: datetime.datetime
    ended: datetime.datetime | None
    rows: int
    bytes: int
    cut: bool
    error: str | None = Field(default=None, description="Name of the error code.")


class StatementsShown(Shape):
    """The caller's own statements, newest first."""

    statements: list[StatementShown]


class Health(Shape):
    """The process answers."""

    status: Literal["ok"]


class UnreadShown(Shape):
    """What nobody can read of one relation, counted over all its rows, whoever may see them."""

    relation: str
    at: str
    rows: int
    lost: dict[str, int] = Field(
        description="By column: values that do not convert and read as NULL, where there are any."
    )
    unread_lines: int = Field(description="Lines that are left out because they are not in the file's encoding.")
    failed: str = Field(description="Why it could not be counted; empty when it was.")


class SourceStatus(Shape):
    """One source as the gateway finds it."""

    name: str
    state: str = Field(description="`ok`, or since when and why it cannot be read.")
    privileges: list[str] = Field(description="What its account may do beyond reading.")
    unread: list[UnreadShown]


class Status(Shape):
    """Everything that may want an operator."""

    ready: bool
    replicas: int = Field(description="Gateways that live on the same storage, with this one.")
    policy: str
    policy_problems: list[str] = Field(description="Why the newest policy files are not in force; empty when they are.")
    missing_keys: list[str] = Field(description="Token keys that the policies name and nobody made.")
    catalog: str
    catalog_warnings: list[str] = Field(description="Accepted objects that are not offered, and why.")
    sources: list[SourceStatus]


class Readiness(Shape):
    """Whether statements can run now."""

    ready: bool
