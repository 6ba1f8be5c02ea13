"""The page of compatibility is what the judges say now."""

from __future__ import annotations

import pytest

from tests.judges.report import PAGE, page
from tests.trino.artifacts import PartMissingError
from tests.trino.fixture import absent


@pytest.mark.slow
def test_the_page_of_compatibility_is_current() -> None:
    try:
        current = page()
    except PartMissingError as reason:
        absent(reason)
    assert PAGE.read_text(encoding="utf-8") == current, (
        "run python -m tests.judges.report and commit docs/compatibility.md"
    )
