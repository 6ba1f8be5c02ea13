"""Relations and columns of the catalogue as Trino has them."""

from __future__ import annotations

import pytest

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Column, Read, Relation
from gateway.catalog.trino import trino_location, trino_read
from gateway.catalog.types import BIGINT, parse_type


def relation(*location: str) -> Relation:
    name = RelationName("health", "main", "人口")
    [catalog, schema, table] = location
    return Relation(name=name, columns=(Column(name="a", type=BIGINT),), location=(catalog, schema, table))


def test_a_relation_is_found_under_its_folded_name_whatever_the_source_spells() -> None:
    assert trino_location(relation("health", "Main", "人口")) == ("health", "main", "人口")


def test_a_relation_over_files_has_no_place_in_trino() -> None:
    with pytest.raises(ValueError, match=r"health\.main\.人口 is read from files"):
        trino_location(relation("huiliu", "health", "人口"))


@pytest.mark.parametrize(
    ("accepted", "there", "read"),
    [
        ("bigint", "bigint", Read.PLAIN),
        ("char(5)", "char(5)", Read.PLAIN),
        ("timestamp(3) with time zone", "timestamp(3) with time zone", Read.PLAIN),
        ("varchar", "varchar(65535)", Read.CAST),
        ("varchar(20)", "varchar(5)", Read.CAST),
        ("varchar(5)", "varchar(20)", None),
        ("varchar(5)", "varchar", None),
        ("date", "varchar", Read.CONVERT),
        ("decimal(10,2)", "varchar", Read.CONVERT),
        ("timestamp(6) with time zone", "varchar", Read.CONVERT),
        ("boolean", "varchar", None),
        ("bigint", "varchar", None),
        ("bigint", "integer", None),
        ("integer", "smallint", Read.CAST),
        ("smallint", "integer", None),
        ("varchar", "char(1)", None),
        ("decimal(10,2)", "decimal(10,3)", None),
        ("timestamp(3)", "timestamp(6)", None),
        ("timestamp(3)", "timestamp(3) with time zone", None),
        ("uuid", "varchar", None),
        ("json", "varchar", None),
    ],
)
def test_a_column_is_read_only_where_no_value_can_fail_or_change(accepted: str, there: str, read: Read | None) -> None:
    assert trino_read(parse_type(accepted), parse_type(there)) is read
