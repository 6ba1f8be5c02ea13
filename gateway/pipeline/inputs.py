"""What types a statement takes its `?` for, as Trino tells in DESCRIBE INPUT: that of the coercion, and `unknown` where there is none.

Beside Trino: of a UNION's side it is the type of the UNION, and what is added to a date is not known to be an interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from gateway.catalog.types import UNKNOWN, Type
from gateway.pipeline.bound import Constant, Query
from gateway.pipeline.walk import expressions


class Asked(Enum):
    """No value, but the question what one would be taken for."""

    TYPE = "type"


ASKED: Final = Asked.TYPE


def inputs(query: Query, values: Sequence[object]) -> tuple[Type, ...]:
    """One for each parameter of a statement in which they are asked for."""
    if ASKED not in values:
        return ()
    found = [UNKNOWN] * len(values)
    for one in expressions(query):
        if isinstance(one, Constant) and one.parameter and one.type != UNKNOWN:
            found[one.parameter - 1] = one.type
    return tuple(found)
