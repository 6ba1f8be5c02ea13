"""Answers of the real Trino that live in the repository, one file a topic, so that the judge can sit where no Trino is.

A file is lines of JSON: first how it was captured, then one line a statement with its title, the digest of its text, and columns and rows or an error.
`python -m tests.judges.answers.capture URL` writes them anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from tests.corpus.statements import Entry
from tests.judges.answers.answer import Answer

FOLDER: Final = Path(__file__).parent / "captured"
Captured = Mapping[tuple[str, str], tuple[str, Answer]]


def digest(sql: str) -> str:
    """Tells whether an answer belongs to the text as it is now."""
    return hashlib.sha256(sql.encode()).hexdigest()[:12]


def load() -> Captured:
    """By topic and title: the digest of the statement that was asked, and the answer."""
    found = {}
    for file in sorted(FOLDER.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            kept = json.loads(line)
            found[file.stem, kept["title"]] = (kept["digest"], _answer(kept))
    return found


def _answer(kept: dict[str, Any]) -> Answer:
    if "error" in kept:
        return Answer(error=kept["error"], message=kept["message"])
    return Answer(columns=tuple((name, type_) for name, type_ in kept["columns"]), rows=kept["rows"])


def write(topic: str, how: Mapping[str, str], answers: Iterable[tuple[Entry, Answer]]) -> None:
    """One topic's file."""
    lines = [json.dumps(how, ensure_ascii=False)]
    lines += [json.dumps(_line(entry, answer), ensure_ascii=False) for entry, answer in answers]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{topic}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(entry: Entry, answer: Answer) -> dict[str, Any]:
    head = {"title": entry.title, "digest": digest(entry.sql)}
    if answer.error is not None:
        return head | {"error": answer.error, "message": answer.message.splitlines()[0][:120] if answer.message else ""}
    # What varies is kept by its size only.
    rows = [[None] * len(row) for row in answer.rows] if entry.varies else list(answer.rows)
    return head | {"columns": answer.columns, "rows": rows}
