"""Ask a real Trino every statement of the corpus whose answer is not at hand, and keep what it says: `python -m tests.judges.answers.capture URL [--all]`."""

from __future__ import annotations

import datetime
import itertools
import sys

from rich.progress import track

from tests.corpus.statements import Entry, corpus
from tests.judges.answers import captured
from tests.judges.answers.answer import Answer
from tests.judges.answers.trino import Trino


def main(url: str, everything: bool) -> None:
    server = Trino(url)
    server.load()
    known = {} if everything else captured.load()
    version = str(server.ask("SELECT version()").rows[0][0])
    how = {
        "captured from": f"Trino {version}, the memory catalog loaded from tests/corpus/city.py, session zone Asia/Shanghai",
        "on": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "by": "python -m tests.judges.answers.capture URL",
    }
    topics = {
        topic: list(group)
        for topic, group in itertools.groupby(
            (entry for entry in corpus() if entry.is_query), key=lambda entry: entry.topic
        )
    }
    for topic, entries in topics.items():
        shown = track(entries, description=topic, disable=not sys.stderr.isatty())
        captured.write(topic, how, [(entry, _ask(server, entry, known)) for entry in shown])


def _ask(server: Trino, entry: Entry, known: captured.Captured) -> Answer:
    digest, answer = known.get((entry.topic, entry.title), ("", Answer()))
    return answer if digest == captured.digest(entry.sql) else server.ask(entry.sql)


if __name__ == "__main__":
    main(sys.argv[1], "--all" in sys.argv)
