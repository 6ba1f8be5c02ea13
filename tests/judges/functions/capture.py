"""Writes the captured files anew from a running Trino: `python -m tests.judges.functions.capture [topic …]`, its address in HUILIU_TRINO_URL.

Expressions already captured are asked again too, unless `--new` is given.
"""

from __future__ import annotations

import datetime
import os
import sys

from rich.progress import track

from tests.judges.functions.asked import TOGETHER, Trino
from tests.judges.functions.captured import FOLDER, Captured, read, written
from tests.judges.functions.corpus import corpus
from tests.judges.functions.statements import batches

COMMAND = "python -m tests.judges.functions.capture"


def main(arguments: list[str]) -> None:
    """All topics, or those named."""
    trino = Trino(os.environ["HUILIU_TRINO_URL"])
    only_new = "--new" in arguments
    named = [argument for argument in arguments if not argument.startswith("-")]
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    version = trino.version
    for name, texts in corpus().items():
        if named and name not in named:
            continue
        path = FOLDER / f"{name}.txt"
        found: dict[str, Captured] = {}
        if only_new and path.exists():
            found = {case.expression: case for case in read(path.read_text("utf-8")) if case.expression in set(texts)}
        missing = [text for text in texts if text not in found]
        for batch in track(batches(missing, TOGETHER), description=f"{name} ({len(missing)})"):
            found |= {case.expression: case for case in trino.ask(batch)}
        path.write_text(written(version, day, COMMAND, [found[text] for text in texts]), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
