"""The relations that describe the catalogue are those of a genuine Trino: names, columns, order and types; and what JDBC is told of a type."""

from __future__ import annotations

from typing import Final

import pytest

from gateway.catalog.jdbc import jdbc_type, types
from gateway.catalog.metadata import INFORMATION_SCHEMA, SCHEMAS
from gateway.catalog.types import parse_type
from tests.trino.client import Client
from tests.trino.server import Trino

pytestmark = pytest.mark.slow

TYPES: Final = (
    "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "decimal(10,2)", "decimal(38,0)", "varchar", "varchar(7)",
    "char(3)", "varbinary", "date", "time(0)", "time(3)", "time(12)", "time(3) with time zone", "timestamp(0)", "timestamp(3)", "timestamp(12)",
    "timestamp(0) with time zone", "timestamp(6) with time zone", "uuid", "json", "array(bigint)", "map(bigint, varchar)", "row(a bigint, b varchar(2))",
    "interval day to second", "interval year to month",
)  # fmt: skip
CONSTANT: Final = (
    "SELECT type_name, nullable, case_sensitive, fixed_prec_scale, minimum_scale, maximum_scale FROM system.jdbc.types"
)


def declared(trino: Trino, catalog: str, schema: str) -> dict[str, list[tuple[str, str]]]:
    sql = f"SELECT table_name, column_name, data_type FROM {catalog}.information_schema.columns WHERE table_schema = '{schema}' ORDER BY table_name, ordinal_position"
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, type_ in Client(trino.url).run(sql).rows:
        found.setdefault(str(table), []).append((str(column), str(type_)))
    return found


@pytest.mark.parametrize(
    ("catalog", "schema"), [("tpch", INFORMATION_SCHEMA), ("system", "jdbc"), ("system", "metadata")]
)
def test_relations_are_declared_as_trino_has_them(trino: Trino, catalog: str, schema: str) -> None:
    ours = {
        name: [(c.name, str(c.type)) for c in relation.columns if not c.hidden]
        for name, relation in SCHEMAS[schema].items()
    }
    theirs = declared(trino, catalog, schema)
    assert ours.keys() == theirs.keys()
    for name, columns in theirs.items():
        assert ours[name] == columns, name


def test_jdbc_is_told_the_same_of_every_type(trino: Trino) -> None:
    client = Client(trino.url)
    columns = ", ".join(f"c{number} {text}" for number, text in enumerate(TYPES))
    client.run("DROP TABLE IF EXISTS memory.default.typed")
    client.run(f"CREATE TABLE memory.default.typed ({columns})")
    asked = "column_name, type_name, data_type, column_size, decimal_digits, num_prec_radix, char_octet_length"
    sql = f"SELECT {asked} FROM system.jdbc.columns WHERE table_cat = 'memory' AND table_name = 'typed' ORDER BY ordinal_position"
    for text, row in zip(TYPES, client.run(sql).rows, strict=True):
        ours = jdbc_type(parse_type(text))
        assert row[1:] == (text, ours.number, ours.size, ours.digits, ours.radix, ours.octets), text


def test_types_are_those_that_trino_names(trino: Trino) -> None:
    sql = "SELECT type_name, data_type, precision, num_prec_radix, searchable FROM system.jdbc.types"
    theirs = set(Client(trino.url).run(sql).rows)
    assert {(name, jdbc.number, jdbc.size, jdbc.radix, searchable) for name, jdbc, searchable in types()} <= theirs
    assert {row[1:] for row in Client(trino.url).run(CONSTANT).rows} == {(1, False, False, 0, 0)}
