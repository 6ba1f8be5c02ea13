"""MySQL and MariaDB: comparisons there follow the column's collation, so strings are read as `(column || '')`, which is not pushed down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, Field

from connectors.connector import Attachment, Connector, FoundColumn, FoundRelation
from connectors.extensions import extension_path
from connectors.isolated import ask, inspect_isolated
from connectors.mysql_trino import Flavor, flavor_of, properties
from connectors.mysql_watch import MysqlWatch
from connectors.server import ServerOptions, address_identity, create_secret, secret_name
from connectors.sql import identifier, literal
from gateway.catalog.types import (
    BIGINT,
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    JSON,
    REAL,
    SMALLINT,
    TINYINT,
    VARBINARY,
    VARCHAR,
    Type,
    char,
    decimal,
    timestamp,
    varchar,
)  # fmt: skip


class MysqlOptions(ServerOptions):
    """`database` is the only schema that is offered. `flavor` is for Trino: which of the two servers it is (else it is asked). With `clean` its owner sees to it that no impossible date is stored, so the server may filter by dates."""

    port: int = Field(default=3306, ge=1, le=65535)
    flavor: Flavor | None = None
    clean: bool = False


OPTIONS: Final = MysqlOptions

NATIVE: Final[dict[str, Type]] = {
    "tinyint": TINYINT, "smallint": SMALLINT, "mediumint": INTEGER, "int": INTEGER, "bigint": BIGINT, "year": INTEGER,
    "tinyint unsigned": SMALLINT, "smallint unsigned": INTEGER, "mediumint unsigned": INTEGER, "int unsigned": BIGINT, "bigint unsigned": decimal(20, 0),
    "float": REAL, "double": DOUBLE, "date": DATE, "time": VARCHAR, "json": JSON,
    "tinytext": VARCHAR, "text": VARCHAR, "mediumtext": VARCHAR, "longtext": VARCHAR, "enum": VARCHAR, "set": VARCHAR,
    "uuid": VARCHAR, "inet4": VARCHAR, "inet6": VARCHAR, "binary": VARBINARY, "varbinary": VARBINARY,
    "tinyblob": VARBINARY, "blob": VARBINARY, "mediumblob": VARBINARY, "longblob": VARBINARY,
}  # fmt: skip

# Values that the scanner would turn into true and false: 2 is not true.
SETTINGS: Final = ("SET GLOBAL mysql_tinyint1_as_boolean = false", "SET GLOBAL mysql_bit1_as_boolean = true")

_COLUMNS: Final = """
SELECT t.table_name, t.table_type, t.table_comment, c.column_name, c.column_type, c.column_comment
FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
WHERE t.table_schema = database() ORDER BY t.table_name, c.ordinal_position"""

_READING: Final = frozenset({"USAGE", "SELECT", "SHOW VIEW"})


def trino_type(native: str) -> Type | None:
    """The Trino type of a `column_type` text; None when the scanner cannot read it totally.

    >>> [str(trino_type(t)) for t in ("int(11) unsigned", "decimal(10,2)", "varchar(20)", "decimal(65,30)")]
    ['bigint', 'decimal(10,2)', 'varchar(20)', 'None']
    """
    words = native.lower()
    numbers = [int(n) for n in re.findall(r"\d+", words)] if not words.startswith(("enum", "set")) else []
    base = re.sub(r"\(.*\)", "", words).replace(" zerofill", "").strip()
    match base:
        case "decimal" | "decimal unsigned" if numbers:
            return decimal(*numbers[:2]) if numbers[0] <= 38 else None
        case "varchar" if numbers:
            return varchar(numbers[0])
        case "char" if numbers:
            return char(numbers[0]) if numbers[0] else VARCHAR
        case "datetime" | "timestamp":
            return timestamp(numbers[0] if numbers else 0)
        case "bit":
            return BOOLEAN if numbers in ([], [1]) else None
        case _:
            return NATIVE.get(
                base, NATIVE.get(base.removesuffix(" unsigned")) if base.startswith(("float", "double")) else None
            )


def attach(name: str, options: BaseModel, credentials: Mapping[str, str]) -> Attachment:
    """The pre-flight must come first: ATTACH has no time limit of its own."""
    assert isinstance(options, MysqlOptions)
    return Attachment(
        extension="mysql_scanner",
        secrets=(create_secret(name, "mysql", options, credentials),),
        statements=(*SETTINGS, f"ATTACH '' AS {identifier(name)} (TYPE mysql, SECRET {secret_name(name)}, READ_ONLY)"),
        drop_secrets=(f"DROP SECRET {secret_name(name)}",),
        address=(options.host, options.port),
    )


def inspect(name: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[FoundRelation, ...]:
    """Through the scanner itself, in a process of its own that can be ended when the server is silent."""
    return inspect_isolated("mysql", options, credentials)


def warnings(name: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[str, ...]:
    """Grants beyond reading."""
    return tuple(f"source `{name}`: {found}" for found in ask("mysql", "warnings", options, credentials))


def read_here(options: MysqlOptions, credentials: Mapping[str, str]) -> Iterator[FoundRelation]:
    """Tables and views of the database."""
    relations: dict[str, tuple[str, str, list[FoundColumn]]] = {}
    for relation, kind, note, column, native, comment in _query(options, credentials, _COLUMNS):
        _, _, columns = relations.setdefault(relation, (kind, note, []))
        type_ = trino_type(native)
        reason = "" if type_ is not None else f"{native} cannot be read totally"
        columns.append(FoundColumn(name=column, type=type_, native=native, comment=comment or "", reason=reason))
    for relation, (kind, note, columns) in relations.items():
        view = kind != "BASE TABLE"
        yield FoundRelation(
            schema=options.database,
            name=relation,
            kind="view" if view else "table",
            columns=tuple(columns),
            comment="" if view else note or "",
        )


def grants_here(options: MysqlOptions, credentials: Mapping[str, str]) -> Iterator[str]:
    """Whatever the user was granted beyond reading this database."""
    for (grant,) in _query(options, credentials, "SHOW GRANTS"):
        match = re.match(r"GRANT (.*) ON (.*) TO ", grant)
        if match is None:
            continue
        rights = {right.strip() for right in match[1].upper().split(",")}
        if rights - _READING:
            yield f"its user may {', '.join(sorted(rights - _READING)).lower()} on {match[2]}"
        elif "SELECT" in rights and not match[2].replace("`", "").startswith(f"{options.database}."):
            yield f"its user may read {match[2]}, which is outside database {options.database}"


def _query(options: MysqlOptions, credentials: Mapping[str, str], sql: str) -> list[tuple[Any, ...]]:
    import duckdb  # here: only the process of its own needs it

    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    connection.execute(f"LOAD {literal(extension_path('mysql_scanner'))}")
    connection.execute(create_secret("inspected", "mysql", options, credentials))
    connection.execute(f"ATTACH '' AS inspected (TYPE mysql, SECRET {secret_name('inspected')}, READ_ONLY)")
    rows: list[tuple[Any, ...]] = connection.execute("SELECT * FROM mysql_query('inspected', ?)", [sql]).fetchall()
    return rows


def watch(options: BaseModel, credentials: Mapping[str, str]) -> MysqlWatch:
    """On one connection of its own."""
    assert isinstance(options, MysqlOptions)
    return MysqlWatch(options, credentials)


def trino(options: BaseModel) -> Mapping[str, str]:
    """Catalog properties; asks the server which of the two it is when the options do not say."""
    assert isinstance(options, MysqlOptions)
    return properties(options, options.flavor or flavor_of(options), clean=options.clean)


def identity(options: BaseModel, base: Path) -> str:
    """Server and database."""
    assert isinstance(options, MysqlOptions)
    return f"mysql:{address_identity(options)}"


CONNECTOR: Final = Connector(
    kind="mysql", options=MysqlOptions, attach=attach, inspect=inspect, trino=trino, identity=identity, warnings=warnings,
    watch=watch, compares_otherwise=True,
)  # fmt: skip
