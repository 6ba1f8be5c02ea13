"""The rows that are fuzzed over: those of the attacks, and one on either side of every edge of a policy, so that a rule a little too wide shows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from tests.attacks.world import LOUD, Rows

Day = datetime.date

_MORE: Final[Mapping[str, Rows]] = {
    "person": [
        (11, "甲", "QZX", -1, "13900000011", Decimal("1.00"), Day(1985, 6, 7), True, "CANARY-E"),
        (12, "QZXNAME", "A", 0, "13900000012", Decimal("2.00"), Day(1985, 6, 8), False, None),
        (13, "乙", "QZX1", 40, "1390000001", Decimal("4242.13"), Day(1985, 6, 9), None, "CANARY" * 2),
        (14, "丙", "B9", 41, " 13900000014", None, Day(1985, 6, 10), True, "CANARY-F"),
        (15, "丁", "1A", 42, "", Decimal("5.00"), None, False, ""),
        (16, None, "A1", 43, None, Decimal("4242.16"), Day(2001, 1, 1), True, "CANARY-G"),
    ],
    "visit": [
        (11, Day(2026, 4, 1), 1000, "4242-a", "A1", 4242.25),
        (12, Day(2026, 4, 2), 999, "b", "QZX", 3.5),
        (13, Day(2026, 4, 3), 5000, "CANARY-H", None, 4242.75),
        (14, Day(2026, 4, 4), 777000, "QZXNOTE", "B1", None),
        (15, Day(2026, 4, 5), -1, "c", "A1", 4.5),
    ],
    "place": [("A3", "CANARY-P", 0), ("A4", "北街", -1)],
    "vault": [("V4", 4), ("V5", 5), ("V6", 4242)],
}  # fmt: skip

PLANTED: Final[Mapping[str, Rows]] = {name: [*rows, *_MORE.get(name, [])] for name, rows in LOUD.items()}
