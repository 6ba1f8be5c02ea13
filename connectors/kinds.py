"""Every kind of source, written out; nothing registers itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from connectors.connector import Connector
from connectors.csv import CONNECTOR as CSV
from connectors.duckdb import CONNECTOR as DUCKDB
from connectors.mysql import CONNECTOR as MYSQL
from connectors.parquet import CONNECTOR as PARQUET
from connectors.postgresql import CONNECTOR as POSTGRESQL
from connectors.sqlite import CONNECTOR as SQLITE

ALL: Final[Mapping[str, Connector]] = MappingProxyType(
    {connector.kind: connector for connector in (SQLITE, DUCKDB, PARQUET, CSV, POSTGRESQL, MYSQL)}
)
