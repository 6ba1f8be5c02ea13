"""The states of a statement and what may move it from one to another, as one table.

QUEUED ──ADMITTED──> RUNNING ──EXHAUSTED──> FINISHED
  │                    │ └─────FAILED─────> FAILED
  ├──────FAILED────────│──────────────────> FAILED
  └──────CANCELED──────┴──────CANCELED────> CANCELED
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from gateway.errors import OwnError


class State(Enum):
    """Where a statement stands."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"

    @property
    def ended(self) -> bool:
        return not TRANSITIONS[self]


class Step(Enum):
    """What can happen to a statement."""

    ADMITTED = "ADMITTED"
    PAGE_READ = "PAGE_READ"
    EXHAUSTED = "EXHAUSTED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"


TRANSITIONS: Final[Mapping[State, Mapping[Step, State]]] = {
    State.QUEUED: {
        Step.ADMITTED: State.RUNNING,
        Step.FAILED: State.FAILED,
        Step.CANCELED: State.CANCELED,
    },
    State.RUNNING: {
        Step.PAGE_READ: State.RUNNING,
        Step.EXHAUSTED: State.FINISHED,
        Step.FAILED: State.FAILED,
        Step.CANCELED: State.CANCELED,
    },
    State.FINISHED: {},
    State.FAILED: {},
    State.CANCELED: {},
}


def advance(state: State, step: Step) -> State:
    """The state after `step`.

    >>> advance(State.QUEUED, Step.ADMITTED).name
    'RUNNING'
    """
    try:
        return TRANSITIONS[state][step]
    except KeyError:
        raise OwnError(f"{step.name} cannot happen while {state.name}") from None
