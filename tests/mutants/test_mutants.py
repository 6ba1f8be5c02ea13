"""Every mutant still breaks something: its text stands in its file once, and what comes of it is Python."""

from __future__ import annotations

import ast

import pytest

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.mutants import MUTANTS


def test_there_are_enough_and_no_two_are_called_the_same() -> None:
    assert len(MUTANTS) >= 40
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_can_be_made(mutant: Mutant) -> None:
    text = mutant.applied(ROOT)
    assert ast.dump(ast.parse(text)) != ast.dump(ast.parse((ROOT / mutant.file).read_text("utf-8")))
    for path in mutant.tests:
        assert (ROOT / path).exists(), path
