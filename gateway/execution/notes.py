"""What an answer says about itself: masked columns, filtered relations, the row limit in force.

INVARIANT: notes come from the plan, that is from policy and the statement, never from rows (rule 17).
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.execution.limits import RowCap
from gateway.pipeline.stages import Plan


@dataclass(frozen=True, slots=True, order=True)
class MaskedColumn:
    """A column that the statement reads through a mask."""

    relation: str
    column: str
    mask: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Known before the first row."""

    masked: tuple[MaskedColumn, ...] = ()
    filtered: tuple[str, ...] = ()
    cap: RowCap | None = None


def notes_of(plan: Plan, cap: RowCap | None) -> Notes:
    """Read a plan's notes off its accesses."""
    masked = {
        MaskedColumn(str(access.relation), column.name, column.mask)
        for access in plan.accesses
        for column in access.columns
        if column.mask is not None
    }
    filtered = {str(access.relation) for access in plan.accesses if access.filters}
    return Notes(tuple(sorted(masked)), tuple(sorted(filtered)), cap)
