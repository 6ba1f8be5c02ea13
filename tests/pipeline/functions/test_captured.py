"""What a genuine Trino said of thousands of expressions, asked of the gateway and the embedded engine: the same, or refused and on the list.

`make test` judges each case in one of its forms, `make functions` in all of them.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator

import pytest

from gateway.catalog.types import Type
from gateway.pipeline.functions import table
from tests.judges.functions.captured import Captured, topic, topics
from tests.judges.functions.corpus import corpus
from tests.pipeline.functions.cases import covers, uses_of
from tests.pipeline.functions.judged import Form, Verdict, has_form, judged
from tests.pipeline.functions.refusals import listed, write

EVERY_FORM = "HUILIU_EVERY_FORM" in os.environ
FORMS = list(Form)
CODES = {
    "INVALID_ARGUMENTS": "constants that Trino looks at only when there is a row",
    "NUMERIC_VALUE_OUT_OF_RANGE": "remainders of decimals that 38 digits do not hold at one scale",
    "COMPUTATION_FAILED": "fails while it runs, loudly: values that the engine can not hold, read or print as Trino does",
    "NOT_SUPPORTED": "years outside 1 to 9999, and forms of statements",
    "NOT_SUPPORTED_BY_ENGINE": "no form on the embedded engine gives Trino's answer",
}
STRICTER = {
    "reduce(ARRAY[1, 2], '', (s, x) -> s || CAST(x AS varchar), s -> s)": "TYPE_MISMATCH",  # the state's type is not widened by its lambda
}


def of_form(name: str, form: Form) -> list[Captured]:
    """The cases that are judged in this form."""
    cases = [case for case in topic(name) if has_form(case.expression, form)]
    return cases if EVERY_FORM else [case for case in cases if _form(case.expression) is form]


def _form(text: str) -> Form:
    """Each case has a form of its own, always the same."""
    chosen = FORMS[zlib.crc32(text.encode()) % len(FORMS)]
    return chosen if has_form(text, chosen) else Form.WRITTEN


@pytest.mark.slow
@pytest.mark.parametrize("name", topics())
def test_an_answer_is_trinos_or_refused_and_listed(name: str) -> None:
    verdicts = list(_verdicts(name))
    if os.environ.get("GOLDEN") == "update" and EVERY_FORM:
        write(name, verdicts)
        listed.cache_clear()
    assert [f"{v.form.value}: {v.case} >> {v.differs}" for v in verdicts if v.differs] == []
    for verdict in verdicts:
        found = listed(name).get((verdict.case.expression, verdict.form), "")
        assert found == verdict.refused, (
            f"{verdict.form.value}: {verdict.case}; GOLDEN=update make functions writes the list anew"
        )


def _verdicts(name: str) -> Iterator[Verdict]:
    for form in FORMS:
        known = frozenset(text for text, listed_form in listed(name) if listed_form is form)
        yield from judged(of_form(name, form), form, known)


@pytest.mark.parametrize("name", topics())
def test_a_refusal_has_a_code_that_says_so(name: str) -> None:
    for (expression, _), reason in listed(name).items():
        code = reason.split(" ")[0]
        assert code in CODES or STRICTER.get(expression) == code, f"{code}: {expression}"


@pytest.mark.slow
def test_what_is_captured_is_what_is_asked() -> None:
    for name, texts in corpus().items():
        assert [case.expression for case in topic(name)] == texts, (
            f"python -m tests.judges.functions.capture --new {name}"
        )


@pytest.mark.slow
def test_every_row_of_the_table_has_captured_cases() -> None:
    """Whether the embedded engine has a form or not: Trino's word is there for it. What varies from call to call can not be captured."""
    used: dict[str, set[tuple[Type, ...]]] = {}
    for name in topics():
        for use in uses_of([case.expression for case in topic(name) if not case.failed]):
            used.setdefault(use.name, set()).add(use.function.argument_types)
    rows = [row for part in table.TOPICS for row in part.ROWS if not row.internal and row.deterministic]
    missing = [
        f"{row.names[0]}({row.signature})"
        for row in rows
        if not any(covers(row, t) for n in row.names for t in used.get(n, ()))
    ]
    assert missing == [], missing
    assert sorted({name for row in rows for name in row.names} - set(used)) == []
