"""The list of refusals: captured cases that the gateway does not answer on the embedded engine though Trino does, by reason.

Generated (`GOLDEN=update make functions`) and reviewed as a diff. A case that is not on it must give what Trino gives.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterable
from functools import cache
from typing import Final

from tests.pipeline.functions.judged import Form, Verdict

FOLDER: Final = pathlib.Path(__file__).with_name("refused")
_HEAD: Final = "# Generated: reasons, below each `forms | expression`. Forms: w as written, c literals as columns, o one of them as a column.\n"
_LETTERS: Final = {Form.WRITTEN: "w", Form.COLUMNS: "c", Form.ONE: "o"}


@cache
def listed(topic: str) -> dict[tuple[str, Form], str]:
    """Expression and form to reason."""
    path = FOLDER / f"{topic}.txt"
    found: dict[tuple[str, Form], str] = {}
    reason = ""
    for line in path.read_text("utf-8").split("\n") if path.exists() else ():
        if line.startswith("## "):
            reason = line[3:]
        elif line and not line.startswith("#"):
            letters, expression = line.split(" | ", 1)
            found |= {(expression, form): reason for form, letter in _LETTERS.items() if letter in letters}
    return found


def write(topic: str, verdicts: Iterable[Verdict]) -> None:
    """The list of one topic anew."""
    reasons: dict[str, dict[str, str]] = {}
    for verdict in verdicts:
        if verdict.refused:
            cases = reasons.setdefault(verdict.refused, {})
            cases[verdict.case.expression] = cases.get(verdict.case.expression, "") + _LETTERS[verdict.form]
    FOLDER.mkdir(exist_ok=True)
    parts = [
        f"\n## {reason}\n" + "".join(f"{forms} | {text}\n" for text, forms in reasons[reason].items())
        for reason in sorted(reasons)
    ]
    (FOLDER / f"{topic}.txt").write_text(_HEAD + "".join(parts), "utf-8")
