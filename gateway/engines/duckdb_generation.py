"""A generation: one locked, read-only DuckDB instance with the sources that could be attached. Runs in the engine process only.

The order matters and every setting is there for a measured reason: filters of a top-N and aggregates pushed to a source give wrong answers, join filters would
carry one owner's key values into another's query log (rule 15), a writable base would let a macro shadow a built-in, and the lock comes last.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb

from connectors.extensions import extension_path
from connectors.sql import identifier, literal
from gateway.engines.duckdb_token import register

Report = Callable[[str, str, str], None]
"""(source, state, detail): state `attaching`, `ok`, or the reason why not."""

CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}
GLOBAL: Final = ("TimeZone = 'UTC'", "disabled_optimizers = 'top_n,join_filter_pushdown,cte_filter_pusher'")
"""Switched off: `top_n` gives wrong rows from scanned sources; `join_filter_pushdown` sends keys to other sources (rule 15); `cte_filter_pusher` moves a
client's filter into a materialized WITH query, beside the row rule that the fence must run first (rule 12)."""
POSTGRES: Final = (
    "pg_use_ctid_scan = false",
    "pg_pool_max_connections = 8",
    "pg_pool_acquire_mode = 'wait'",
    "pg_pool_wait_timeout_millis = 10000",
)
MYSQL: Final = (
    "mysql_incomplete_dates_as_nulls = true",
    "mysql_aggregate_pushdown_enabled = false",
    "mysql_pool_size = 8",
    "mysql_pool_acquire_mode = 'wait'",
)
SETTINGS: Final = {"postgres_scanner": POSTGRES, "mysql_scanner": MYSQL}
PLAIN: Final = {
    "postgres_scanner": ("pg_experimental_filter_pushdown = false",),
    "mysql_scanner": ("mysql_experimental_filter_pushdown = false", "mysql_order_pushdown_enabled = false"),
}


@dataclass(frozen=True, slots=True)
class Generation:
    """The instance, and the header lines that files read by position must still have, by the schema of their views."""

    connection: duckdb.DuckDBPyConnection
    headers: Mapping[str, tuple[tuple[str, str], ...]]
    attaching: threading.Lock = field(default_factory=threading.Lock)

    def attach(self, files: Mapping[str, str]) -> None:
        """Databases that a statement brings along, by name; once attached they stay. The lock lets in no file from elsewhere than their folder."""
        with self.attaching:
            for name, path in files.items():
                self.connection.execute(f"ATTACH IF NOT EXISTS {literal(path)} AS {identifier(name)} (READ_ONLY)")

    def usable(self) -> bool:
        """Whether anything can run here: after some errors of its own DuckDB refuses everything until it is opened anew."""
        try:
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except duckdb.Error:
            return False
        return True

    def changed_file(self, schemas: frozenset[str]) -> str | None:
        """A file whose header is no longer what its view was made for."""
        for schema in schemas:
            for file, header in self.headers.get(schema, ()):
                try:
                    with Path(file).open("rb") as stream:
                        now = stream.readline(1_000_000).hex()
                except OSError:
                    now = ""
                if now != header:
                    return file
        return None


def build(config: Mapping[str, Any], report: Report) -> Generation:
    """Make the base file, attach what can be attached, drop the secrets, lock."""
    sources: list[dict[str, Any]] = config["sources"]
    base = Path(config["directory"]) / "huiliu.duckdb"
    headers = _base_file(base, sources, report)
    os.chmod(base, 0o400)
    connection = duckdb.connect(
        str(base),
        read_only=True,
        config={
            **CONFIG,
            "memory_limit": config["memory_limit"],
            "threads": str(config["threads"]),
            "temp_directory": config["spill_directory"],
            "max_temp_directory_size": config["spill_limit"],
        },
    )
    connection.execute("PRAGMA disable_progress_bar")
    for statement in _settings(sources, plain=bool(config.get("plain"))):
        connection.execute(statement)
    register(connection)
    directories = [config["files"]] if config.get("files") else []
    for source in sources:
        _attach(connection, source, report)
        directories += source["directories"]
    _lock(connection, directories)
    return Generation(connection, headers)


def _base_file(base: Path, sources: list[dict[str, Any]], report: Report) -> dict[str, tuple[tuple[str, str], ...]]:
    """A small database that holds the views over folders, and can not be changed afterwards."""
    headers: dict[str, tuple[tuple[str, str], ...]] = {}
    writer = duckdb.connect(str(base), config=CONFIG)
    try:
        for source in sources:
            if not source["views"]:
                continue
            try:
                for statement in source["views"]:
                    writer.execute(statement)
            except duckdb.Error as error:
                report(source["name"], "its files cannot be read", str(error))
                source["failed"] = True
                continue
            for file, header in source["headers"]:
                parent = Path(file).resolve().parent
                top = str(parent) in source["directories"]
                schema = source["name"] if top else f"{source['name']}.{Path(file).parent.name}"
                headers[schema] = (*headers.get(schema, ()), (file, header))
    finally:
        writer.close()
    return headers


def _settings(sources: list[dict[str, Any]], *, plain: bool) -> Iterator[str]:
    extensions = sorted({source["extension"] for source in sources if source["extension"]})
    for extension in extensions:
        yield f"LOAD {literal(extension_path(extension))}"
    yield from (f"SET GLOBAL {setting}" for setting in GLOBAL)
    for extension in extensions:
        for setting in (*SETTINGS.get(extension, ()), *(PLAIN.get(extension, ()) if plain else ())):
            yield f"SET GLOBAL {setting}"


def _attach(connection: duckdb.DuckDBPyConnection, source: dict[str, Any], report: Report) -> None:
    name = source["name"]
    if source.get("failed"):
        return
    reason = _files(source)
    if reason:
        report(name, reason, "")
        return
    report(name, "attaching", "")
    try:
        for statement in (*source["secrets"], *source["statements"]):
            connection.execute(statement)
        if source["extension"] == "sqlite_scanner":
            # ATTACH does not open the file; a source that cannot be read must not wait for the first statement to show.
            connection.execute(
                f"SELECT count(*) FROM sqlite_scan({literal(source['files'][0])}, 'sqlite_master')"
            ).fetchall()
    except duckdb.Error as error:
        report(name, _reason(str(error)), str(error))
        _detach(connection, name)
    else:
        report(name, "ok", "")
    finally:
        for statement in source["drop_secrets"]:
            connection.execute(statement.replace("DROP SECRET ", "DROP SECRET IF EXISTS "))


def _detach(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"DETACH DATABASE IF EXISTS {identifier(name)}")


def _files(source: dict[str, Any]) -> str:
    for file in source["files"]:
        path = Path(file)
        if not path.is_file():
            return "its file is missing"
        if not os.access(path, os.R_OK):
            return "its file may not be read"
        if source["extension"] == "sqlite_scanner":
            with path.open("rb") as stream:
                if stream.read(16) != b"SQLite format 3\0":
                    return "its file is not a SQLite database"
    for directory in source["directories"]:
        if not Path(directory).is_dir():
            return "its folder is missing"
    return ""


def _reason(words: str) -> str:
    """A fixed sentence for a client; the words themselves may name hosts and users."""
    lowered = words.lower()
    for part, reason in (
        ("password authentication failed", "the source does not accept the gateway's user"),
        ("access denied", "the source does not accept the gateway's user"),
        ("timeout", "the source did not answer in time"),
        ("refused", "the connection was refused"),
        ("lock", "the source is locked by a writer"),
    ):
        if part in lowered:
            return reason
    return "it could not be attached"


def _lock(connection: duckdb.DuckDBPyConnection, directories: list[str]) -> None:
    listed = ", ".join(literal(directory) for directory in directories)
    connection.execute(f"SET allowed_directories = [{listed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
