"""PostgreSQL: filters are pushed down; inspected through pg_catalog."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pydantic import BaseModel, Field

from connectors.connector import Attachment, Connector, FoundColumn, FoundRelation
from connectors.postgresql_watch import PostgresqlWatch
from connectors.server import ServerOptions, address_identity, create_secret, secret_name
from connectors.sql import identifier, literal
from connectors.trino_catalog import address
from gateway.catalog.types import (
    BIGINT,
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    JSON,
    REAL,
    SMALLINT,
    UUID,
    VARBINARY,
    VARCHAR,
    Type,
    char,
    decimal,
    time,
    timestamp,
    varchar,
)  # fmt: skip
from gateway.errors import EngineError, ErrorCode

if TYPE_CHECKING:
    import psycopg


class PostgresqlOptions(ServerOptions):
    """`schemas` are those that are offered; `statement_seconds` ends what runs at the source for longer. `clean` is for Trino: whether its owner sees to it that no date is infinite and no number NaN."""

    port: int = Field(default=5432, ge=1, le=65535)
    schemas: tuple[str, ...] = ("public",)
    connect_seconds: int = Field(default=5, ge=1, le=60)
    statement_seconds: int = Field(default=300, ge=1)
    sslmode: str = Field(default="prefer", pattern=r"^(disable|allow|prefer|require|verify-ca|verify-full)$")
    clean: bool = False


NATIVE: Final[dict[str, Type]] = {
    "boolean": BOOLEAN, "smallint": SMALLINT, "integer": INTEGER, "bigint": BIGINT, "oid": BIGINT, "real": REAL, "double precision": DOUBLE,
    "text": VARCHAR, "character varying": VARCHAR, "name": VARCHAR, "date": DATE, "uuid": UUID, "bytea": VARBINARY,
    "json": JSON, "jsonb": JSON, "inet": VARCHAR, "cidr": VARCHAR, "money": VARCHAR, "xml": VARCHAR, "tsvector": VARCHAR, '"char"': VARCHAR,
}  # fmt: skip

# For Trino. `"char"` would be padded there. What may be infinite or NaN fails a scan or, for timestamps, comes out as another value;
# as text it is read, and converts to NULL.
TEXTS: Final = ("char",)
DIRTY: Final = ("date", "timestamp", "timestamptz", "time", "numeric")

FOLDING: Final = "folding"
"""In place of a type's kind: the column's collation is not deterministic, so filters that are pushed down would find other texts."""

REASONS: Final = {
    "numeric": "numeric without precision would be read with 17 digits only; offer a view with a precision",
    "timetz": "times with zone are not offered",
    "citext": "it compares texts without case, even in row rules; offer a view that casts it to text",
    FOLDING: 'its collation holds different texts for equal; offer a view with COLLATE "C"',
}

_RELATIONS: Final = """
SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relispartition, coalesce(obj_description(c.oid, 'pg_class'), '')
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(c.oid, 'SELECT')
ORDER BY 2, 3"""

_COLUMNS: Final = """
SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod),
  CASE WHEN coalesce((to_jsonb(k) ->> 'collisdeterministic')::boolean, true) THEN t.typtype::text ELSE 'folding' END,
  coalesce(col_description(a.attrelid, a.attnum), '')
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_collation k ON k.oid = a.attcollation
WHERE a.attrelid = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum"""

_PRIVILEGES: Final = """
SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
  pg_has_role(oid, 'pg_read_server_files', 'MEMBER') OR pg_has_role(oid, 'pg_execute_server_program', 'MEMBER')
  OR pg_has_role(oid, 'pg_write_server_files', 'MEMBER')
FROM pg_catalog.pg_roles WHERE rolname = current_user"""

_WRITABLE: Final = """
SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
ORDER BY 1 LIMIT 5"""


def trino_type(native: str, kind: str = "b") -> Type | None:
    """The Trino type of a `format_type` text; None when the scanner cannot read it totally.

    >>> [str(trino_type(t)) for t in ("numeric(10,2)", "character varying(20)", "timestamp(3) without time zone", "numeric")]
    ['decimal(10,2)', 'varchar(20)', 'timestamp(3)', 'None']
    """
    if kind == FOLDING:
        return None
    if native in NATIVE:
        return NATIVE[native]
    if kind == "e":
        return VARCHAR
    numbers = [int(n) for n in re.findall(r"\d+", native)]
    base = re.sub(r"\(.*?\)", "", native)
    match base:
        case "numeric" if numbers:
            precision, scale = numbers[0], numbers[1] if len(numbers) > 1 else 0
            return decimal(precision, scale) if precision <= 38 and "-" not in native and scale <= precision else None
        case "character varying" if numbers:
            return varchar(numbers[0])
        case "character" | "bpchar":
            return char(numbers[0]) if numbers else None
        case "timestamp without time zone":
            return timestamp(numbers[0] if numbers else 6)
        case "timestamp with time zone":
            return timestamp(numbers[0] if numbers else 6, zone=True)
        case "time without time zone":
            return time(numbers[0] if numbers else 6)
        case _:
            return None


def attach(name: str, options: BaseModel, credentials: Mapping[str, str]) -> Attachment:
    """With statement and connection limits at the source: an interrupt is not noticed while the source is silent."""
    assert isinstance(options, PostgresqlOptions)
    settings = _settings(options)
    text = (
        f"connect_timeout={options.connect_seconds} application_name=huiliu sslmode={options.sslmode} "
        f"client_encoding=UTF8 options='{settings}'"
    )
    return Attachment(
        extension="postgres_scanner",
        secrets=(create_secret(name, "postgres", options, credentials),),
        statements=(
            f"ATTACH {literal(text)} AS {identifier(name)} (TYPE postgres, SECRET {secret_name(name)}, READ_ONLY)",
        ),
        drop_secrets=(f"DROP SECRET {secret_name(name)}",),
        address=(options.host, options.port),
    )


def _settings(options: PostgresqlOptions) -> str:
    return f"-c statement_timeout={options.statement_seconds * 1000} -c client_connection_check_interval=1000"


def inspect(name: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[FoundRelation, ...]:
    """Tables, views, materialized views, foreign tables and partition children that the source's user may read."""
    assert isinstance(options, PostgresqlOptions)
    with _connection(options, credentials) as connection:
        relations = connection.execute(_RELATIONS, [list(options.schemas)]).fetchall()
        columns: dict[int, list[FoundColumn]] = {}
        for relation, *column in connection.execute(_COLUMNS, [[row[0] for row in relations]]).fetchall():
            columns.setdefault(relation, []).append(_column(*column))
    return tuple(
        FoundRelation(
            schema=schema, name=relation, kind=_kind(kind, child), columns=tuple(columns.get(oid, ())), comment=comment
        )
        for oid, schema, relation, kind, child, comment in relations
    )


def _kind(relkind: str, partition: bool) -> str:
    if partition:
        return "partition"
    return {"v": "view", "m": "materialized view", "f": "foreign table"}.get(relkind, "table")


def _column(name: str, native: str, kind: str, comment: str) -> FoundColumn:
    type_ = trino_type(native, kind)
    named = REASONS.get(FOLDING if kind == FOLDING else native, f"{native} cannot be read totally")
    return FoundColumn(name=name, type=type_, native=native, comment=comment, reason="" if type_ is not None else named)


def _connection(options: PostgresqlOptions, credentials: Mapping[str, str]) -> psycopg.Connection[tuple[Any, ...]]:
    import psycopg  # here: only sites with such a source need to load it

    try:
        connection = psycopg.connect(**_words(options, credentials))
    except psycopg.Error as error:
        raise EngineError(
            "the source cannot be inspected", code=ErrorCode.SOURCE_UNAVAILABLE, detail=str(error).strip()
        ) from error
    return connection


def _words(options: PostgresqlOptions, credentials: Mapping[str, str]) -> dict[str, Any]:
    return {
        "host": options.host,
        "port": options.port,
        "dbname": options.database,
        "user": credentials.get("user"),
        "password": credentials.get("password"),
        "sslmode": options.sslmode,
        "connect_timeout": options.connect_seconds,
        "application_name": "huiliu catalogue",
        "options": "-c statement_timeout=30000 -c default_transaction_read_only=on",
    }


def warnings(name: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[str, ...]:
    """What the source's user may do beyond reading: the scanner exposes everything that the user can see."""
    assert isinstance(options, PostgresqlOptions)
    with _connection(options, credentials) as connection:
        rights = connection.execute(_PRIVILEGES).fetchone() or ()
        writable = [row[0] for row in connection.execute(_WRITABLE, [list(options.schemas)]).fetchall()]
    words = (
        "is a superuser",
        "may create roles",
        "may create databases",
        "may replicate",
        "bypasses row security",
        "may reach server files",
    )
    found = [f"source `{name}`: its user {word}" for word, has in zip(words, rights, strict=False) if has]
    if writable:
        found.append(f"source `{name}`: its user may write, for example to {', '.join(writable)}")
    return tuple(found)


def watch(options: BaseModel, credentials: Mapping[str, str]) -> PostgresqlWatch:
    """On one connection of its own."""
    assert isinstance(options, PostgresqlOptions)

    async def connect() -> psycopg.AsyncConnection[tuple[Any, ...]]:
        import psycopg  # here: only sites with such a source need to load it

        # Not prepared: a connection pooler in front of the server may hand each question to another session.
        words = _words(options, credentials) | {"prepare_threshold": None}
        return await psycopg.AsyncConnection.connect(**words, autocommit=True)

    return PostgresqlWatch(options.schemas, connect)


def trino(options: BaseModel) -> Mapping[str, str]:
    """Catalog properties: bounded at the source as the embedded engine is, and in transactions that only read."""
    assert isinstance(options, PostgresqlOptions)
    words = {
        "ApplicationName": "huiliu",
        "connectTimeout": str(options.connect_seconds),
        "sslmode": options.sslmode,
        "options": f"{_settings(options)} -c default_transaction_read_only=on",
    }
    parameters = "&".join(f"{word}={quote(value, safe='')}" for word, value in words.items())
    return {
        "connector.name": "postgresql",
        "connection-url": f"jdbc:postgresql://{address(options)}/{quote(options.database, safe='')}?{parameters}",
        "jdbc-types-mapped-to-varchar": ",".join((*TEXTS, *(() if options.clean else DIRTY))),
    }


def identity(options: BaseModel, base: Path) -> str:
    """Server and database, whatever schemas are offered."""
    assert isinstance(options, PostgresqlOptions)
    return f"postgresql:{address_identity(options)}"


CONNECTOR: Final = Connector(
    kind="postgresql",
    options=PostgresqlOptions,
    attach=attach,
    inspect=inspect,
    trino=trino,
    identity=identity,
    warnings=warnings,
    watch=watch,
)
