"""Typed statements over the city, drawn from a seed: columns, operators, functions, joins, groups, windows, subqueries, by their types.

A statement that is ordered is ordered by all its outputs, so that ties are rows that are equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final

from tests.corpus.city import DISTRICTS, PROPERTIES, RESIDENTS, VISITS, Table

FAMILY: Final = {
    "bigint": "number", "integer": "number", "smallint": "number", "tinyint": "number", "decimal": "decimal", "double": "double",
    "varchar": "text", "date": "date", "timestamp": "moment", "boolean": "flag",
}  # fmt: skip
CONSTANTS: Final[Mapping[str, Sequence[str]]] = {
    "number": ("0", "1", "-1", "3", "10", "SMALLINT '7'", "BIGINT '2147483648'", "CAST(NULL AS integer)"),
    "decimal": ("0.0", "1.50", "-0.01", "100", "DECIMAL '12345.678'", "CAST(NULL AS decimal(10,2))"),
    "double": ("0e0", "1.5e0", "-2e3", "1e10", "CAST(NULL AS double)"),
    "text": ("''", "'a'", "'张三'", "'320508'", "'Anna Müller'", "' x '", "'𠀀'", "CAST(NULL AS varchar(5))"),
    "date": ("DATE '2026-01-31'", "DATE '2024-02-29'", "DATE '1969-12-31'", "CAST(NULL AS date)"),
    "moment": ("TIMESTAMP '2026-01-31 23:59:59'", "TIMESTAMP '1969-12-31 12:00:00.5'", "CAST(NULL AS timestamp(3))"),
    "flag": ("TRUE", "FALSE", "CAST(NULL AS boolean)"),
}
# What makes a value of a family out of others; numbers stay small, so that overflow is the exception.
MADE: Final[Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]] = {
    "number": (
        ("({} + {})", ("number", "number")), ("({} - {})", ("number", "number")), ("({} * {})", ("number", "number")), ("({} / {})", ("number", "number")),
        ("({} % {})", ("number", "number")), ("abs({})", ("number",)), ("length({})", ("text",)), ("strpos({}, {})", ("text", "text")), ("year({})", ("date",)),
        ("month({})", ("moment",)), ("day_of_week({})", ("date",)), ("date_diff('day', {}, {})", ("date", "date")), ("coalesce({}, {})", ("number", "number")),
        ("if({}, {}, {})", ("flag", "number", "number")), ("greatest({}, {})", ("number", "number")), ("sign({})", ("number",)), ("CAST({} AS bigint)", ("decimal",)),
        ("hour({})", ("moment",)), ("TRY_CAST({} AS integer)", ("text",)),
    ),
    "decimal": (
        ("({} + {})", ("decimal", "decimal")), ("({} - {})", ("decimal", "number")), ("({} * {})", ("decimal", "decimal")), ("({} / {})", ("decimal", "decimal")),
        ("round({}, 1)", ("decimal",)), ("abs({})", ("decimal",)), ("coalesce({}, {})", ("decimal", "decimal")), ("CAST({} AS decimal(12,3))", ("number",)),
        ("least({}, {})", ("decimal", "decimal")), ("CASE WHEN {} THEN {} ELSE {} END", ("flag", "decimal", "decimal")),
    ),
    "double": (
        ("({} + {})", ("double", "double")), ("({} * {})", ("double", "double")), ("({} / {})", ("double", "double")), ("sqrt(abs({}))", ("double",)),
        ("CAST({} AS double)", ("decimal",)), ("CAST({} AS double)", ("number",)), ("floor({})", ("double",)), ("coalesce({}, {})", ("double", "double")),
    ),
    "text": (
        ("({} || {})", ("text", "text")), ("upper({})", ("text",)), ("lower({})", ("text",)), ("substr({}, 1, 2)", ("text",)), ("substr({}, -2)", ("text",)),
        ("trim({})", ("text",)), ("replace({}, 'a', 'b')", ("text",)), ("reverse({})", ("text",)), ("coalesce({}, {})", ("text", "text")), ("nullif({}, {})", ("text", "text")),
        ("CAST({} AS varchar)", ("number",)), ("CAST({} AS varchar)", ("decimal",)), ("CAST({} AS varchar)", ("date",)), ("if({}, {})", ("flag", "text")),
        ("date_format({}, '%Y-%m')", ("date",)), ("lpad({}, 4, '*')", ("text",)),
    ),
    "date": (
        ("({} + INTERVAL '1' DAY)", ("date",)), ("({} - INTERVAL '1' MONTH)", ("date",)), ("date_trunc('month', {})", ("date",)), ("CAST({} AS date)", ("moment",)),
        ("coalesce({}, {})", ("date", "date")), ("date_add('week', 2, {})", ("date",)), ("last_day_of_month({})", ("date",)),
    ),
    "moment": (
        ("({} + INTERVAL '90' MINUTE)", ("moment",)), ("date_trunc('hour', {})", ("moment",)), ("CAST({} AS timestamp(3))", ("date",)), ("coalesce({}, {})", ("moment", "moment")),
    ),
    "flag": (
        ("({} = {})", ("number", "number")), ("({} < {})", ("decimal", "number")), ("({} >= {})", ("text", "text")), ("({} <> {})", ("date", "date")), ("({} < {})", ("double", "decimal")),
        ("({} <= {})", ("date", "moment")), ("({} AND {})", ("flag", "flag")), ("({} OR {})", ("flag", "flag")), ("(NOT {})", ("flag",)), ("({} IS NULL)", ("text",)),
        ("({} IS DISTINCT FROM {})", ("number", "number")), ("({} BETWEEN {} AND {})", ("number", "number", "number")), ("({} IN ({}, {}))", ("text", "text", "text")),
        ("({} NOT IN ({}, {}))", ("number", "number", "number")), ("({} LIKE '%a%')", ("text",)), ("({} LIKE '_三')", ("text",)), ("starts_with({}, {})", ("text", "text")),
    ),
}  # fmt: skip
AGGREGATES: Final = (
    ("count(*)", ()), ("count({})", ("text",)), ("sum({})", ("decimal",)), ("sum({})", ("number",)), ("avg({})", ("decimal",)), ("avg({})", ("number",)), ("min({})", ("text",)),
    ("max({})", ("date",)), ("min({})", ("moment",)), ("count(DISTINCT {})", ("text",)), ("bool_or({})", ("flag",)), ("count_if({})", ("flag",)),
    ("sum({}) FILTER (WHERE {})", ("decimal", "flag")), ("max({})", ("double",)), ("array_agg({} ORDER BY {})", ("number", None)),
)  # fmt: skip
WINDOWS: Final = (
    ("row_number()", ()), ("rank()", ()), ("lag({})", ("text",)), ("lead({}, 2)", ("number",)), ("sum({})", ("decimal",)), ("count({})", ("text",)), ("first_value({})", ("text",)),
    ("max({})", ("number",)), ("ntile(3)", ()),
)  # fmt: skip
JOINS: Final = ("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")
TABLES: Final = (RESIDENTS, VISITS, PROPERTIES, DISTRICTS)
Columns = dict[str, list[str]]


def statements(seed: int, count: int) -> Iterator[str]:
    """So many statements; the same for the same seed."""
    for number in range(count):
        yield _Drawn(Random(f"{seed} {number}")).statement()


class _Drawn:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.aliases = 0

    def statement(self) -> str:
        match self.random.randrange(8):
            case 0:
                kinds = [self.kind() for _ in range(2)]
                operator = self.random.choice(["UNION", "UNION ALL", "EXCEPT", "INTERSECT"])
                text = f"{self.select(kinds)} {operator} {self.select(kinds)}"
                width = 2
            case 1:
                text, width = (
                    f"WITH w AS ({self.select(['number', 'text'])}) SELECT a.*, upper(a.c1) AS u FROM w AS a WHERE a.c0 > 1",
                    3,
                )
            case 2 | 3:
                text, width = self.grouped()
            case 4:
                text, width = self.windowed(), 2
            case _:
                width = self.random.randint(1, 4)
                text = self.select([self.kind() for _ in range(width)])
        if self.random.random() < 0.5:
            keys = ", ".join(
                f"{n}{self.random.choice(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}"
                for n in range(1, width + 1)
            )
            text += f" ORDER BY {keys}" + self.random.choice(["", "", " LIMIT 3", " OFFSET 1", " OFFSET 2 LIMIT 2"])
        return text

    def kind(self) -> str:
        return self.random.choice(list(MADE))

    def select(self, kinds: Sequence[str]) -> str:
        columns, source = self.source()
        items = ", ".join(f"{self.value(kind, columns, 2)} AS c{n}" for n, kind in enumerate(kinds))
        distinct = "DISTINCT " if self.random.random() < 0.15 else ""
        return f"SELECT {distinct}{items} FROM {source}{self.where(columns)}"

    def grouped(self) -> tuple[str, int]:
        columns, source = self.source()
        keys = [
            self.value(self.random.choice(["text", "number", "date", "flag"]), columns, 1)
            for _ in range(self.random.randint(0, 2))
        ]
        keys = [key for key in keys if not _constant(key)]
        made = [self.filled(self.random.choice(AGGREGATES), columns) for _ in range(2)]
        items = ", ".join(f"{item} AS c{n}" for n, item in enumerate([*keys, *made]))
        group = ""
        if keys:
            listed = ", ".join(str(n + 1) for n in range(len(keys)))
            group = f" GROUP BY {self.random.choice(['{}', '{}', 'ROLLUP ({})', 'CUBE ({})']).format(listed)}"
        having = " HAVING count(*) > 1" if self.random.random() < 0.2 else ""
        return f"SELECT {items} FROM {source}{self.where(columns)}{group}{having}", len(keys) + 2

    def windowed(self) -> str:
        table = self.random.choice((RESIDENTS, VISITS, PROPERTIES))
        columns = _columns(table, "t")
        function = self.filled(self.random.choice(WINDOWS), columns)
        partition = f"PARTITION BY {self.value('text', columns, 0)} " if self.random.random() < 0.5 else ""
        frame = self.random.choice(
            [
                "",
                "",
                " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                " ROWS UNBOUNDED PRECEDING",
                " RANGE BETWEEN 2 PRECEDING AND CURRENT ROW",
                " GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW",
            ]
        )
        if function.split("(")[0] in ("row_number", "rank", "lag", "lead", "ntile"):
            frame = ""
        return f"SELECT t.id AS c0, {function} OVER ({partition}ORDER BY t.id{self.random.choice(['', ' DESC'])}{frame}) AS c1 FROM {table.name} AS t{self.where(columns)}"

    def filled(self, pattern: tuple[str, Sequence[str | None]], columns: Columns) -> str:
        text, kinds = pattern
        values: list[str] = []
        for kind in kinds:
            values.append(values[0] if kind is None else self.value(kind, columns, 1))
        return text.format(*values)

    def source(self) -> tuple[Columns, str]:
        table, alias = self.random.choice(TABLES), self.alias()
        columns, text = _columns(table, alias), f"{table.name} AS {alias}"
        if self.random.random() < 0.4:
            other, second = self.random.choice(TABLES), self.alias()
            more = _columns(other, second)
            kind = self.random.choice(["number", "text"])
            left, right = columns.get(kind), more.get(kind)
            if left and right:
                text += f" {self.random.choice(JOINS)} {other.name} AS {second} ON {self.random.choice(left)} = {self.random.choice(right)}"
                columns = {family: [*columns.get(family, ()), *more.get(family, ())] for family in {*columns, *more}}
        return columns, text

    def alias(self) -> str:
        self.aliases += 1
        return f"t{self.aliases}"

    def where(self, columns: Columns) -> str:
        draw = self.random.random()
        if draw < 0.4:
            return ""
        if draw < 0.55 and columns.get("number"):
            column = self.random.choice(columns["number"])
            alias = self.alias()
            inner = f"SELECT {alias}.resident_id FROM visits AS {alias}"
            return (
                f" WHERE {column} {self.random.choice(['IN', 'NOT IN'])} ({inner} WHERE {alias}.cost > 10)"
                if draw < 0.5
                else f" WHERE EXISTS ({inner} WHERE {alias}.resident_id = {column})"
            )
        return f" WHERE {self.value('flag', columns, 2)}"

    def value(self, kind: str, columns: Columns, depth: int) -> str:
        known = columns.get(kind, [])
        if known and (depth == 0 or self.random.random() < 0.45):
            return self.random.choice(known)
        if depth == 0:
            return self.random.choice(CONSTANTS[kind])
        pattern, kinds = self.random.choice(MADE[kind])
        return pattern.format(*(self.value(inner, columns, depth - 1) for inner in kinds))


def _constant(text: str) -> bool:
    return "." not in text or text[:1] in "'-0123456789" or text.startswith(("DATE", "DECIMAL"))


def _columns(table: Table, alias: str) -> Columns:
    found: Columns = {}
    for name, type_ in table.types.items():
        family = FAMILY.get(type_.split("(")[0])
        if family:
            found.setdefault(family, []).append(f"{alias}.{name}")
    return found
