"""The statements that the gateway does not do: why, and what to do instead."""

from __future__ import annotations

from typing import Final

Reason = tuple[str, str]

NEVER_WRITES: Final = "the gateway never writes to a department's database"

_WRITE: Final[Reason] = (NEVER_WRITES, "send a SELECT; ask the owning department to change its data")
_RIGHTS: Final[Reason] = (
    "the gateway never writes to a department's database, and rights come from policy files",
    "ask the owning department for a grant",
)
_IDENTITY: Final[Reason] = (
    "identity and session settings come from the connection",
    "set catalog, schema, time zone and purpose when you connect",
)
_PREPARED: Final[Reason] = (
    "prepared statements are of a Trino client's session, and one runs no other",
    "send the query with its parameters",
)
_TRANSACTION: Final[Reason] = (
    "there are no transactions, because the gateway never writes to a department's database",
    "send the query alone",
)

STATEMENTS: Final[dict[str, Reason]] = {
    **dict.fromkeys(
        ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "CREATE", "DROP", "ALTER", "COMMENT", "REFRESH", "ANALYZE",
         "COPY", "LOAD", "ATTACH", "DETACH", "IMPORT", "EXPORT", "REPLACE", "UPSERT", "VACUUM", "INSTALL"),
        _WRITE,
    ),
    **dict.fromkeys(("GRANT", "REVOKE", "DENY"), _RIGHTS),
    **dict.fromkeys(("SET", "RESET", "PRAGMA"), _IDENTITY),
    **dict.fromkeys(("PREPARE", "EXECUTE", "DEALLOCATE"), _PREPARED),
    **dict.fromkeys(("START", "BEGIN", "COMMIT", "ROLLBACK"), _TRANSACTION),
    "CALL": ("procedures can reach past the policy", "send a SELECT"),
    "EXPLAIN": ("only a query can be explained", "write EXPLAIN SELECT …"),
    "FROM": ("a query starts with SELECT", "write SELECT * FROM …"),
    "DESCRIBE": ("it stands alone", "write DESCRIBE and the relation's name"),
    "DESC": ("it stands alone", "write DESCRIBE and the relation's name"),
    "SHOW": ("it stands alone", "write SHOW CATALOGS, SCHEMAS, TABLES, COLUMNS or FUNCTIONS"),
    "USE": ("it stands alone", "write USE and the schema's name"),
}  # fmt: skip

UNKNOWN: Final[Reason] = (
    "it is not a statement of the gateway",
    "send a SELECT, SHOW CATALOGS, SCHEMAS, TABLES, COLUMNS or FUNCTIONS, DESCRIBE, USE or EXPLAIN",
)

EXPLAIN_ANALYZE: Final[Reason] = (
    "`EXPLAIN ANALYZE` is not supported: its counts tell of rows that are not yours to see",
    "write EXPLAIN",
)

SHOWS: Final[dict[str, Reason]] = {
    "STATS": ("statistics tell of rows that are not yours to see", "count and aggregate with a SELECT"),
    "CREATE": ("definitions are kept by the owning department", "write DESCRIBE"),
    **dict.fromkeys(
        ("GRANTS", "ROLES", "ROLE", "CURRENT"), ("rights come from policy files", "write EXPLAIN before a query")
    ),
    "SESSION": _IDENTITY,
    "BRANCHES": ("relations have no branches here", "query the relation itself"),
}
