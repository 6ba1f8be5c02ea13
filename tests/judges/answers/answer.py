"""An answer, whoever gave it, and whether two of them are the same."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows in Trino's JSON encodings, or the name of an error."""

    columns: tuple[tuple[str, str], ...] = ()
    rows: Sequence[Sequence[Any]] = ()
    error: str | None = None
    message: str = field(default="", compare=False)


def difference(trino: Answer, ours: Answer, *, ordered: bool, varies: bool) -> str:
    """What differs between two answers that are no errors; empty if nothing."""
    if [name for name, _ in trino.columns] != [name for name, _ in ours.columns]:
        return f"names: Trino {[n for n, _ in trino.columns]}, here {[n for n, _ in ours.columns]}"
    types = [(spelt(t), spelt(o)) for (_, t), (_, o) in zip(trino.columns, ours.columns, strict=True)]
    if any(theirs != our for theirs, our in types):
        return f"types: {[pair for pair in types if pair[0] != pair[1]]}"
    if len(trino.rows) != len(ours.rows):
        return f"rows: Trino {len(trino.rows)}, here {len(ours.rows)}"
    if varies:
        return ""
    plain = [theirs for theirs, _ in types]
    ours_left = [list(row) for row in ours.rows]
    for row in trino.rows:
        place = next((at for at, other in enumerate(ours_left) if _same_row(row, other, plain)), None)
        if place is None:
            return f"values: Trino has {shown(row)}, here {shown(ours_left[0]) if ours_left else 'nothing'}"
        if ordered and place != 0:
            return f"order: at {shown(row)}, here {shown(ours_left[0])}"
        del ours_left[place]
    return ""


def spelt(type_: str) -> str:
    """A type's name; the protocol writes intervals in capital letters and has no blanks in decimals."""
    lowered = re.sub(r"INTERVAL (DAY TO SECOND|YEAR TO MONTH)", lambda found: found[0].lower(), type_)
    return lowered.replace(", ", ",")


def shown(row: Sequence[Any]) -> str:
    text = json.dumps(row, ensure_ascii=False)
    return text if len(text) < 300 else text[:300] + "…"


def _same_row(left: Sequence[Any], right: Sequence[Any], types: Sequence[str]) -> bool:
    return all(_same(a, b, t) for a, b, t in zip(left, right, types, strict=True))


def _same(left: Any, right: Any, type_: str) -> bool:
    """Equal; floating numbers up to the order in which they may be added."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, float) or isinstance(right, float):
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            return False
        return math.isclose(left, right, rel_tol=1e-6 if "real" in type_ else 1e-12) and not _other_zero(left, right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(_same(a, b, type_) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key], type_) for key in left)
    return bool(left == right)


def _other_zero(left: float, right: float) -> bool:
    return left == 0 and math.copysign(1, left) != math.copysign(1, right)
