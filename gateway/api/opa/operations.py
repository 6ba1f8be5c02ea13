"""The operations that Trino asks about. What is not listed here is refused: everything that writes, defines, or changes identity (rule 10)."""

from __future__ import annotations

from typing import Final

from gateway.api.opa import asked as ask
from gateway.api.opa.asked import Json
from gateway.api.opa.people import declares
from gateway.api.opa.shown import Shown
from gateway.catalog.names import RelationName
from gateway.policy.principal import Asking

SYSTEM: Final = "system"
METADATA: Final = frozenset({"columns", "tables", "schemata"})
"""Tables of `information_schema` that Trino filters by asking; `views` would tell the text of views."""

SERVICE: Final = frozenset(
    {
        "ExecuteQuery", "AccessCatalog", "ShowSchemas", "ShowTables", "ShowColumns", "FilterCatalogs", "FilterSchemas", "FilterTables", "FilterColumns",
        "SelectFromColumns", "SetSystemSessionProperty",
    }
)  # fmt: skip
"""What the gateway's own account may, everywhere."""


def service_may(user: str, operation: str, resource: Json) -> bool:
    """The account under which the gateway runs rewritten statements: reads everything, and sees to its own queries."""
    match operation:
        case "ViewQueryOwnedBy" | "FilterViewQueryOwnedBy" | "KillQueryOwnedBy":
            return ask.user(resource) == user
        case _:
            return operation in SERVICE


def rules_may(operation: str) -> bool:
    """As whom row filters are evaluated: reads columns; since it may not execute, nobody can use it for a statement."""
    return operation in ("AccessCatalog", "SelectFromColumns")


def may(user: str, asking: Asking, operation: str, resource: Json, shown: Shown) -> bool:
    """Whether a principal may do it. Raises Malformed."""
    match operation:
        case "ExecuteQuery":
            return True
        case "ViewQueryOwnedBy" | "FilterViewQueryOwnedBy" | "KillQueryOwnedBy":
            return ask.user(resource) == user
        case "ImpersonateUser":
            return declares(user, ask.user(resource), shown.world.policy)
        case "ExecuteFunction":
            return ask.function(resource) == (SYSTEM, "builtin")
        case "AccessCatalog":
            catalog = ask.catalog(resource)
            return catalog == SYSTEM or shown.reaches(asking, catalog)
        case "FilterCatalogs" | "ShowSchemas":
            return shown.reaches(asking, ask.catalog(resource))
        case "FilterSchemas" | "ShowTables":
            return shown.reaches(asking, *ask.schema(resource))
        case "FilterTables" | "ShowColumns":
            return shown.relation(asking, ask.table(resource)[0]) is not None
        case "SelectFromColumns" | "FilterColumns":
            name, columns = ask.table(resource)
            open_ = readable(asking, name, shown)
            # No column at all is a question about the relation itself (`count(*)`).
            return open_ is None or (bool(open_) and open_.issuperset(columns))
        case _:
            return False


def readable(asking: Asking, name: RelationName, shown: Shown) -> frozenset[str] | None:
    """The columns that can be read: none of a relation that cannot; None is every column."""
    if is_metadata(asking, name, shown):
        return None
    found = shown.relation(asking, name)
    return frozenset() if found is None else frozenset(found.columns)


def is_metadata(asking: Asking, name: RelationName, shown: Shown) -> bool:
    """Tables in which Trino itself lists what exists, filtered by what it asks here."""
    if name.catalog == SYSTEM:
        return name.schema == "jdbc"
    return name.schema == "information_schema" and name.relation in METADATA and shown.reaches(asking, name.catalog)
