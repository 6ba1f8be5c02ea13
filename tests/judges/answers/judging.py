"""One statement of the corpus before the judge."""

from __future__ import annotations

from tests.corpus.statements import Entry
from tests.judges.answers.answer import Answer
from tests.judges.answers.gateway import Gateway
from tests.judges.answers.verdict import Judged, judge


def judged(entry: Entry, trino: Answer, running: Gateway) -> Judged:
    """Our answer beside Trino's."""
    ours, ordered = running.ask(entry.sql)
    return judge(trino, ours, ordered=ordered, varies=entry.varies)
