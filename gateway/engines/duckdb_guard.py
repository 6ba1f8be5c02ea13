"""The last check before DuckDB runs a text: an allow-list over DuckDB's own parse tree.

External access being off and the configuration being locked does not close the scanners (sqlite_scan, postgres_query …), so what a text may hold is listed:
exactly one SELECT; relations that are a WITH name in scope or exactly one of the plan's locations, spelled in three parts; functions on the list; node kinds on the list.
The parser instance has external access off: merely parsing some statements opens files.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb

from gateway.engines.duckdb_functions import ALLOWED

Node = dict[str, Any]
Location = tuple[str, str, str]

QUERY_NODES: Final = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
TABLE_NODES: Final = frozenset(
    {"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EMPTY", "EMPTY_FROM", "EXPRESSION_LIST"}
)
EXPRESSION_CLASSES: Final = frozenset(
    {
        "COLUMN_REF", "CONSTANT", "FUNCTION", "CASE", "CAST", "COMPARISON", "CONJUNCTION", "OPERATOR", "SUBQUERY",
        "WINDOW", "BETWEEN", "LAMBDA", "PARAMETER", "STAR", "LAMBDA_REF",
    }
)  # fmt: skip
REMEMBERED: Final = 500
LONGEST_REMEMBERED: Final = 20_000
TABLE_FUNCTIONS: Final = frozenset({"unnest", "range", "generate_series"})
MODIFIERS: Final = frozenset({"ORDER_MODIFIER", "LIMIT_MODIFIER", "DISTINCT_MODIFIER"})


class RefusedTextError(Exception):
    """The text holds something that no plan may hold. The message is for the operator."""


def parser() -> duckdb.DuckDBPyConnection:
    """A locked, empty instance that only parses."""
    connection = duckdb.connect(
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "256MB",
            "threads": "1",
            "python_enable_replacements": "false",
        }
    )
    connection.execute("SET lock_configuration = true")
    return connection


@dataclass(frozen=True, slots=True)
class Guard:
    """Checks texts; `functions` are lower-case names that may be called."""

    connection: duckdb.DuckDBPyConnection
    functions: Collection[str] = ALLOWED
    _passed: dict[Hashable, None] = field(default_factory=dict)
    """What was found good. INVARIANT: nothing decides but the arguments, and all of them are the key."""

    def check(
        self,
        sql: str,
        locations: Collection[Location],
        keys: Collection[str] = (),
        passes: Collection[tuple[str, str]] = (),
    ) -> None:
        """Raises RefusedTextError unless the text is one SELECT that reads `locations` only, or hands exactly `passes` to sources."""
        asked = (sql, frozenset(locations), frozenset(keys), frozenset(passes))
        if asked in self._passed:
            return
        self._look(sql, locations, keys, passes)
        if len(sql) <= LONGEST_REMEMBERED:
            if len(self._passed) >= REMEMBERED:
                self._passed.clear()
            self._passed[asked] = None

    def _look(
        self,
        sql: str,
        locations: Collection[Location],
        keys: Collection[str],
        passes: Collection[tuple[str, str]],
    ) -> None:
        cursor = self.connection.cursor()
        try:
            statements = cursor.extract_statements(sql)
            if len(statements) != 1:
                raise RefusedTextError(f"{len(statements)} statements")
            row = cursor.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
        except duckdb.Error as error:
            raise RefusedTextError(f"not parsed: {error}") from error
        finally:
            cursor.close()
        tree: Node = json.loads(row[0]) if row else {"error": True}
        if tree.get("error") or len(tree.get("statements", ())) != 1:
            raise RefusedTextError(f"not one SELECT: {tree.get('error_message')}")
        walk = _Walk(frozenset(locations), self.functions, frozenset(keys), frozenset(passes))
        walk.query(tree["statements"][0]["node"], frozenset())


@dataclass(frozen=True, slots=True)
class _Walk:
    """Down the tree with the WITH names in scope."""

    locations: frozenset[Location]
    functions: Collection[str]
    keys: frozenset[str]
    passes: frozenset[tuple[str, str]]

    def query(self, node: Node, scope: frozenset[str]) -> None:
        """A query node; each WITH name is visible to later ones, and to itself only when recursive."""
        if node.get("type") not in QUERY_NODES:
            raise RefusedTextError(f"query node {node.get('type')}")
        for entry in (node.get("cte_map") or {}).get("map", ()):
            inner = entry["value"]["query"]["node"]
            own = frozenset({entry["key"].lower()})
            self.query(inner, scope | own if inner.get("type") == "RECURSIVE_CTE_NODE" else scope)
            scope |= own
        if node["type"] == "SELECT_NODE":
            self.select(node, scope)
        for key, value in node.items():
            if key not in ("cte_map", "from_table", "select_list", "sample"):
                self.anything(value, scope)

    def select(self, node: Node, scope: frozenset[str]) -> None:
        """A star must not take whatever columns a base relation has."""
        if node.get("aggregate_handling", "STANDARD_HANDLING") != "STANDARD_HANDLING" or node.get("qualify"):
            raise RefusedTextError("GROUP BY ALL or QUALIFY")
        source = node.get("from_table") or {}
        self.table(source, scope)
        if any(item.get("class") == "STAR" for item in node["select_list"]) and any(_base_tables(source)):
            raise RefusedTextError("a star over a base relation")
        for item in node["select_list"]:
            self.anything(item, scope, star=True)

    def table(self, node: Node, scope: frozenset[str]) -> None:
        """One item of FROM."""
        kind = node.get("type")
        if kind not in TABLE_NODES:
            raise RefusedTextError(f"table node {kind}")
        if kind == "BASE_TABLE":
            self.base_table(node, scope)
        elif kind == "TABLE_FUNCTION":
            function = node["function"]
            if _is_pass(function):
                self.passed(node)
                return
            if function.get("class") != "FUNCTION" or function.get("function_name", "").lower() not in TABLE_FUNCTIONS:
                raise RefusedTextError(f"table function {function.get('function_name')}")
        for key, value in node.items():
            if key in ("left", "right") and kind == "JOIN":
                self.table(value, scope)
            elif key not in ("sample", "column_name_alias", "alias"):
                self.anything(value, scope)

    def passed(self, node: Node) -> None:
        """A text that is handed to a source: letter by letter one of the plan's."""
        function = node["function"]
        arguments = function.get("children", ())
        values = [one.get("value", {}) for one in arguments if one.get("class") == "CONSTANT"]
        pair = tuple(one.get("value") for one in values if one.get("type", {}).get("id") == "VARCHAR")
        if (
            pair not in self.passes
            or len(arguments) != 2
            or any(one.get("alias") for one in arguments)
            or any(function.get(key) for key in ("schema", "catalog", "filter", "distinct"))
            or any(node.get(key) for key in ("sample", "column_name_alias"))
            or node.get("with_ordinality") not in (None, "WITHOUT_ORDINALITY")
        ):
            raise RefusedTextError("a text for a source that is not in the plan")

    def base_table(self, node: Node, scope: frozenset[str]) -> None:
        """Exactly a location of the plan, or a WITH name."""
        parts = (node.get("catalog_name", ""), node.get("schema_name", ""), node.get("table_name", ""))
        if node.get("at_clause"):
            raise RefusedTextError("a time travel clause")
        if not parts[0] and not parts[1]:
            if parts[2].lower() not in scope:
                raise RefusedTextError(f"relation {parts[2]} is not a WITH name in scope")
        elif parts not in self.locations:
            raise RefusedTextError(f"relation {'.'.join(parts)} is not in the plan")

    def anything(self, value: Any, scope: frozenset[str], *, star: bool = False) -> None:
        """Any part of the tree: query nodes, tables and expressions are recognised wherever they stand."""
        if isinstance(value, list):
            for item in value:
                self.anything(item, scope)
            return
        if not isinstance(value, dict):
            return
        kind = str(value.get("type", ""))
        if "class" in value:
            self.expression(value, scope, star)
            return
        if kind in QUERY_NODES or kind.endswith("_NODE"):
            self.query(value, scope)
            return
        if kind in TABLE_NODES or kind.endswith("_REF") or kind in ("PIVOT", "COLUMN_DATA", "DELIM_GET"):
            self.table(value, scope)
            return
        if kind.endswith("_MODIFIER") and kind not in MODIFIERS:
            raise RefusedTextError(f"modifier {kind}")
        for item in value.values():
            self.anything(item, scope)

    def expression(self, node: Node, scope: frozenset[str], star: bool) -> None:
        """One expression."""
        kind = node["class"]
        if kind not in EXPRESSION_CLASSES:
            raise RefusedTextError(f"expression {kind}")
        if kind == "STAR" and (not star or any(node.get(key) for key in _STAR_EXTRAS)):
            raise RefusedTextError("a star that is more than a star")
        if kind == "PARAMETER" and node.get("identifier") not in self.keys:
            raise RefusedTextError("a parameter that is no key of the plan")
        if kind in ("FUNCTION", "WINDOW"):
            name = str(node.get("function_name", "")).lower()
            if name not in self.functions:
                raise RefusedTextError(f"function {name}")
            if node.get("catalog") or node.get("schema") not in (None, "", "main"):
                raise RefusedTextError(f"qualified function {name}")
        for key, value in node.items():
            if key == "value" and kind == "CONSTANT":
                continue
            self.anything(value, scope)


_STAR_EXTRAS: Final = (
    "columns", "expr", "exclude_list", "replace_list", "rename_list", "qualified_exclude_list", "unpacked",
)  # fmt: skip


def _is_pass(function: Node) -> bool:
    return bool(function.get("class") == "FUNCTION" and function.get("function_name") == "sqlite_query")


def _base_tables(node: Node) -> Iterator[Node]:
    """Base relations that a star of the same SELECT would reach."""
    match node.get("type"):
        case "BASE_TABLE" if node["schema_name"]:
            yield node
        case "TABLE_FUNCTION" if _is_pass(node["function"]):
            yield node
        case "JOIN":
            yield from _base_tables(node["left"])
            yield from _base_tables(node["right"])
