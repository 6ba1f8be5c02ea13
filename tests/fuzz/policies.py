"""The policies under which statements are fuzzed, each told twice: as permits for the product, and in plain Python for the judge."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from gateway.catalog.names import RelationName
from gateway.errors import ErrorCode
from gateway.policy.decision import ColumnPermit, Permit, RowPredicate, RowRule, Rule
from gateway.policy.principal import Asking, Principal
from tests.attacks.world import TYPES
from tests.fuzz.calls import Kind
from tests.fuzz.masks import MASKS
from tests.fuzz.planted import PLANTED
from tests.world import Given

Row = Mapping[str, Any]
World = Mapping[str, Sequence[tuple[Any, ...]]]
WHO: Final = Asking(
    principal=Principal(code="user:ana", department="0101", attributes={"prefix": "A", "regions": ("A1", "QZX1")})
)
RULE: Final = Rule("R1", "test.csv", 1)
CANARY: Final = re.compile("CANARY|4242|金丝雀|8888")
KINDS: Final = {"timestamp with time zone": "timestamptz"}


def everyone(row: Row) -> bool:
    return True


@dataclass(frozen=True)
class Governed:
    """What the principal gets of one relation."""

    any_of: Sequence[str] | None = None
    all_of: Sequence[str] = ()
    passes: Callable[[Row], bool] = everyone
    masks: Mapping[str, str] = field(default_factory=dict)
    hidden: Collection[str] = ()
    discoverable: Collection[str] = ()
    row_limit: int | None = None

    @property
    def rules(self) -> str:
        return " ".join([*(self.any_of or ()), *self.all_of])


@dataclass(frozen=True)
class Site:
    """One policy over the relations of the attacks. A relation that is not named is invisible."""

    name: str
    governed: Mapping[str, Governed]
    words: Sequence[str] = ()
    """Constants of the policy: never in what a client reads."""

    @cached_property
    def policy(self) -> Given:
        return Given(
            {RelationName("data", "main", name): _permit(name, found) for name, found in self.governed.items()}
        )

    @cached_property
    def relations(self) -> Mapping[str, Sequence[tuple[str, Kind]]]:
        """What the generator may name as the principal sees it."""
        return {
            name: [(c, self._kind(name, c)) for c in TYPES[name] if c not in found.hidden]
            for name, found in self.governed.items()
        }

    def _kind(self, relation: str, column: str) -> Kind:
        base = TYPES[relation][column].base
        return KINDS.get(base, base)

    def passes(self, relation: str, values: Sequence[Any]) -> bool:
        found = self.governed.get(relation)
        return found is not None and found.passes(dict(zip(TYPES[relation], values, strict=True)))

    def shown(self, relation: str, column: str, value: Any) -> Any:
        """The value as the principal sees it."""
        mask = self.governed[relation].masks.get(column)
        return value if mask is None else MASKS[mask].shows(value)

    @cached_property
    def worlds(self) -> Mapping[str, World]:
        """Two pairs of databases that look alike to the principal: each quiet one holds only what she sees, or what her masks show alike."""
        quiet = {name: [self._muffled(name, row) for row in PLANTED[name] if self.passes(name, row)] for name in TYPES}
        hidden = {name: [row for row in PLANTED[name] if not self.passes(name, row)] for name in TYPES}
        return {"loud": PLANTED, "quiet": quiet, "only hidden": hidden, "nothing": {name: [] for name in TYPES}}

    def _muffled(self, relation: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
        found = self.governed[relation]
        rules = found.rules

        def other(column: str, value: Any) -> Any:
            if column in rules:
                return value  # another value might not pass
            if column in found.hidden:
                return None
            mask = found.masks.get(column)
            return value if mask is None else MASKS[mask].muffles(value)

        return tuple(other(column, value) for column, value in zip(TYPES[relation], row, strict=True))

    @cached_property
    def canaries(self) -> Sequence[str]:
        """Values that only hidden rows, hidden columns and masks hold."""
        seen = " ".join(
            repr(self.shown(name, column, value))
            for name, found in self.governed.items()
            for row in PLANTED[name]
            if self.passes(name, row)
            for column, value in zip(TYPES[name], row, strict=True)
            if column not in found.hidden
        )
        values = {_written(value) for rows in PLANTED.values() for row in rows for value in row}
        return sorted(value for value in values if CANARY.search(value) and value not in seen)


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _permit(relation: str, found: Governed) -> Permit:
    def predicates(texts: Sequence[str]) -> tuple[RowPredicate, ...]:
        return tuple(RowPredicate(name="@rule", sql=sql, rule=RULE) for sql in texts)

    return Permit(
        relation=RelationName("data", "main", relation),
        columns={c: ColumnPermit(name=c, mask=found.masks.get(c)) for c in TYPES[relation] if c not in found.hidden},
        rows=RowRule(
            everything=found.any_of is None, any_of=predicates(found.any_of or ()), all_of=predicates(found.all_of)
        ),
        row_limit=found.row_limit,
        discoverable=frozenset(found.discoverable),
    )


def _starts(value: str | None, *prefixes: str) -> bool:
    return value is not None and value.startswith(prefixes)


SITES: Final = (
    Site(
        "regions",
        {
            "person": Governed(
                any_of=["starts_with(region, :prefix)", "region = 'QZX'"],
                passes=lambda r: _starts(r["region"], "A") or r["region"] == "QZX",
                masks={"phone": "partial:3:4", "name": "const:***", "balance": "null", "born": "generalize:year"},
                hidden=["secret"],
            ),
            "visit": Governed(
                any_of=["cost BETWEEN 0 AND 777000"],
                all_of=["cost < 1000"],
                passes=lambda r: r["cost"] is not None and 0 <= r["cost"] < 1000,
            ),
            "place": Governed(),
        },
        words=("QZX", "777000"),
    ),
    Site(
        "rules on what is masked and hidden",
        {
            "person": Governed(
                any_of=["secret IS NULL OR length(secret) < 7770001", "region IN (:regions)"],
                all_of=["age >= 0", "name <> 'QZXNAME'"],
                passes=lambda r: (
                    (r["secret"] is None or len(r["secret"]) < 7770001 or r["region"] in ("A1", "QZX1"))
                    and r["age"] is not None
                    and r["age"] >= 0
                    and r["name"] is not None
                    and r["name"] != "QZXNAME"
                ),
                masks={"age": "null", "name": "const:***", "phone": "null"},
                hidden=["secret", "balance"],
                discoverable=["balance"],
            ),
            "visit": Governed(
                any_of=["note IS NOT NULL AND note <> 'QZXNOTE' AND starts_with(note, 'C') = FALSE"],
                passes=lambda r: r["note"] is not None and r["note"] != "QZXNOTE" and not r["note"].startswith("C"),
                masks={"note": "const:***", "weight": "null"},
                hidden=["day"],
            ),
            "place": Governed(any_of=["n > 0"], passes=lambda r: r["n"] is not None and r["n"] > 0, hidden=["title"]),
            "vault": Governed(any_of=["pin < 5"], passes=lambda r: r["pin"] is not None and r["pin"] < 5, hidden=["pin"], row_limit=2),
        },
        words=("QZXNAME", "QZXNOTE", "7770001", "QZX1"),
    ),
    Site(
        "tokens",
        {
            "person": Governed(masks={"phone": "token:k1", "name": "token:k1", "secret": "token:k2"}, hidden=["born"]),
            "visit": Governed(any_of=["region <> 'QZX'"], passes=lambda r: r["region"] not in (None, "QZX"), masks={"note": "token:k1"}),
        },
        words=("QZX",),
    ),
)  # fmt: skip

UNAVAILABLE: Final = (ErrorCode.INTERNAL_ERROR, ErrorCode.READ_BACK_FAILED)
"""Codes that say that the gateway did not understand itself: safe, and still a mistake to be looked at."""
