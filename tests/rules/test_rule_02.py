"""Rule 2, filters and masks read the raw row; NULL drops; malformed values are masked in full.

Removed to see it fail: `_permitted` in printing/relations.py wrote `WHERE coalesce(<rule>, TRUE)`; `least` in masking/partial.py was 0.
"""

from __future__ import annotations

from tests.world import SAMPLE, Database, Given, name_of, permit, plan


def rows(sql: str, **permitted: object) -> list[tuple[object, ...]]:
    policy = Given({name_of("person"): permit("person", **permitted)})  # type: ignore[arg-type]
    with Database(SAMPLE) as database:
        return database.run(plan(sql, policy))


def test_a_row_rule_reads_the_raw_value_of_a_masked_column() -> None:
    found = rows("SELECT id, phone FROM person", rows=["phone = '13800000001'"], masks={"phone": "null"})
    assert found == [(1, None)]


def test_a_row_rule_that_is_null_drops_the_row() -> None:
    assert rows("SELECT id FROM person ORDER BY id", rows=["age < 40"]) == [(1,), (3,), (5,)]


def test_null_stays_null_and_a_malformed_value_is_masked_in_full() -> None:
    found = rows("SELECT id, phone FROM person WHERE id > 3 ORDER BY id", masks={"phone": "partial:3:4"})
    assert found == [(4, None), (5, "***")]
