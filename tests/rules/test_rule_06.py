"""Rule 6, types are Trino's: what Trino would not type is refused with a position, before any engine sees it.

Removed to see it fail: `to_boolean` in resolve/coerce.py gave its operand back.
"""

from __future__ import annotations

import pytest

from gateway.errors import ErrorCode, GatewayError
from tests.world import plan


@pytest.mark.parametrize(
    ("sql", "column"),
    [
        ("SELECT id FROM person WHERE phone = 5", 29),
        ("SELECT id FROM person WHERE born > 'x'", 29),
        ("SELECT name + 1 FROM person", 8),
        ("SELECT id FROM person WHERE id", 29),
    ],
)
def test_what_trino_would_not_type_is_refused_with_its_place(sql: str, column: int) -> None:
    with pytest.raises(GatewayError) as caught:
        plan(sql)
    assert caught.value.code is ErrorCode.TYPE_MISMATCH
    assert caught.value.position is not None
    assert (caught.value.position.line, caught.value.position.column) == (1, column)


def test_coercions_are_written_out() -> None:
    assert [str(c.type) for c in plan("SELECT id / 2, id + 1.5, age || '' FROM (SELECT id, name AS age FROM person)").columns] == [
        "bigint", "decimal(21,1)", "varchar",
    ]  # fmt: skip
