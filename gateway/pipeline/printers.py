"""How the nodes with a Trino syntax of their own are written back, word for word.

Only reading back a client's tree uses these; what engines get is printed from the bound query.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlglot import exp

from gateway.pipeline.special_forms import UnaryPlus

TYPE_WORDS: Final = {
    exp.DType.TIMESTAMPTZ: "TIMESTAMP",
    exp.DType.TIMETZ: "TIME",
    exp.DType.INT: "INTEGER",
    exp.DType.FLOAT: "REAL",
}


def _cast(self: Any, node: exp.Cast) -> str:
    if node.meta.get("literal"):
        kind = node.args["to"].this
        return f"{TYPE_WORDS.get(kind, kind.value)} {self.sql(node, 'this')}"
    return str(self.cast_sql(node))


def _interval(self: Any, node: exp.Interval) -> str:
    """The stock printer puts a value with a plus in brackets, which Trino does not read."""
    return " ".join(word for word in ("INTERVAL", self.sql(node, "this"), self.sql(node, "unit")) if word)


def _listagg(self: Any, node: exp.GroupConcat) -> str:
    order = node.this
    separator = node.args.get("separator")
    overflow = node.args.get("on_overflow")
    inside = self.sql(order, "this")
    if separator is not None:
        inside += f", {self.sql(separator)}"
    if overflow is not None:
        inside += f" ON OVERFLOW {self.sql(overflow)}"
    keys = self.expressions(order, flat=True)
    return f"LISTAGG({inside}) WITHIN GROUP (ORDER BY {keys})"


def _trim(self: Any, node: exp.Trim) -> str:
    before = [node.args.get("position") or "", self.sql(node, "expression"), "FROM"]
    return f"TRIM({' '.join(word for word in before if word)} {self.sql(node, 'this')})"


def _substring(self: Any, node: exp.Substring) -> str:
    length = node.args.get("length")
    tail = f" FOR {self.sql(length)}" if length is not None else ""
    return f"SUBSTRING({self.sql(node, 'this')} FROM {self.sql(node, 'start')}{tail})"


def _unicode(self: Any, node: exp.UnicodeString) -> str:
    """The stock printer hands the client's escape character to a regular expression."""
    escape = node.args.get("escape")
    tail = f" UESCAPE {self.sql(escape)}" if escape else ""
    quoted = str(node.this).replace("'", "''")
    return f"U&'{quoted}'{tail}"


def _frame(self: Any, node: exp.WindowSpec) -> str:
    """`ROWS 2 PRECEDING` stays short; the stock printer adds the other end."""

    def bound(end: str) -> str:
        return f"{self.sql(node, end)} {self.sql(node, f'{end}_side')}".strip()

    if node.args.get("end") is None:
        return f"{node.args['kind']} {bound('start')}"
    return f"{node.args['kind']} BETWEEN {bound('start')} AND {bound('end')}"


def _any(self: Any, node: exp.Any) -> str:
    """The stock printer leaves out brackets that the reader wants."""
    return f"ANY {self.wrap(self.sql(node, 'this'))}"


def _unnest(self: Any, node: exp.Unnest) -> str:
    """The stock printer moves the name of the number's column into the tree's alias."""
    alias, number = node.args.get("alias"), node.args.get("offset")
    named = ""
    if alias is not None:
        columns = [self.sql(name) for name in alias.columns]
        if isinstance(number, exp.Expr):
            columns.append(self.sql(number))
        named = f" AS {self.sql(alias, 'this')}" + (f"({', '.join(columns)})" if columns else "")
    return f"UNNEST({self.expressions(node, flat=True)}){' WITH ORDINALITY' if number else ''}{named}"


def _values(self: Any, node: exp.Values) -> str:
    """In FROM, VALUES stands in brackets; the stock printer leaves them out when there is no alias."""
    rows = self.prepend_ctes(node, self.query_modifiers(node, f"VALUES {self.expressions(node, flat=True)}"))
    alias = node.args.get("alias")
    if alias is not None:
        return f"({rows}) AS {self.sql(alias)}"
    return f"({rows})" if isinstance(node.parent, exp.From | exp.Join) else rows


PRINTERS: Final[dict[type[exp.Expr], Callable[[Any, Any], str]]] = {
    exp.Any: _any,
    exp.Array: lambda self, node: f"ARRAY[{self.expressions(node, flat=True)}]",
    exp.AtTimeZone: lambda self, node: f"{self.sql(node, 'this')} AT TIME ZONE {self.sql(node, 'zone')}",
    exp.Cast: _cast,
    exp.CurrentSchema: lambda self, node: "CURRENT_SCHEMA",
    exp.Distinct: lambda self, node: f"DISTINCT {self.expressions(node, flat=True)}",
    exp.GroupConcat: _listagg,
    exp.Interval: _interval,
    exp.Is: lambda self, node: f"{self.sql(node, 'this')} IS {self.sql(node, 'expression')}",
    exp.ParseJSON: lambda self, node: f"JSON {self.sql(node, 'this')}",
    exp.StrPosition: lambda self, node: f"POSITION({self.sql(node, 'substr')} IN {self.sql(node, 'this')})",
    exp.Substring: _substring,
    exp.Trim: _trim,
    exp.UnicodeString: _unicode,
    UnaryPlus: lambda self, node: f"+{self.sql(node, 'this')}",
    exp.Unnest: _unnest,
    exp.Values: _values,
    exp.WindowSpec: _frame,
}
