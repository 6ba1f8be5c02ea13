"""What a kind of source declares: options, how the embedded engine reads it, how Trino would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from connectors.trino_catalog import NoCatalog
from connectors.watch import Watch
from gateway.catalog.found import FoundColumn, FoundRelation

__all__ = ["Attachment", "Connector", "FoundColumn", "FoundRelation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """How the embedded engine reads one source: statements run in order when a generation is built, before it is locked.

    `secrets` are dropped after attaching. `views` are CREATE VIEW statements for the base file (Parquet, CSV). `directories` may be read after locking.
    `address` is what the TCP pre-flight asks, when there is one.
    """

    extension: str | None = None
    secrets: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    drop_secrets: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    directories: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """(file, first line): read by position, so the engine checks before each statement that the line still stands there."""
    address: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """One kind of source. Functions are pure but for those that say what they ask the source, and `attach` of folders, which lists them."""

    kind: str
    options: type[BaseModel]
    attach: Callable[[str, BaseModel, Mapping[str, str]], Attachment]
    """(source name, options, credentials) -> Attachment."""
    inspect: Callable[[str, BaseModel, Mapping[str, str]], tuple[FoundRelation, ...]]
    """Blocking; called in a thread with a deadline."""
    trino: Callable[[BaseModel], Mapping[str, str]] | NoCatalog
    """Its part of the catalog properties for Trino; may ask the server what it is. NoCatalog: Trino cannot read it."""
    identity: Callable[[BaseModel, Path], str]
    """What database this is, so that two sources on one database are found out."""
    loose: bool = False
    """Types at the source are only hints (SQLite, CSV): columns are read with Read.CONVERT."""
    warnings: Callable[[str, BaseModel, Mapping[str, str]], tuple[str, ...]] | None = None
    """What the source's user may do beyond reading; blocking. None: nothing to ask."""
    watch: Callable[[BaseModel, Mapping[str, str]], Watch] | None = None
    """Tells whether relations are laid out as they were. None: the files of the source say so."""
    compares_otherwise: bool = False
    """The source compares some values in its own way (MySQL: strings by collations, dates that do not exist by their digits): Read.TEXT, Read.PRESENT."""
    folder: bool = False
    """Read through views in the engine's base file (Parquet, CSV)."""
    unread_lines: Callable[[BaseModel, str, str], int] | None = None
    """(options, schema, relation) -> lines that are left out because they are not in the file's encoding; blocking. None: there are no lines."""
