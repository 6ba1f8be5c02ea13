"""Judges the text that goes to the engine with DuckDB's own parser: no code of the gateway is used.

Every base table must be the FROM of a select that, *run alone* over planted data, gives rows that pass, columns that are granted and masked values:
what runs alone can name nothing of the client's, and what it gives is compared with plain Python. Every other name in FROM must be a WITH query in scope.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import duckdb
import orjson

from tests.attacks.world import TYPES
from tests.fuzz.masks import TOKEN
from tests.fuzz.planted import PLANTED
from tests.fuzz.policies import Site

LOCATION: Final = re.compile(r'"query_location":\d+')
TABLE_FUNCTIONS: Final = frozenset({"unnest"})
READERS: Final = re.compile(
    r"^(read_|query$|query_table|getenv|getvariable|current_setting|duckdb_|pragma_|json_execute|parquet_|glob$|sniff_|sqlite_|postgres_|mysql_|stats$|nextval|currval"
    r"|in_search_path|write_|which_secret|sql_auto_complete|txid_|arrow_scan|pandas_scan|python_map|iceberg_|delta_|http_|load_|install_)"
)
"""Functions of DuckDB that read something else than their arguments."""
KEY: Final = b"6" * 64 + b"\\" * 64
TOKENS: Final = re.compile(r"[A-Za-z0-9_+/=-]{43}")
ASK: Final = "SELECT json_serialize_sql(t) FROM unnest($1) u(t)"


class UnguardedError(AssertionError):
    """The text reads what no permitted view holds."""


@dataclass
class Judge:
    """One site's judge. Views that were proved are remembered."""

    site: Site
    connection: duckdb.DuckDBPyConnection
    proved: set[bytes] = field(default_factory=set)

    def judge(self, texts: Sequence[str]) -> list[str | None]:
        """What is wrong with each text, or None."""
        if not texts:
            return []
        trees = self.connection.execute(ASK, [list(texts)]).fetchall()
        return [self._problem(tree) for (tree,) in trees]

    def _problem(self, tree: str) -> str | None:
        found = orjson.loads(LOCATION.sub('"query_location":0', tree))
        if found["error"]:
            return f"DuckDB does not read it: {found.get('error_message')}"
        if len(found["statements"]) != 1:
            return "it is not one statement"
        try:
            self._walk(found["statements"][0]["node"], frozenset(), None)
        except UnguardedError as error:
            return str(error)
        return None

    def _walk(self, node: Any, names: frozenset[str], select: dict | None) -> None:
        """`names` are the WITH queries in scope; `select` is the select whose FROM, and nothing else, this node is."""
        if isinstance(node, list):
            for item in node:
                if isinstance(item, dict | list):
                    self._walk(item, names, None)
            return
        kind = node.get("type")
        if kind == "BASE_TABLE":
            self._table(node, names, select)
            return
        if kind == "TABLE_FUNCTION" and node["function"]["function_name"] not in TABLE_FUNCTIONS:
            raise UnguardedError(f"table function {node['function']['function_name']}")
        if kind in ("SHOW_REF", "PIVOT", "COLUMN_DATA", "DELIM_GET", "BOUND_TABLE_REF"):
            raise UnguardedError(f"{kind} in FROM")
        if kind == "FUNCTION" and READERS.match(node["function_name"]):
            raise UnguardedError(f"function {node['function_name']}")
        with_queries = node.get("cte_map")
        if with_queries:
            for entry in with_queries.get("map", ()):
                inner = entry["value"]["query"]["node"]
                own = names | {entry["key"]} if inner.get("type") == "RECURSIVE_CTE_NODE" else names
                self._walk(inner, own, None)
                names = names | {entry["key"]}
        for key, value in node.items():
            if key == "cte_map" or not isinstance(value, dict | list):
                continue
            if key == "from_table" and kind == "SELECT_NODE":
                self._walk(value, names, node)
            elif key != "value" or kind != "VALUE_CONSTANT":
                self._walk(value, names, None)

    def _table(self, node: dict, names: frozenset[str], select: dict | None) -> None:
        if not node.get("catalog_name"):
            if node.get("schema_name") or node["table_name"] not in names:
                raise UnguardedError(f"{node['table_name']} is no WITH query in scope")
            return
        if select is None:
            raise UnguardedError(f"{node['table_name']} is not alone in the FROM of a select")
        key = orjson.dumps(select)
        if key not in self.proved:
            self._prove(node, select)
            self.proved.add(key)

    def _prove(self, table: dict, select: dict) -> None:
        if (table.get("catalog_name"), table.get("schema_name")) != ("data", "main"):
            raise UnguardedError(f"reads {table}")
        relation = table["table_name"]
        alone = json.dumps({"error": False, "statements": [{"node": select}]})
        text = self.connection.execute("SELECT json_deserialize_sql($1)", [alone]).fetchone()
        assert text is not None
        keys = dict.fromkeys(re.findall(r"\$(\w+)", text[0]), KEY)
        try:
            answer = self.connection.execute(text[0], keys or None)
        except duckdb.Error as error:
            raise UnguardedError(f"the view of {relation} does not stand alone: {error}") from error
        columns = [column[0] for column in answer.description or ()]
        self._compare(relation, columns, answer.fetchall())

    def _compare(self, relation: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        governed = self.site.governed.get(relation)
        if governed is None:
            raise UnguardedError(f"{relation} is invisible")
        foreign = [c for c in columns if c not in TYPES[relation] or c in governed.hidden]
        # A view of which no column is used still has to have one.
        if foreign and (len(columns) > 1 or any(value is not None and value != 1 for row in rows for value in row)):
            raise UnguardedError(f"the view of {relation} shows {foreign}")
        expected = Counter(self._expected(relation, columns, foreign))
        found = Counter(tuple(plain(v) for v in ([] if foreign else row)) for row in rows)
        if found != expected:
            raise UnguardedError(
                f"the view of {relation} gives {list((found - expected).elements())[:3]} and lacks {list((expected - found).elements())[:3]}"
            )

    def _expected(self, relation: str, columns: Sequence[str], foreign: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        at = {column: number for number, column in enumerate(TYPES[relation])}
        for row in PLANTED[relation]:
            if self.site.passes(relation, row):
                yield tuple(plain(self.site.shown(relation, c, row[at[c]])) for c in ([] if foreign else columns))


def plain(value: Any) -> Any:
    """Values as they compare: dates and times of midnight alike, tokens all alike, numbers by value."""
    match value:
        case str() if TOKENS.fullmatch(value):
            return TOKEN
        case datetime.datetime():
            return value.date()
        case Decimal() | bool() | int() | float():
            return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        case _:
            return value
