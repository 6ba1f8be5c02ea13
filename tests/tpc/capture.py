"""Asks a genuine Trino for the answers that the tests compare with: `python -m tests.tpc.capture [world …]`.

Trino 476 first copies what its connectors tpch and tpcds generate into tables in memory, then answers every text over them; and once more in each world of `worlds.py`,
over permitted copies: a table for every relation, made by SQL written by hand. A world's answers are one file, a line a text: its name, the answer's columns, and its rows
as the protocol writes them, or only their number and hash when they are many.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.tpc.answers import FOLDER, Answer
from tests.tpc.relations import SCHEMA, SUITES, types
from tests.tpc.texts import Text, all_texts
from tests.tpc.worlds import WORLDS, World
from tests.trino.client import TrinoError
from tests.trino.server import Trino, running

CATALOG = "copies"


def main(*names: str) -> None:
    with running("4G") as trino:
        trino.run(f"CREATE CATALOG {CATALOG} USING memory WITH (\"memory.max-data-per-node\" = '1500MB')")
        for suite in SUITES:
            trino.run(f"CREATE SCHEMA {CATALOG}.{suite}")
            for relation in types(suite):
                trino.run(f"CREATE TABLE {CATALOG}.{suite}.{relation} AS SELECT * FROM {suite}.{SCHEMA}.{relation}")
        for name in names or WORLDS:
            capture(trino, WORLDS[name], FOLDER / f"{name}.jsonl")


def capture(trino: Trino, world: World, file: Path) -> None:
    _copy(trino, world)
    lines = []
    for text in all_texts():
        start = time.monotonic()
        answer = _asked(trino, world, text)
        lines.append(json.dumps({"text": text.id, **answer.written()}, ensure_ascii=False, separators=(",", ":")))
        told = answer.error or f"{answer.count} rows"
        print(f"{world.name} {text.id}: {told}, {time.monotonic() - start:.1f} s", file=sys.stderr, flush=True)
        file.write_text("\n".join(lines) + "\n", "utf-8")
    for suite in SUITES:
        for relation in types(suite):
            if world.changes(suite, relation):
                trino.run(f"DROP TABLE {CATALOG}.{_schema(world, suite)}.{relation}")


def _copy(trino: Trino, world: World) -> None:
    """The permitted copies; a view of the whole stands for what the world leaves as it is."""
    for suite in SUITES:
        if _schema(world, suite) == suite:
            continue
        trino.run(f"CREATE SCHEMA {CATALOG}.{_schema(world, suite)}")
        for relation in types(suite):
            kind = "TABLE" if world.changes(suite, relation) else "VIEW"
            permitted = world.permitted_on_trino(suite, relation, f"{CATALOG}.{suite}.{relation}")
            trino.run(f"CREATE {kind} {CATALOG}.{_schema(world, suite)}.{relation} AS {permitted}")


def _schema(world: World, suite: str) -> str:
    return suite if world.name == "open" else f"{world.name}_{suite}"


def _asked(trino: Trino, world: World, text: Text) -> Answer:
    schema = _schema(world, text.suite)
    try:
        found = trino.client(CATALOG, schema).run(text.named(CATALOG, schema))
    except TrinoError as error:
        return Answer.failed(error.name)
    return Answer.of([(column.name, column.type) for column in found.columns], found.rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
