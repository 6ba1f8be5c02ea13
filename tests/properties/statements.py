"""A generator of statements that Trino and DuckDB read alike, so that the plain text can be run on DuckDB directly.

Every choice is drawn through hypothesis, so that a failing statement shrinks. Ties are broken: a statement either orders by all its outputs or
is compared as a multiset. `fallible` adds expressions that fail for some values (division, casts from text, subscripts).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

NUMBERS = {"person": ["id", "age"], "visit": ["person_id", "cost"], "place": ["n"]}
TEXTS = {"person": ["name", "region", "phone"], "visit": ["note", "region"], "place": ["code", "title"]}
DATES = {"person": ["born"], "visit": ["day"], "place": []}
LITERALS = ["'A1'", "'A'", "''", "'138'", "'张三'", "'12'", "'x%'", "'***'"]


@dataclass(frozen=True)
class Source:
    """A relation in FROM: its alias and the columns that may be used."""

    alias: str
    numbers: Sequence[str]
    texts: Sequence[str]
    dates: Sequence[str]


def base(relation: str, alias: str) -> Source:
    return Source(alias, NUMBERS[relation], TEXTS[relation], DATES[relation])


@st.composite
def statements(draw: DrawFn, *, fallible: bool = False) -> str:
    """One statement over person, visit and place."""
    return _Maker(draw, fallible).statement()


class _Maker:
    def __init__(self, draw: DrawFn, fallible: bool) -> None:
        self.draw = draw
        self.fallible = fallible
        self.aliases = 0
        self.depth = 0
        self.nesting = 0
        self.correlated = 0

    def pick(self, options: Sequence[str]) -> str:
        return self.draw(st.sampled_from(list(options)))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in  # shrinks towards no

    def alias(self) -> str:
        self.aliases += 1
        return f"t{self.aliases}"

    def statement(self) -> str:
        if self.chance(6):
            inner, columns = self.select_list(2)
            alias = self.alias()
            return f"WITH person_cte AS ({inner}) SELECT * FROM person_cte AS {alias}" + self.tail(len(columns))
        if self.chance(5):
            operator = self.pick(["UNION ALL", "UNION", "INTERSECT", "EXCEPT"])
            return f"{self.typed_select()} {operator} {self.typed_select()}" + self.tail(2)
        text, columns = self.select_list(self.draw(st.integers(1, 3)))
        return text + self.tail(len(columns))

    def tail(self, width: int) -> str:
        if not self.chance(2):
            return ""
        keys = ", ".join(str(i + 1) + self.pick(["", " DESC", " NULLS FIRST"]) for i in range(width))
        return f" ORDER BY {keys}" + (
            self.pick([" LIMIT 3", " LIMIT 1", " OFFSET 1 LIMIT 2"]) if self.chance(2) else ""
        )

    def typed_select(self) -> str:
        sources, text = self.from_()
        return f"SELECT {self.number(sources)} AS a, {self.text(sources)} AS b FROM {text}{self.where(sources)}"

    def select_list(self, width: int) -> tuple[str, list[str]]:
        sources, text = self.from_()
        if self.chance(3):
            return self.grouped(sources, text)
        kinds = [self.pick(["number", "text", "flag"]) for _ in range(width)]
        items = [self.of(kind, sources) for kind in kinds]
        names = [f"c{i}" for i in range(width)]
        listed = ", ".join(f"{item} AS {name}" for item, name in zip(items, names, strict=True))
        distinct = "DISTINCT " if self.chance(5) else ""
        return f"SELECT {distinct}{listed} FROM {text}{self.where(sources)}", names

    def grouped(self, sources: list[Source], text: str) -> tuple[str, list[str]]:
        value = self.number(sources)
        aggregate = self.pick(["count(*)", f"count({value})", f"sum({value})", f"min({value})", f"max({value})",
                               f"count(DISTINCT {self.text(sources)})", f"min({self.text(sources)})"])  # fmt: skip
        if self.chance(3):
            return f"SELECT {aggregate} AS c0 FROM {text}{self.where(sources)}", ["c0"]
        key = self.text(sources) if self.chance(2) else self.number(sources)
        having = " HAVING count(*) > 1" if self.chance(4) else ""
        return f"SELECT {key} AS c0, {aggregate} AS c1 FROM {text}{self.where(sources)} GROUP BY {key}{having}", [
            "c0",
            "c1",
        ]

    def from_(self) -> tuple[list[Source], str]:
        relation = self.pick(["person", "visit", "place"])
        source = base(relation, self.alias())
        text = f"{relation} AS {source.alias}"
        if self.chance(4) and self.depth < 2:
            source, text = self.derived()
        sources = [source]
        if self.chance(3):
            other_name = self.pick(["person", "visit", "place"])
            other = base(other_name, self.alias())
            # DuckDB 1.5.5 can not always take a correlated subquery apart that joins fully; which ones is its own affair.
            full = [] if self.correlated else ["FULL JOIN"]
            kind = self.pick(["JOIN", "LEFT JOIN", "RIGHT JOIN", *full])
            left = self.pick(source.texts) if source.texts else None
            if left is None:
                return sources, text
            text += f" {kind} {other_name} AS {other.alias} ON {source.alias}.{left} = {other.alias}.{self.pick(other.texts)}"
            sources.append(other)
        return sources, text

    def derived(self) -> tuple[Source, str]:
        self.depth += 1
        sources, text = self.from_()
        alias = self.alias()
        inner = f"SELECT {self.number(sources)} AS n, {self.text(sources)} AS s FROM {text}{self.where(sources)}"
        self.depth -= 1
        return Source(alias, ["n"], ["s"], []), f"({inner}) AS {alias}"

    def where(self, sources: list[Source]) -> str:
        return f" WHERE {self.flag(sources)}" if self.chance(2) else ""

    def of(self, kind: str, sources: list[Source]) -> str:
        return {"number": self.number, "text": self.text, "flag": self.flag}[kind](sources)

    def number(self, sources: list[Source]) -> str:
        usable = [s for s in sources if s.numbers]
        if not usable:
            return "1"
        source = self.draw(st.sampled_from(usable))
        column = f"{source.alias}.{self.pick(source.numbers)}"
        # An integer's successor can fail; whether it is taken at all is left open by SQL.
        successor = f"({column} + 1)" if self.fallible else f"(CAST({column} AS bigint) + 1)"
        shapes = [column, column, successor, f"coalesce({column}, 0)", f"abs({column})",
                  f"(CASE WHEN {column} > 3 THEN {column} ELSE 0 END)"]  # fmt: skip
        if any(s.texts for s in sources):
            shapes.append(f"length({self.text_column(sources)})")
        if self.fallible:
            text = self.text_column(sources)
            shapes += [f"(100 / {column})", f"(100 % {column})", f"CAST({text} AS integer)",
                       f"coalesce(100 / {column}, 0)", f"({column} * 3000000000)",
                       f"(CASE WHEN {column} = 0 THEN 1 ELSE 10 / {column} END)"]  # fmt: skip
        return self.pick(shapes)

    def text_column(self, sources: list[Source]) -> str:
        source = self.draw(st.sampled_from([s for s in sources if s.texts]))
        return f"{source.alias}.{self.pick(source.texts)}"

    def text(self, sources: list[Source]) -> str:
        column = self.text_column(sources)
        return self.pick([column, column, f"coalesce({column}, 'none')", f"upper({column})", f"substr({column}, 1, 2)",
                          f"(CASE WHEN {column} = 'A1' THEN 'yes' ELSE {column} END)"])  # fmt: skip

    def flag(self, sources: list[Source]) -> str:
        if self.nesting < 3 and self.chance(4):
            self.nesting += 1
            left, right = self.flag(sources), self.flag(sources)
            self.nesting -= 1
            operator = self.pick(["AND", "OR", "NOT"])
            return f"(NOT {left})" if operator == "NOT" else f"({left} {operator} {right})"
        if self.chance(6) and self.depth < 2:
            return self.subquery(sources)
        shapes = [
            f"({self.number(sources)} {self.pick(['=', '<>', '<', '>='])} {self.pick(['0', '1', '30', '100'])})",
            f"({self.text(sources)} = {self.pick(LITERALS)})",
            f"({self.text(sources)} LIKE {self.pick(LITERALS)})",
            f"({self.text(sources)} IN ('A1', 'B1', '***'))",
            f"({self.text(sources)} IS NULL)",
            f"({self.number(sources)} BETWEEN 0 AND 50)",
        ]
        return self.pick(shapes)

    def subquery(self, sources: list[Source]) -> str:
        self.depth += 1
        self.correlated += 1
        outer = self.text_column(sources)
        inner_sources, text = self.from_()
        inner = self.text_column(inner_sources)
        made = self.pick([
            f"({outer} IN (SELECT {inner} FROM {text}))",
            f"EXISTS (SELECT 1 FROM {text} WHERE {inner} = {outer})",
            f"(NOT EXISTS (SELECT 1 FROM {text} WHERE {inner} = {outer}))",
            f"((SELECT count(*) FROM {text} WHERE {inner} = {outer}) > 0)",
        ])  # fmt: skip
        self.depth -= 1
        self.correlated -= 1
        return made
