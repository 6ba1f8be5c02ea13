"""Rule 17, non-interference: equal permitted views, equal outcomes.

Removed to see it fail: `_permitted` in printing/relations.py left out the WHERE; `projection` in rewrite/view.py left out the masks.
"""

from __future__ import annotations

import pytest

from tests.attacks import judge
from tests.attacks.world import PAIRS

STATEMENTS = [
    "SELECT * FROM person ORDER BY id",
    "SELECT count(*), sum(age), max(phone), min(born) FROM person",
    "SELECT v.note, p.name FROM visit v FULL JOIN person p ON p.id = v.person_id ORDER BY 1, 2",
    "SELECT region, count(*) FROM person GROUP BY ROLLUP (region) HAVING count(*) > 0 ORDER BY 1",
    "SELECT id FROM person EXCEPT SELECT person_id FROM visit",
    "SELECT id, row_number() OVER (ORDER BY born DESC, phone, id) FROM person ORDER BY 1",
    "SELECT CAST(note AS integer) FROM visit",
    "SELECT 100 / (age - 7) FROM person",
]


@pytest.mark.parametrize(("quiet", "loud"), PAIRS)
@pytest.mark.parametrize("sql", STATEMENTS)
def test_what_is_hidden_makes_no_difference(sql: str, quiet: str, loud: str) -> None:
    assert judge.outcome(sql, quiet) == judge.outcome(sql, loud)
