"""Every equivalence of the list, run on a real Trino: both forms give the same types, values, NULLs and errors."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.judges.parser.equivalences import EQUIVALENCES
from tests.trino.client import TrinoError
from tests.trino.server import Trino

pytestmark = pytest.mark.slow


def outcome(trino: Trino, sql: str) -> tuple[Sequence[str], Sequence[object]]:
    """Types and rows (in order where the statement orders them); the error's name when it fails."""
    try:
        answer = trino.run(sql)
    except TrinoError as error:
        return (error.name,), ()
    rows = [repr(row) for row in answer.rows]
    ordered = " ORDER BY " in sql.rpartition(")")[2]  # not that of a window or an aggregate
    return answer.types, rows if ordered else sorted(rows)


@pytest.mark.parametrize("equivalence", EQUIVALENCES, ids=lambda equivalence: equivalence.name)
def test_both_forms_give_the_same_on_trino(equivalence: object, trino: Trino) -> None:
    [listed] = [e for e in EQUIVALENCES if e is equivalence]
    assert listed.examples
    for one, other in listed.examples:
        expected = outcome(trino, one)
        assert outcome(trino, other) == expected, (one, other)
        assert expected[1], f"{one} gives {expected[0]}"
