"""The laws by name, each with what its cases are drawn from, for long runs and for replaying a failing case."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from tests.properties import test_non_interference as non_interference
from tests.properties import test_permitted_view as permitted_view
from tests.properties.data import WORLDS
from tests.properties.policies import POLICIES, Governed
from tests.properties.statements import statements

_GOVERNED: Final = st.sampled_from(POLICIES)


@dataclass(frozen=True)
class Law:
    """What must hold for every case, and where cases come from."""

    name: str
    holds: Callable[..., None]
    cases: Mapping[str, st.SearchStrategy[Any]]


def _body(test: Any) -> Callable[..., None]:
    """The law itself, without the test's own drawing of cases."""
    body: Callable[..., None] = test.hypothesis.inner_test
    return body


LAWS: Final = (
    Law(
        "as over the permitted data",
        _body(permitted_view.test_a_governed_statement_answers_as_over_the_permitted_data),
        {"sql": statements(), "data": WORLDS, "governed": _GOVERNED},
    ),
    Law(
        "no obligations, the plain answer",
        _body(permitted_view.test_without_obligations_the_answer_is_the_plain_one),
        {"sql": statements(), "data": WORLDS},
    ),
    Law(
        "hidden rows do not interfere",
        _body(non_interference.test_hidden_rows_do_not_interfere),
        {"sql": statements(fallible=True), "data": WORLDS, "noise": WORLDS, "governed": _GOVERNED},
    ),
    Law(
        "nothing fails in the worst order only",
        _body(non_interference.test_in_the_worst_order_nothing_fails_that_does_not_fail_in_the_normal_one),
        {"sql": statements(fallible=True), "data": WORLDS, "governed": _GOVERNED},
    ),
)


def law(name: str) -> Law:
    return next(found for found in LAWS if found.name == name)


def told(case: Mapping[str, Any]) -> dict[str, str]:
    """A case as text: policies by name, values as Python writes them."""
    return {name: value.name if isinstance(value, Governed) else repr(value) for name, value in case.items()}


def read(case: Mapping[str, str]) -> dict[str, Any]:
    """The case of such a text."""
    known = {"datetime": datetime, "Decimal": Decimal}
    policies = {governed.name: governed for governed in POLICIES}
    return {name: policies[text] if name == "governed" else eval(text, known) for name, text in case.items()}
