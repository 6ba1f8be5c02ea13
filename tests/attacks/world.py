"""Two databases that look alike to the analyst and differ in everything she may not see.

`QUIET` holds what she is permitted and nothing else. `LOUD` adds hidden rows that make expressions fail, doubles keys, fills the invisible relation, and
changes every hidden column and every masked value within what its mask shows alike. Whatever she asks must come to the same in both.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, Type, decimal, varchar
from gateway.pipeline.stages import Session, Statement
from gateway.policy.decision import Permit, RowRule
from gateway.policy.principal import Asking, Principal
from tests.world import INSTANT, Given
from tests.world import permit as permit_of

Day = datetime.date
Rows = Sequence[tuple[Any, ...]]

TYPES: Final[Mapping[str, Mapping[str, Type]]] = {
    "person": {
        "id": BIGINT, "name": varchar(40), "region": varchar(6), "age": INTEGER, "phone": varchar(20),
        "balance": decimal(10, 2), "born": DATE, "active": BOOLEAN, "secret": varchar(40),
    },
    "visit": {"person_id": BIGINT, "day": DATE, "cost": INTEGER, "note": varchar(40), "region": varchar(6), "weight": DOUBLE},
    "place": {"code": varchar(6), "title": varchar(20), "n": INTEGER},
    "vault": {"code": varchar(6), "pin": INTEGER},
}  # fmt: skip

CANARIES: Final = ("CANARY", "4242", "9999-12-31", "8888", "金丝雀")
"""Pieces of everything that the analyst may not see. None of them may ever come out."""

POLICY_WORDS: Final = ("QZX", "777000", "secret", "@", "partial:")
"""Pieces of the policy: its constants, a hidden column's name, names of predicates and masks."""

PLACES: Final[Rows] = [("A1", "东街", 1), ("A2", "西街", 0), ("B1", "南街", None), ("A1", "7", 2)]

QUIET: Final[Mapping[str, Rows]] = {
    "person": [
        (1, "张三", "A1", 30, "13800000001", Decimal("10.50"), Day(1990, 2, 28), True, "s1"),
        (2, "李四", "A2", None, "13800000002", Decimal("-3.00"), Day(2000, 2, 29), False, "s2"),
        (3, "王五", "A1", 7, None, None, None, None, None),
        (4, "赵六", "A9", 61, "bad", Decimal("0.00"), Day(1960, 12, 31), True, "s4"),
    ],
    "visit": [
        (1, Day(2026, 1, 1), 100, "12", "A1", 1.5),
        (1, Day(2026, 1, 2), 5, "7", "A1", 2.5),
        (2, Day(2026, 2, 1), 7, "2026", "A2", None),
        (4, None, 999, None, None, -2.25),
    ],
    "place": PLACES,
    "vault": [],
}

LOUD: Final[Mapping[str, Rows]] = {
    "person": [
        (1, "CANARY1", "A1", 30, "13842420001", Decimal("4242.42"), Day(1990, 12, 31), True, "CANARY-S1"),
        (2, "CANARY2", "A2", None, "13842420002", Decimal("99999999.99"), Day(2000, 12, 31), False, None),
        (3, "CANARY3", "A1", 7, None, Decimal("42.42"), None, None, "CANARY-S3"),
        (4, "CANARY4", "A9", 61, "CANARY", Decimal("-4242.00"), Day(1960, 1, 1), True, "CANARY-S4"),
        (1, "CANARY-A", "B1", 0, "13842424242", Decimal("4242.00"), Day(9999, 12, 31), True, "CANARY-S"),
        (2, "CANARY-B", "QZX1", 2147483647, "CANARY", Decimal("99999999.99"), Day(9999, 12, 31), False, "CANARY-S"),
        (4242, "12a", None, -2147483648, "13899994242", Decimal("0.00"), None, None, None),
        (None, None, "", 0, "", None, Day(1, 1, 1), None, "金丝雀"),
        (9223372036854775807, "金丝雀", "a1", 0, "138", Decimal("-99999999.99"), Day(9999, 12, 31), True, ""),
    ],
    "visit": [
        *QUIET["visit"],
        (1, Day(9999, 12, 31), -2147483648, "CANARY-NOTE", "B1", 1e308),
        (2, Day(9999, 12, 31), 777001, "4242x", "A1", -1e308),
        (4242, None, -1, "(", "金丝雀", 0.0),
        (None, Day(1, 1, 1), None, "{", "A1", 4242.5),
    ],
    "place": PLACES,
    "vault": [("CANARY", 4242), ("A1", 8888), ("A1", 0)],
}

HIDDEN: Final = {name: [row for row in rows if row not in PLACES][len(QUIET[name]) :] for name, rows in LOUD.items()}

WORLDS: Final[Mapping[str, Mapping[str, Rows]]] = {
    "quiet": QUIET,
    "loud": LOUD,
    "nothing": {"person": [], "visit": [], "place": PLACES, "vault": []},
    "only hidden": {**HIDDEN, "place": PLACES},
}
"""In `only hidden` every row of the governed relations is hidden, so that whatever fails there fails because of a hidden row."""
PAIRS: Final = (("quiet", "loud"), ("nothing", "only hidden"))


def name_of(relation: str, schema: str = "main") -> RelationName:
    return RelationName("data", schema, relation)


def catalog() -> Catalog:
    relations = [
        Relation(
            name=name_of(name),
            columns=tuple(Column(name=column, type=type_) for column, type_ in types.items()),
            location=("data", "main", name),
        )
        for name, types in TYPES.items()
    ]
    source = Source(name="data", kind="duckdb", owner="office", contact="office@example.org")
    return Catalog(version="1", sources={"data": source}, relations={r.name: r for r in relations})


CATALOG: Final = catalog()


def permits(schema: str = "main") -> Given:
    """Rows by region and by cost, masks of four kinds, a hidden column, and a relation that is not there."""
    from dataclasses import replace

    person = permit_of(
        "person",
        rows=["starts_with(region, :prefix)", "region = 'QZX'"],
        masks={"phone": "partial:3:4", "name": "const:***", "balance": "null", "born": "generalize:year"},
        hidden=["secret"],
    )
    visit = permit_of("visit", rows=["cost BETWEEN 0 AND 777000"], restrictions=["cost < 1000"])
    place = Permit(relation=name_of("place"), columns=permit_of("place").columns, rows=RowRule(everything=True))
    found = {"person": person, "visit": visit, "place": place}
    return Given({name_of(n, schema): replace(p, relation=name_of(n, schema)) for n, p in found.items()})


POLICY: Final = permits()
MAIN: Final = re.compile(r'("?data"?\.)"?main"?(?=\.)', re.IGNORECASE)
ANALYST: Final = Asking(principal=Principal(code="user:ana", department="0101", attributes={"prefix": "A"}))


def statement(sql: str, schema: str = "main") -> Statement:
    """`sql` as the analyst sends it; the text says `data.main`, wherever the source keeps its relations."""
    return Statement(
        sql=sql if schema == "main" else MAIN.sub(rf'\1"{schema}"', sql),
        asking=ANALYST,
        session=Session(catalog="data", schema=schema),
        instant=INSTANT,
    )
