"""Policies for the property tests, each with an oracle in plain Python that shares no code with the rewriter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.world import TYPES, Given, Rows, name_of, permit

Row = Mapping[str, object]


@dataclass(frozen=True)
class Governed:
    """A policy as the product sees it, and as three lines of Python see it."""

    name: str
    policy: Given
    passes: Mapping[str, Callable[[Row], bool]]
    masks: Mapping[tuple[str, str], Callable[[object], object]]

    def permitted(self, data: Mapping[str, Rows]) -> dict[str, Rows]:
        """The data as the principal may see it."""
        return {
            name: [self._shown(name, row) for row in rows if self._passes(name, row)] for name, rows in data.items()
        }

    def hidden(self, data: Mapping[str, Rows]) -> dict[str, Rows]:
        return {name: [row for row in rows if not self._passes(name, row)] for name, rows in data.items()}

    def unhidden(self, data: Mapping[str, Rows]) -> dict[str, Rows]:
        """The raw rows that pass."""
        return {name: [row for row in rows if self._passes(name, row)] for name, rows in data.items()}

    def _passes(self, relation: str, values: tuple[object, ...]) -> bool:
        rule = self.passes.get(relation)
        return rule is None or rule(dict(zip(TYPES[relation], values, strict=True)))

    def _shown(self, relation: str, values: tuple[object, ...]) -> tuple[object, ...]:
        columns = zip(TYPES[relation], values, strict=True)
        return tuple(self.masks.get((relation, column), _clear)(value) for column, value in columns)


def _clear(value: object) -> object:
    return value


def _partial(value: object) -> object:
    """partial:3:4 keeps three and four of at least eleven characters."""
    if value is None:
        return None
    text = str(value).strip(" ")
    return text[:3] + "****" + text[-4:] if len(text) >= 11 else "***"


def _const(value: object) -> object:
    return None if value is None else "***"


def _text(row: Row, column: str) -> str | None:
    value = row[column]
    return None if value is None else str(value)


POLICIES = (
    Governed(
        name="own region, masks",
        policy=Given(
            {
                name_of("person"): permit(
                    "person",
                    rows=["starts_with(region, :prefix)"],
                    masks={"phone": "partial:3:4", "name": "const:***"},
                    hidden=["secret"],
                ),
                name_of("visit"): permit("visit", rows=["cost >= 0"], masks={"note": "null"}),
                name_of("place"): permit("place"),
            }
        ),
        passes={
            "person": lambda r: (_text(r, "region") or "").startswith("A"),
            "visit": lambda r: r["cost"] is not None and int(str(r["cost"])) >= 0,
        },
        masks={("person", "phone"): _partial, ("person", "name"): _const, ("visit", "note"): lambda v: None},
    ),
    Governed(
        name="lists, restrictions, NULL rules",
        policy=Given(
            {
                name_of("person"): permit(
                    "person",
                    rows=["region IN (:regions)", "age > 60"],
                    restrictions=["active OR age IS NULL OR age >= 0"],
                    hidden=["secret"],
                ),
                name_of("visit"): permit("visit", rows=["region <> 'B1' OR cost = 7"]),
                name_of("place"): permit("place", rows=["n > 0"]),
            }
        ),
        passes={
            "person": lambda r: (
                (r["region"] in ("A1", "B2") or (r["age"] is not None and int(str(r["age"])) > 60))
                and (r["active"] is True or r["age"] is None or int(str(r["age"])) >= 0)
            ),
            "visit": lambda r: (r["region"] is not None and r["region"] != "B1") or r["cost"] == 7,
            "place": lambda r: r["n"] is not None and int(str(r["n"])) > 0,
        },
        masks={},
    ),
    Governed(
        name="rules read what is hidden and what is masked",
        policy=Given(
            {
                name_of("person"): permit(
                    "person",
                    rows=["secret IS NOT NULL", "age < 3"],
                    restrictions=["name IS NULL OR name <> 'x'"],
                    masks={"age": "null", "name": "const:***", "region": "const:A1"},
                    hidden=["secret"],
                ),
                name_of("visit"): permit(
                    "visit", rows=["day IS NOT NULL AND note LIKE '%1%'"], masks={"note": "partial:3:4"}, hidden=["day"]
                ),
                name_of("place"): permit("place", rows=["title <> '7'"], masks={"n": "null"}),
            }
        ),
        passes={
            "person": lambda r: (
                (r["secret"] is not None or (r["age"] is not None and int(str(r["age"])) < 3))
                and (r["name"] is None or r["name"] != "x")
            ),
            "visit": lambda r: r["day"] is not None and "1" in (_text(r, "note") or ""),
            "place": lambda r: r["title"] is not None and r["title"] != "7",
        },
        masks={
            ("person", "age"): lambda v: None,
            ("person", "name"): _const,
            ("person", "region"): lambda v: None if v is None else "A1",
            ("visit", "note"): _partial,
            ("place", "n"): lambda v: None,
        },
    ),
)


def named(name: str) -> Governed:
    return next(governed for governed in POLICIES if governed.name == name)
