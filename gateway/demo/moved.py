"""The demo city where Trino can read it: every department in a PostgreSQL or MariaDB database of its own.

Trino has no connector for SQLite, CSV files and bare Parquet files, and opens DuckDB files for writing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from connectors import ALL as CONNECTORS
from gateway.catalog import accepted
from gateway.catalog.drift import accept
from gateway.demo.department import Column, Department
from gateway.demo.departments import ALL
from gateway.demo.servers import load_mysql, load_postgresql
from gateway.settings import Settings

SCHEMA: Final = "main"
"""Of every department: policies know no other."""
IN_MARIADB: Final = frozenset({"civil"})
"""One only: MariaDB calls its databases schemas, and two of them cannot both be `main`."""


def move(city: Path, department: Department, dsn: str) -> None:
    """Load a department of the generated city into the empty database of `dsn` (`postgresql://…` or `mysql://…`)."""
    if department.code in IN_MARIADB:
        load_mysql(dsn, city, department)
    else:
        load_postgresql(dsn, city, _as_stored(department), SCHEMA)


def accept_moved(settings: Settings, shipped: Path) -> None:
    """Accept what the owners accepted in the demo (the folder `shipped`), with the types that it has in its new home. Raises GatewayError when a source cannot be read."""
    settings.gateway.catalog.mkdir(exist_ok=True)
    for department in ALL:
        source = settings.sources[department.code]
        connector = CONNECTORS[source.kind]
        options = connector.options.model_validate(source.options)
        found = connector.inspect(department.code, options, settings.source_environment(department.code))
        file = f"{department.code}.toml"
        accepted.write(settings.gateway.catalog / file, accept(found, accepted.read(shipped / file)))


def _as_stored(department: Department) -> Department:
    """With the types that are accepted in the demo: texts have no length there, so values that are longer stay what they are."""

    def stored(column: Column) -> Column:
        return replace(column, type="TEXT") if column.type.startswith("VARCHAR") else column

    relations = tuple(replace(r, columns=tuple(map(stored, r.columns))) for r in department.relations)
    return replace(department, relations=relations)
