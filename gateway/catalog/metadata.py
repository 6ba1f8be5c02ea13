"""The relations that describe the catalogue itself, under Trino's names: `information_schema` of every catalog, and the catalog `system`.

Each is declared over plain tables (`TABLES`) that hold what one principal may see: a column's name, its type where that is not varchar, and
what it is there; what is not said is NULL, which is how Trino, too, answers most columns of `system.jdbc`. Columns and their order are those of Trino 476
(a test compares them with a real one).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from gateway.catalog.names import RelationName
from gateway.catalog.types import Type, parse_type

SYSTEM: Final = "system"
INFORMATION_SCHEMA: Final = "information_schema"

TABLES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "catalogs": (("name", "varchar"),),
        "schemas": (("catalog", "varchar"), ("name", "varchar")),
        "relations": (("catalog", "varchar"), ("schema", "varchar"), ("name", "varchar"), ("comment", "varchar")),
        "columns": (
            *((name, "varchar") for name in ("catalog", "schema", "relation", "name", "type", "comment")),
            *((name, "bigint") for name in ("ordinal", "number", "size", "digits", "radix", "octets")),
        ),
        "table_types": (("name", "varchar"),),
        "types": (("name", "varchar"), *((name, "bigint") for name in ("number", "size", "radix", "searchable"))),
    }
)
"""Columns of the tables that everything here is read from, by name and type."""


@dataclass(frozen=True, slots=True)
class MetadataColumn:
    """One column: `sql` is an expression over its table's columns."""

    name: str
    type: Type
    sql: str
    hidden: bool = False
    """It can be named, but is not in `*` nor in any list."""


@dataclass(frozen=True, slots=True)
class MetadataRelation:
    """One relation that describes others. `table` is what it is read from (in `information_schema`, of its catalog); None: it has no rows."""

    name: str
    table: str | None
    columns: tuple[MetadataColumn, ...]


def _relation(name: str, table: str | None, *columns: str, hidden: tuple[str, ...] = ()) -> MetadataRelation:
    """Columns as `name:type=expression`, the type varchar and the expression NULL where they are left out."""
    unlisted = (replace(_column(column), hidden=True) for column in hidden)
    return MetadataRelation(name, table, (*map(_column, columns), *unlisted))


def _column(text: str) -> MetadataColumn:
    left, _, sql = text.partition("=")
    name, _, type_ = left.partition(":")
    return MetadataColumn(name, parse_type(type_ or "varchar"), sql or "NULL")


_INFORMATION: Final = (
    _relation("applicable_roles", None, "grantee", "grantee_type", "role_name", "is_grantable"),
    _relation(
        "columns", "columns",
        "table_catalog=catalog", "table_schema=schema", "table_name=relation", "column_name=name",
        "ordinal_position:bigint=ordinal", "column_default", "is_nullable='YES'", "data_type=type",
        hidden=("comment=comment", "extra_info", "column_comment=comment"),
    ),
    _relation("enabled_roles", None, "role_name"),
    _relation("roles", None, "role_name"),
    _relation("schemata", "schemas", "catalog_name=catalog", "schema_name=name"),
    _relation(
        "table_privileges", None,
        "grantor", "grantor_type", "grantee", "grantee_type", "table_catalog", "table_schema", "table_name",
        "privilege_type", "is_grantable", "with_hierarchy",
    ),
    _relation(
        "tables", "relations",
        "table_catalog=catalog", "table_schema=schema", "table_name=name", "table_type='BASE TABLE'",
        hidden=("table_comment=comment",),
    ),
    _relation("views", None, "table_catalog", "table_schema", "table_name", "view_definition"),
)  # fmt: skip

_JDBC: Final = (
    _relation(
        "attributes", None,
        "type_cat", "type_schem", "type_name", "attr_name", "data_type:bigint", "attr_type_name", "attr_size:bigint",
        "decimal_digits:bigint", "num_prec_radix:bigint", "nullable:bigint", "remarks", "attr_def",
        "sql_data_type:bigint", "sql_datetime_sub:bigint", "char_octet_length:bigint", "ordinal_position:bigint",
        "is_nullable", "scope_catalog", "scope_schema", "scope_table", "source_data_type:bigint",
    ),
    _relation("catalogs", "catalogs", "table_cat=name"),
    _relation(
        "columns", "columns",
        "table_cat=catalog", "table_schem=schema", "table_name=relation", "column_name=name", "data_type:bigint=number",
        "type_name=type", "column_size:bigint=size", "buffer_length:bigint=0", "decimal_digits:bigint=digits",
        "num_prec_radix:bigint=radix", "nullable:bigint=1", "remarks=comment", "column_def", "sql_data_type:bigint",
        "sql_datetime_sub:bigint", "char_octet_length:bigint=octets", "ordinal_position:bigint=ordinal",
        "is_nullable='YES'", "scope_catalog", "scope_schema", "scope_table", "source_data_type:bigint",
        "is_autoincrement", "is_generatedcolumn",
    ),
    _relation(
        "procedure_columns", None,
        "procedure_cat", "procedure_schem", "procedure_name", "column_name", "column_type:bigint", "data_type:bigint",
        "type_name", "precision:bigint", "length:bigint", "scale:bigint", "radix:bigint", "nullable:bigint", "remarks",
        "column_def", "sql_data_type:bigint", "sql_datetime_sub:bigint", "char_octet_length:bigint",
        "ordinal_position:bigint", "is_nullable", "specific_name",
    ),
    _relation(
        "procedures", None,
        "procedure_cat", "procedure_schem", "procedure_name", "remarks", "procedure_type:bigint", "specific_name",
    ),
    _relation(
        "pseudo_columns", None,
        "table_cat", "table_schem", "table_name", "column_name", "data_type:bigint", "column_size:bigint",
        "decimal_digits:bigint", "num_prec_radix:bigint", "column_usage", "remarks", "char_octet_length:bigint",
        "is_nullable:bigint",
    ),
    _relation("schemas", "schemas", "table_schem=name", "table_catalog=catalog"),
    _relation("super_tables", None, "table_cat", "table_schem", "table_name", "supertable_name"),
    _relation("super_types", None, "type_cat", "type_schem", "type_name", "supertype_cat", "supertype_schem", "supertype_name"),
    _relation("table_types", "table_types", "table_type=name"),
    _relation(
        "tables", "relations",
        "table_cat=catalog", "table_schem=schema", "table_name=name", "table_type='TABLE'", "remarks=comment",
        "type_cat", "type_schem", "type_name", "self_referencing_col_name", "ref_generation",
    ),
    _relation(
        "types", "types",
        "type_name=name", "data_type:bigint=number", "precision:bigint=size", "literal_prefix", "literal_suffix",
        "create_params", "nullable:bigint=1", "case_sensitive:boolean=false", "searchable:bigint=searchable",
        "unsigned_attribute:boolean", "fixed_prec_scale:boolean=false", "auto_increment:boolean", "local_type_name",
        "minimum_scale:bigint=0", "maximum_scale:bigint=0", "sql_data_type:bigint", "sql_datetime_sub:bigint",
        "num_prec_radix:bigint=radix",
    ),
    _relation("udts", None, "type_cat", "type_schem", "type_name", "class_name", "data_type", "remarks", "base_type"),
)  # fmt: skip

_PROPERTY: Final = ("catalog_name", "property_name", "default_value", "type", "description")
_METADATA: Final = (
    _relation("analyze_properties", None, *_PROPERTY),
    _relation("catalogs", "catalogs", "catalog_name=name", "connector_id=name", "connector_name='huiliu'"),
    _relation("column_properties", None, *_PROPERTY),
    _relation("materialized_view_properties", None, *_PROPERTY),
    _relation(
        "materialized_views", None,
        "catalog_name", "schema_name", "name", "storage_catalog", "storage_schema", "storage_table", "freshness",
        "last_fresh_time:timestamp(9) with time zone", "comment", "definition",
    ),
    _relation("schema_properties", None, *_PROPERTY),
    _relation("table_comments", "relations", "catalog_name=catalog", "schema_name=schema", "table_name=name", "comment=comment"),
    _relation("table_properties", None, *_PROPERTY),
)  # fmt: skip

SCHEMAS: Final[Mapping[str, Mapping[str, MetadataRelation]]] = MappingProxyType(
    {
        schema: MappingProxyType({relation.name: relation for relation in relations})
        for schema, relations in ((INFORMATION_SCHEMA, _INFORMATION), ("jdbc", _JDBC), ("metadata", _METADATA))
    }
)
"""What there is, by schema: every catalog has the first, `system` has all."""


def describes(name: RelationName) -> bool:
    """Whether a name is one of these relations' or could be: nothing else can stand in their schemas."""
    return name.catalog == SYSTEM or name.schema == INFORMATION_SCHEMA


def schemas_of(catalog: str) -> tuple[str, ...]:
    """The schemas of a catalog that are not a source's."""
    return tuple(SCHEMAS) if catalog == SYSTEM else (INFORMATION_SCHEMA,)


def metadata_relation(name: RelationName) -> MetadataRelation | None:
    """The relation of that name in a catalog that is there; None when it has none such."""
    return SCHEMAS[name.schema].get(name.relation) if name.schema in schemas_of(name.catalog) else None
