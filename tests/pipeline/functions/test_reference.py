"""The page about functions is what the table says now."""

from __future__ import annotations

import os
import pathlib

from gateway.pipeline.functions.reference import page

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "functions.md"


def test_the_page_of_functions_is_current() -> None:
    if os.environ.get("GOLDEN") == "update":
        PAGE.write_text(page())
    assert PAGE.read_text() == page(), "run with GOLDEN=update and commit docs/functions.md"
