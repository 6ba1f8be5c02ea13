"""Queries over the relations of a place: joins, groups, windows, sets, WITH queries that take other names' places, nesting."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

from tests.fuzz import names
from tests.fuzz.calls import Kind
from tests.fuzz.expressions import NOWHERE, Expressions, Scope, unordered

Column = tuple[str, Kind]
Relations = Mapping[str, Sequence[Column]]

JOINS: Final = ("JOIN", "INNER JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "LEFT OUTER JOIN")
SETS: Final = ("UNION", "UNION ALL", "INTERSECT", "EXCEPT", "UNION DISTINCT")
SIZES: Final = (0,) * 8 + (1, 1, 1, 2, 3)
"""Small statements are read faster, so more shapes are tried; the large ones nest."""
DEEPEST: Final = 3
UNNAMED: Final = ""


class Queries(Expressions):
    """One statement a time."""

    def __init__(self, chance: random.Random, relations: Relations, wild: float = 0.0) -> None:
        super().__init__(chance, wild)
        self.relations = relations
        self.visible: list[tuple[str, Sequence[Column]]] = []  # WITH queries in scope, the last wins
        self.aliases = 0
        self.depth = 0

    def statement(self) -> str:
        text, _ = self.query(self.pick(SIZES), NOWHERE)
        return self.respaced(text) if self.roll() < 0.1 else text

    def respaced(self, text: str) -> str:
        return "".join(self.pick(names.SPACES) if c == " " and self.roll() < 0.15 else c for c in text)

    # --- what expressions need ---

    def scalar_query(self, kind: Kind, scope: Scope, depth: int) -> str:
        if self.depth >= DEEPEST or depth <= 0:
            return self.leaf(kind, scope, 0)
        text, _ = self.query(1, self.seen_from_within(scope), [kind], single=True)
        return f"({text})"

    def some_query(self, kinds: Sequence[Kind], scope: Scope, depth: int) -> str:
        if self.depth >= DEEPEST or depth <= 0:
            return f"VALUES {', '.join(self.row(kinds) for _ in range(self.pick((1, 2))))}"
        return self.query(1, self.seen_from_within(scope), kinds)[0]

    def seen_from_within(self, scope: Scope) -> Scope:
        """Half of the inner queries are correlated."""
        return Scope(scope.columns) if self.roll() < 0.5 else NOWHERE

    def row(self, kinds: Sequence[Kind]) -> str:
        items = ", ".join(self.literal(kind) for kind in kinds)
        return f"({items})" if len(kinds) > 1 or self.roll() < 0.5 else items

    # --- queries ---

    def query(
        self, size: int, outer: Scope, kinds: Sequence[Kind] | None = None, *, single: bool = False
    ) -> tuple[str, list[Column]]:
        self.depth += 1
        before = len(self.visible)
        head = (
            self.with_queries(size)
            if self.depth <= DEEPEST and self.roll() < (0.25 if self.depth == 1 else 0.06)
            else ""
        )
        roll = self.roll()
        if roll < 0.1 and self.depth < DEEPEST:
            text, columns = self.set_operation(size, outer, kinds)
        elif roll < 0.13:
            columns = [(UNNAMED, k) for k in kinds or [self.any_kind()]]
            text = "VALUES " + ", ".join(
                self.row([k for _, k in columns]) for _ in range(1 if single else self.pick((1, 2, 3)))
            )
        elif roll < 0.14 and kinds is None:
            name = self.pick(list(self.relations))
            text, columns = f"TABLE {name}", list(self.relations[name])
        else:
            text, columns = self.select(size, outer, kinds)
        del self.visible[before:]
        self.depth -= 1
        if single:
            return f"{head}{text} LIMIT 1", columns
        return head + text + ("" if text.startswith("VALUES") and self.roll() < 0.9 else self.tail(columns)), columns

    def tail(self, columns: Sequence[Column]) -> str:
        if self.roll() < 0.7:
            return ""
        keys = [
            f"{number}{self.pick(('', '', ' DESC', ' ASC NULLS FIRST', ' NULLS LAST'))}"
            for number, (_, kind) in enumerate(columns, start=1)
            if not unordered(kind)
        ]
        order = f" ORDER BY {', '.join(keys)}" if keys and self.roll() < 0.8 else ""
        return order + self.pick(
            (
                "",
                "",
                " LIMIT 3",
                " LIMIT ALL",
                " OFFSET 1",
                " OFFSET 1 ROWS LIMIT 2",
                " FETCH FIRST 2 ROWS ONLY",
                " FETCH FIRST ROW ONLY",
            )
        )

    def with_queries(self, size: int) -> str:
        made = []
        recursive = self.roll() < 0.08
        for _ in range(self.pick((1, 1, 2))):
            name = self.pick((*names.ALIASES, "person", "visit", "place", "cte", "vault"))
            if recursive:
                text, columns = (
                    f"SELECT 1, 'x' UNION ALL SELECT n + 1, s FROM {name} WHERE n < 3",
                    [("n", "integer"), ("s", "varchar")],
                )
                made.append(f"{name}(n, s) AS ({text})")
            else:
                text, found = self.query(size - 1, NOWHERE)
                listed = self.renamed(found)
                columns = listed or found
                made.append(f"{name}{self.listing(listed)} AS ({text})")
            self.visible.append((name, columns))
        return f"WITH {'RECURSIVE ' if recursive else ''}{', '.join(made)} "

    def renamed(self, columns: Sequence[Column]) -> list[Column]:
        """Other names for columns, on some occasions."""
        if self.roll() < 0.5:
            return []
        free = self.chance.sample(names.COLUMNS, min(len(columns), len(names.COLUMNS)))
        return (
            [(name, kind) for name, (_, kind) in zip(free, columns, strict=False)] if len(free) == len(columns) else []
        )

    def listing(self, columns: Sequence[Column]) -> str:
        return f"({', '.join(name for name, _ in columns)})" if columns else ""

    def set_operation(self, size: int, outer: Scope, kinds: Sequence[Kind] | None) -> tuple[str, list[Column]]:
        kinds = kinds or [self.any_kind() for _ in range(self.pick((1, 2)))]
        left, columns = self.select(size - 1, outer, kinds)
        right, _ = self.select(size - 1, outer, kinds)
        right = f"({right})" if self.roll() < 0.2 else right
        return f"{left} {self.pick(SETS)} {right}", columns

    def select(self, size: int, outer: Scope, kinds: Sequence[Kind] | None) -> tuple[str, list[Column]]:
        text, sources = self.from_(size)
        columns: dict[Kind, list[str]] = {}
        for alias, found in sources:
            for name, kind in found:
                if name:
                    columns.setdefault(kind, []).append(
                        f"{alias}.{name}" if alias and (len(sources) > 1 or self.roll() < 0.6) else name
                    )
        for kind, seen in outer.columns.items():
            columns.setdefault(kind, []).extend(seen[:2])
        scope = Scope(columns)
        from_ = f" FROM {text}" if text else ""
        where = f" WHERE {self.value('boolean', scope, size)}" if text and self.roll() < 0.5 else ""
        if self.roll() < 0.3 and text:
            return self.grouped(size, scope, from_ + where, kinds)
        if kinds is None and self.roll() < 0.12 and text:
            star = self.pick(("*", "*", f"{sources[0][0] or '*'}.*".replace("*.*", "*")))
            return f"SELECT {star}{from_}{where}", [
                c for _, found in (sources if star == "*" else sources[:1]) for c in found
            ]
        named = ["w", '"w 1"'] if self.roll() < 0.04 else []
        scope = Scope(columns, windows=self.roll() < 0.25, named=named)
        items, outputs = self.items(size, scope, kinds)
        window = f" WINDOW {', '.join(f'{n} AS ({self.window(Scope(columns))})' for n in named)}" if named else ""
        head = self.pick(("", "", "", "", "DISTINCT ", "ALL "))
        return f"SELECT {head}{items}{from_}{where}{window}", outputs

    def items(self, size: int, scope: Scope, kinds: Sequence[Kind] | None) -> tuple[str, list[Column]]:
        kinds = kinds if kinds is not None else [self.any_kind() for _ in range(self.pick((1, 1, 2, 3, 4)))]
        written, outputs = [], []
        for number, kind in enumerate(kinds):
            text = self.value(kind, scope, size)
            name = f"o{number}"
            if self.roll() < 0.15:
                name = self.pick(names.COLUMNS)
            elif self.roll() < 0.2:
                written.append(text)
                outputs.append((UNNAMED, kind))
                continue
            written.append(f"{text}{self.pick((' AS ', ' AS ', ' '))}{name}")
            outputs.append((name, kind))
        return ", ".join(written), outputs

    def grouped(self, size: int, scope: Scope, rest: str, kinds: Sequence[Kind] | None) -> tuple[str, list[Column]]:
        keys = [self.key(scope) for _ in range(self.pick((0, 1, 1, 2)))]
        known: dict[Kind, list[str]] = {}
        for kind, key in keys:
            known.setdefault(kind, []).append(key)
        items, outputs = self.items(size, Scope(known, grouped=scope, windows=self.roll() < 0.1), kinds)
        having = f" HAVING {self.value('boolean', Scope(known, grouped=scope), 1)}" if self.roll() < 0.2 else ""
        listed = ", ".join(key for _, key in keys)
        plain = all(key in scope.columns.get(kind, ()) for kind, key in keys)
        group = f" GROUP BY {self.grouping(listed, plain)}" if keys else self.pick(("", " GROUP BY ()"))
        return f"SELECT {items}{rest}{group}{having}", outputs

    def key(self, scope: Scope) -> tuple[Kind, str]:
        if scope.columns and self.roll() < 0.8:
            kind = self.pick(list(scope.columns))
            return kind, self.pick(scope.columns[kind])
        kind = self.pick(("varchar", "date", "boolean"))
        return kind, self.value(kind, scope, 1)

    def grouping(self, keys: str, plain: bool) -> str:
        """Sets take columns only; a few times they get what they do not take."""
        roll = self.roll()
        if roll < (0.8 if plain else 0.98):
            return keys
        return self.pick(
            (
                f"ROLLUP ({keys})",
                f"CUBE ({keys})",
                f"GROUPING SETS (({keys}), ())",
                f"GROUPING SETS (({keys}))",
                f"{keys}, ()",
                "1",
                f"ALL {keys}",
            )
        )

    # --- relations ---

    def from_(self, size: int) -> tuple[str, list[tuple[str, Sequence[Column]]]]:
        if self.roll() < 0.05:
            return "", []
        text, sources = self.relation(size)
        while len(sources) < 3 and self.roll() < (0.3 if size > 1 else 0.15):
            right, found = self.relation(size - 1)
            text = self.joined(text, sources, right, found)
            sources = [*sources, *found]
        return text, sources

    def joined(
        self,
        left: str,
        known: list[tuple[str, Sequence[Column]]],
        right: str,
        found: list[tuple[str, Sequence[Column]]],
    ) -> str:
        roll = self.roll()
        if roll < 0.12 or (right.startswith(("UNNEST", "LATERAL")) and roll < 0.98):
            return f"{left}{self.pick((' CROSS JOIN ', ', '))}{right}"
        if roll < 0.15:
            return f"{left} NATURAL {self.pick(JOINS)} {right}"
        shared = [
            name
            for _, columns in known
            for name, _ in columns
            if name and any(name == n for _, c in found for n, _ in c)
        ]
        if shared and roll < 0.25:
            return f"{left} {self.pick(JOINS)} {right} USING ({self.pick(shared)})"
        columns: dict[Kind, list[str]] = {}
        for alias, listed in (*known, *found):
            for name, kind in listed:
                if name:
                    columns.setdefault(kind, []).append(f"{alias}.{name}" if alias else name)
        last_alias, last = known[-1]
        pairs = [
            (f"{last_alias}.{one}", f"{alias}.{other}")
            for one, kind in last
            for alias, columns_ in found
            for other, same in columns_
            if same == kind and last_alias and alias and one and other
        ]
        condition = (
            " = ".join(self.pick(pairs)) if pairs and self.roll() < 0.8 else self.value("boolean", Scope(columns), 1)
        )
        return f"{left} {self.pick(JOINS)} {right} ON {condition}"

    def relation(self, size: int) -> tuple[str, list[tuple[str, Sequence[Column]]]]:
        roll = self.roll()
        alias = self.alias()
        if roll < self.wild:
            return f"{self.pick(names.UNKNOWN_RELATIONS)} {alias}", [
                (alias, [("id", "bigint"), ("code", "varchar"), ("pin", "integer"), ("secret", "varchar")])
            ]
        if self.visible and roll < 0.4:
            name, columns = self.pick(self.visible)
            return f"{name} {alias}", [(alias, columns)]
        if roll < 0.58 and size > 0 and self.depth < DEEPEST:
            return self.derived(size, alias)
        if roll < 0.64:
            kinds = [self.any_kind() for _ in range(self.pick((1, 2)))]
            listed = [(f"v{n}", k) for n, k in enumerate(kinds)]
            return f"(VALUES {self.row(kinds)}, {self.row(kinds)}) {alias}{self.listing(listed)}", [(alias, listed)]
        if roll < 0.68:
            kind = self.pick(("bigint", "varchar"))
            ordinal = self.roll() < 0.2
            listed = [("e", kind), *([("ord", "bigint")] if ordinal else [])]
            array = self.value(("array", kind), NOWHERE, 1)
            return f"UNNEST({array}){' WITH ORDINALITY' if ordinal else ''} AS {alias}{self.listing(listed)}", [
                (alias, listed)
            ]
        name = self.pick(list(self.relations))
        form = self.pick(names.RELATION_FORMS).format(name)
        columns = self.relations[name]
        if self.roll() < 0.15 and "." not in form and '"' not in form:
            return form, [(name, columns)]
        if self.roll() < 0.02:
            return f"{form} {alias} TABLESAMPLE BERNOULLI (50)", [(alias, columns)]
        if self.roll() < 0.05:
            listed = [(f"k{n}", kind) for n, (_, kind) in enumerate(columns)]
            return f"{form} AS {alias}{self.listing(listed)}", [(alias, listed)]
        return f"{form} {self.pick(('', 'AS '))}{alias}", [(alias, columns)]

    def derived(self, size: int, alias: str) -> tuple[str, list[tuple[str, Sequence[Column]]]]:
        text, found = self.query(size - 1, NOWHERE)
        listed = self.renamed(found)
        lateral = "LATERAL " if self.roll() < 0.04 else ""
        return f"{lateral}({text}) {alias}{self.listing(listed)}", [(alias, listed or found)]

    def alias(self) -> str:
        if self.roll() < 0.3:
            return self.pick(names.ALIASES)
        self.aliases += 1
        return names.NUMBERED[self.aliases % len(names.NUMBERED)]
