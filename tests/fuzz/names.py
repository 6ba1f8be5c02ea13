"""Names that a client may write: existing, hidden, missing, quoted, in Chinese, and such as the gateway uses itself."""

from __future__ import annotations

from typing import Final

ALIASES: Final = (
    "a", "b", "t", "x", "p", "v", "q", "r1", "_", '"_"', "fence", '"fence"', "w1", "c0", "_col0", '"_col0"', '"人"', '"人 员"', '"a""b"', '"a.b"',
    "person", "visit", "place", "vault", "secret", "data", "main", '"data.main.person"', "PERSON", '"Person"', "id", "name", "rowid",
    '"select"', '"x AND 1=0 OR 1=1"', '") --"', "excluded", "key1", "key_1", "left_", "duckdb_tables", "range", "unnest_", "pragma_", '"limit"', '"offset"',
)  # fmt: skip
"""Aliases and names of WITH queries: nearly all are accepted, and none of them may capture anything."""

NUMBERED: Final = tuple(f"t{n}" for n in range(40))

COLUMNS: Final = (
    "n",
    "s",
    "x",
    "y",
    "id",
    "name",
    "secret",
    "region",
    "phone",
    "_",
    "fence",
    "c0",
    '"值"',
    "value",
    "rowid",
    '"a b"',
    "pin",
    "code",
)

UNKNOWN_COLUMNS: Final = (
    "secret", "pin", "nothing", "rowid", '"rowid"', '"$path"', '"_"."secret"', "_.secret", "_.region", '"Secret"', "SECRET", '"secret"', "person.secret", "p.secret",
    "main.person.secret", "data.main.person.secret", "data.main.vault.pin", "vault.pin", "filename", "file_row_number", "ctid", "oid", "person", "visit", "t.*", '"身份证"',
    "key1", '"$key1"', "fence.secret", "excluded.secret", "COLUMNS", "current_role", "session_user",
)  # fmt: skip

UNKNOWN_RELATIONS: Final = (
    "vault", "data.main.vault", '"vault"', '"VAULT"', "nothing", "data.other.person", "other.main.person", "main.vault", "data.person", "person.person",
    '"data.main.person"', '"person$partitions"', '"person$history"', "information_schema.tables", "data.information_schema.columns", "system.runtime.queries",
    "system.jdbc.columns", "pg_catalog.pg_tables", "duckdb_tables", "duckdb_tables()", "sqlite_master", "data.sqlite_master", "pragma_table_info('person')", "range(3)",
    "read_csv('/etc/passwd')", "'/etc/passwd'", '"/etc/passwd"', "TABLE(data.system.query(query => 'SELECT 1'))", "TABLE(range(3))", "query('SELECT 1')", "person FOR VERSION AS OF 1",
    "a.b.c.person", "_", "fence", "temp.person", "memory.main.person", "lateral x", "UNNEST", "values", "data.main", "dual",
)  # fmt: skip

UNKNOWN_FUNCTIONS: Final = (
    "read_text", "read_csv", "read_parquet", "query", "query_table", "getvariable", "current_setting", "duckdb_tables", "pragma_storage_info", "stats",
    "json_execute_serialized_sql", "json_serialize_sql", "getenv", "error", "hmac", "token", "mask", "columns", "struct_pack", "list_value", "nextval", "txid_current",
    "xmlparse", "pg_sleep", "version", "current_database", "in_search_path", "hash", "row_number", "rank", "nothing", "lower_", "\"lower\"", "data.main.lower", "main.lower",
    "sqlite_query", "write_log", "parse_duckdb_log_message", "force_checkpoint", "arrow_scan", "vector_type", "icu_sort_key", "regexp_extract_all", "list_transform",
)  # fmt: skip

SPACES: Final = (
    " ",
    "  ",
    "\n",
    "\t",
    "\r\n",
    " /* x */ ",
    " -- y\n",
    "/**/ ",
    " /* ' */ ",
    ' /* " */ ',
    " -- '\n",
    "\n\n",
    " /* -- */ ",
    " /*;*/ ",
)
"""What may stand between two words."""

RELATION_FORMS: Final = (
    "{0}",
    "{0}",
    "{0}",
    "{0}",
    "main.{0}",
    "data.main.{0}",
    '"{0}"',
    '"data"."main"."{0}"',
    "DATA.Main.{0}",
    "{0} ",
    'data."main".{0}',
)
