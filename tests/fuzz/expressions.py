"""Expressions of a wanted type over the columns in scope; now and then of another type, with a wrong name, or a function that is not there."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from gateway.pipeline.functions.function import FunctionKind
from tests.fuzz import names
from tests.fuzz.calls import RARE, SCALARS, SHAPES, Kind, Use, settled, uses
from tests.fuzz.constants import CASTS, LITERALS, TEXTS, UNORDERED, spelled

NUMERIC: Final = ("bigint", "integer", "smallint", "tinyint", "real", "double", "decimal")
COMPARISONS: Final = ("=", "<>", "<", "<=", ">", ">=", "!=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM")
FRAMES: Final = (
    "", "", "", " ROWS UNBOUNDED PRECEDING", " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING", " RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
    " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING", " GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW", " ROWS BETWEEN 2 FOLLOWING AND 1 PRECEDING", " RANGE 1 PRECEDING",
)  # fmt: skip

DAYS: Final = (
    "INTERVAL '1' DAY",
    "INTERVAL '-3' MONTH",
    "INTERVAL '1' YEAR",
    "INTERVAL '2' WEEK",
    "INTERVAL '100' DAY",
)

Columns = Mapping[Kind, Sequence[str]]


def unordered(kind: Kind) -> bool:
    return (kind if isinstance(kind, str) else kind[0]) in UNORDERED


@dataclass(frozen=True)
class Scope:
    """What an expression may name. `grouped` is the scope under the aggregation, where there is one."""

    columns: Columns
    grouped: Scope | None = None
    windows: bool = False
    named: Sequence[str] = ()


NOWHERE: Final = Scope({})


@dataclass
class Expressions:
    """Writes expressions; `wild` is how often a choice goes wrong on purpose."""

    chance: random.Random
    wild: float = 0.0
    parameters: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pick = self.chance.choice
        self.roll = self.chance.random

    # --- the parts that queries add ---

    def scalar_query(self, kind: Kind, scope: Scope, depth: int) -> str:
        raise NotImplementedError

    def some_query(self, kinds: Sequence[Kind], scope: Scope, depth: int) -> str:
        raise NotImplementedError

    # --- any type ---

    def any_kind(self) -> Kind:
        return self.pick(SCALARS) if self.roll() < 0.8 else self.pick(RARE)

    def value(self, kind: Kind, scope: Scope, depth: int) -> str:
        """An expression that should be of `kind`."""
        roll = self.roll()
        if roll < self.wild:
            kind = self.any_kind()
        if depth <= 0 or roll < 0.4:
            return self.leaf(kind, scope, depth)
        if kind == "boolean" and roll < 0.85:
            return self.predicate(scope, depth)
        made = self.operation(kind, scope, depth) if roll < 0.55 else None
        if made is not None:
            return made
        if roll < 0.8:
            return self.call(kind, scope, depth)
        return self.choice(kind, scope, depth)

    def leaf(self, kind: Kind, scope: Scope, depth: int) -> str:
        roll = self.roll()
        if roll < self.wild / 2:
            return self.pick(names.UNKNOWN_COLUMNS)
        if scope.grouped is not None and roll < 0.6:
            return self.aggregate(kind, scope.grouped, depth)
        known = scope.columns.get(kind)
        if known and self.roll() < 0.85:
            return self.pick(known)
        if known is None and self.roll() < 0.3 and not isinstance(kind, tuple):
            near = [c for k in (NUMERIC if kind in NUMERIC else ("varchar",)) for c in scope.columns.get(k, ())]
            if near and kind in (*NUMERIC, "varchar", "char", "date", "timestamp"):
                return f"{self.pick(('CAST', 'TRY_CAST'))}({self.pick(near)} AS {spelled(kind, self.pick)})"
        return self.literal(kind, depth)

    def literal(self, kind: Kind, depth: int = 1) -> str:
        if isinstance(kind, str):
            if kind == "varchar" and self.roll() < 0.3:
                return "'" + self.pick(TEXTS).replace("'", "''") + "'"
            if self.roll() < 0.01 and kind in ("integer", "varchar"):
                self.parameters.append(7 if kind == "integer" else "A1")
                return "?"
            return self.pick(LITERALS[kind]) if self.roll() > 0.04 else "NULL"
        match kind[0]:
            case "array":
                return f"ARRAY[{', '.join(self.literal(kind[1], depth) for _ in range(self.pick((0, 1, 2, 3))))}]"
            case "map":
                return f"MAP(ARRAY[{self.literal(kind[1])}], ARRAY[{self.literal(kind[2])}])"
            case "row":
                return f"ROW({', '.join(self.literal(k) for k in kind[1:])})"
            case _:
                return "NULL"

    def operation(self, kind: Kind, scope: Scope, depth: int) -> str | None:
        """An operator, or a form of its own, that gives `kind`."""
        if kind in NUMERIC:
            if self.roll() < 0.12:
                return f"{self.pick(('-', '+', '- '))}{self.value(kind, scope, 0)}"
            operator = self.pick(("+", "-", "*", "/", "%"))
            return f"({self.value(kind, scope, depth - 1)} {operator} {self.value(kind, scope, depth - 1)})"
        match kind:
            case "varchar":
                text = self.value("varchar", scope, depth - 1)
                number = self.value("integer", scope, 0)
                return self.pick((
                    f"({text} || {self.value('varchar', scope, depth - 1)})", f"SUBSTRING({text} FROM {number} FOR 2)", f"TRIM(BOTH 'x' FROM {text})", f"substr({text}, {number}, 2)",
                    f"NORMALIZE({text}, NFC)", f"CAST({self.value(self.castable('varchar'), scope, depth - 1)} AS varchar)", f"TRIM({text})",
                ))  # fmt: skip
            case "date" | "timestamp" | "timestamptz":
                unit = self.literal(self.pick(("interval_day", "interval_year"))) if kind != "date" else self.pick(DAYS)
                return f"({self.value(kind, scope, depth - 1)} {self.pick('+-')} {unit})"
            case "boolean":
                return self.predicate(scope, depth)
            case ("array", element):
                items = ", ".join(self.value(element, scope, depth - 1) for _ in range(self.pick((0, 1, 2))))
                return f"ARRAY[{items}]"
            case ("row", *kinds):
                return f"ROW({', '.join(self.value(k, scope, depth - 1) for k in kinds)})"
            case _:
                return None

    def choice(self, kind: Kind, scope: Scope, depth: int) -> str:
        one = self.value(kind, scope, depth - 1)
        two = self.value(kind, scope, depth - 1)
        match int(self.roll() * 12):
            case 0 | 1:
                return f"CASE WHEN {self.value('boolean', scope, depth - 1)} THEN {one} ELSE {two} END"
            case 2:
                other = self.any_kind()
                return f"CASE {self.value(other, scope, depth - 1)} WHEN {self.value(other, scope, 0)} THEN {one} END"
            case 3:
                return f"coalesce({one}, {two})"
            case 4:
                return f"nullif({one}, {two})"
            case 5:
                return f"IF({self.value('boolean', scope, depth - 1)}, {one}, {two})"
            case 6:
                return f"TRY({one})"
            case 7:
                return f"{self.pick(('CAST', 'TRY_CAST'))}({self.value(self.castable(kind), scope, depth - 1)} AS {spelled(kind, self.pick)})"
            case 8:
                return f"({one})"
            case 9:
                return f"element_at({self.value(('array', kind), scope, depth - 1)}, 1)"
            case 10:
                return f"{self.value(('array', kind), scope, 0)}[{self.value('integer', scope, 0)}]"
            case _:
                return self.scalar_query(kind, scope, depth - 1)

    def castable(self, kind: Kind) -> Kind:
        """A type that casts to `kind`, or any at all."""
        return self.pick(CASTS.get(kind, (kind,))) if self.roll() < 0.97 - self.wild else self.any_kind()

    def comparison(self, kind: Kind) -> str:
        return self.pick(("=", "<>", "IS DISTINCT FROM") if unordered(kind) else COMPARISONS)

    # --- truth ---

    def predicate(self, scope: Scope, depth: int) -> str:
        roll = self.roll()
        if roll < 0.25:
            left, right = self.value("boolean", scope, depth - 1), self.value("boolean", scope, depth - 1)
            return f"({left} {self.pick(('AND', 'OR', 'AND NOT'))} {right})" if roll < 0.2 else f"(NOT {left})"
        if roll < 0.35:
            return self.subquery_predicate(scope, depth - 1)
        kind = self.any_kind() if roll < 0.7 else self.pick(("varchar", "bigint", "integer"))
        one = self.value(kind, scope, depth - 1)
        match int(self.roll() * 8):
            case 0:
                return f"({one} IS {self.pick(('', 'NOT '))}NULL)"
            case 1:
                items = ", ".join(self.value(kind, scope, 0) for _ in range(self.pick((1, 2, 3))))
                return f"({one} {self.pick(('IN', 'NOT IN'))} ({items}))"
            case 2 if not unordered(kind):
                return f"({one} {self.pick(('BETWEEN', 'NOT BETWEEN'))} {self.value(kind, scope, 0)} AND {self.value(kind, scope, 0)})"
            case 3:
                text, pattern = self.value("varchar", scope, depth - 1), self.value("varchar", NOWHERE, 0)
                return f"({text} {self.pick(('LIKE', 'NOT LIKE'))} {pattern}{self.pick(('', '', ' ESCAPE ' + chr(39) + '#' + chr(39)))})"
            case _:
                return f"({one} {self.comparison(kind)} {self.value(kind, scope, depth - 1)})"

    def subquery_predicate(self, scope: Scope, depth: int) -> str:
        kind = self.pick(("varchar", "bigint", "integer", "date"))
        query = self.some_query([kind], scope, depth)
        one = self.value(kind, scope, depth)
        return self.pick((
            f"({one} IN ({query}))", f"({one} NOT IN ({query}))", f"EXISTS ({query})", f"(NOT EXISTS ({query}))",
            f"({one} {self.pick(COMPARISONS[:6])} {self.pick(('ANY', 'ALL', 'SOME'))} ({query}))",
        ))  # fmt: skip

    # --- calls ---

    def call(self, kind: Kind, scope: Scope, depth: int) -> str:
        if self.roll() < self.wild / 2:
            arguments = ", ".join(self.value(self.any_kind(), scope, depth - 1) for _ in range(self.pick((0, 1, 2))))
            return f"{self.pick(names.UNKNOWN_FUNCTIONS)}({arguments})"
        if scope.windows and self.roll() < 0.15:
            return self.windowed(kind, scope, depth)
        found = uses(FunctionKind.SCALAR, kind, runs=self.roll() < 0.998 - self.wild)
        if not found or self.roll() < self.wild / 4:
            return self.leaf(kind, scope, depth) if found else self.literal(kind)
        use = self.pick(found)
        return f"{self.cased(use.shape.name)}({self.arguments(use, scope, depth - 1)})"

    def cased(self, name: str) -> str:
        return name if self.roll() < 0.95 else self.pick((name.upper(), name.capitalize(), f'"{name}"'))

    def arguments(self, use: Use, scope: Scope, depth: int) -> str:
        bound = dict(use.bound)
        patterns = list(use.shape.arguments)
        if use.shape.variadic:
            patterns[-1:] = [patterns[-1]] * self.pick((0, 1, 2, 3))
        kinds = [settled(pattern, bound, self.any_kind) for pattern in patterns]
        if self.wild and self.roll() < self.wild:
            self.pick((kinds.clear, lambda: kinds.append("varchar"), kinds.reverse))()
        return ", ".join(self.argument(kind, scope, depth) for kind in kinds)

    def argument(self, kind: Kind, scope: Scope, depth: int) -> str:
        if isinstance(kind, tuple) and kind[0] == "function":
            return self.lambda_(kind, scope, depth)
        return self.value(kind, scope, depth)

    def lambda_(self, kind: tuple, scope: Scope, depth: int) -> str:
        taken = self.chance.sample(("x", "y", "k", "v", "person", "_", "region", "secret"), len(kind) - 2)
        columns = dict(scope.columns)
        for name, parameter in zip(taken, kind[1:-1], strict=True):
            columns[parameter] = [name, name, *columns.get(parameter, ())]
        heads = taken[0] if len(taken) == 1 else f"({', '.join(taken)})"
        return f"{heads} -> {self.value(kind[-1], Scope(columns), depth)}"

    def aggregate(self, kind: Kind, scope: Scope, depth: int) -> str:
        """An aggregate over the rows of a group."""
        if kind == "bigint" and self.roll() < 0.3:
            return "count(*)"
        if kind == "varchar" and self.roll() < 0.1:
            return f"LISTAGG({self.value('varchar', scope, 1)}, ',') WITHIN GROUP (ORDER BY {self.value('varchar', scope, 0)})"
        found = uses(FunctionKind.AGGREGATE, kind, runs=self.roll() < 0.998 - self.wild)
        if not found:
            return self.literal(kind)
        use = self.pick(found)
        arguments = self.arguments(use, scope, min(depth, 1))
        head = "DISTINCT " if arguments and self.roll() < 0.1 else ""
        tail = (
            f" ORDER BY {self.value('bigint', scope, 0)}" if use.shape.name == "array_agg" and self.roll() < 0.5 else ""
        )
        condition = f" FILTER (WHERE {self.value('boolean', scope, 1)})" if self.roll() < 0.1 else ""
        return f"{use.shape.name}({head}{arguments}{tail}){condition}"

    def windowed(self, kind: Kind, scope: Scope, depth: int) -> str:
        found = uses(self.pick((FunctionKind.WINDOW, FunctionKind.AGGREGATE)), kind, runs=True)
        if not found:
            return self.leaf(kind, scope, depth)
        use = self.pick(found)
        plain = Scope(scope.columns, scope.grouped)
        call = f"{use.shape.name}({self.arguments(use, plain, min(depth - 1, 1))})"
        if use.shape.kind is FunctionKind.WINDOW and self.roll() < 0.1:
            call += self.pick((" IGNORE NULLS", " RESPECT NULLS"))
        if scope.named and self.roll() < 0.2:
            return f"{call} OVER {self.pick(scope.named)}"
        return f"{call} OVER ({self.window(plain)})"

    def window(self, scope: Scope) -> str:
        parts = []
        if self.roll() < 0.5:
            parts.append(f"PARTITION BY {self.value(self.pick(('varchar', 'bigint')), scope, 1)}")
        if self.roll() < 0.7:
            parts.append(
                f"ORDER BY {self.value(self.pick(('varchar', 'bigint', 'date')), scope, 1)}{self.pick(('', ' DESC', ' NULLS FIRST'))}{self.pick(FRAMES)}"
            )
        return " ".join(parts)


FUNCTION_NAMES: Final = sorted({shape.name for shape in SHAPES})
