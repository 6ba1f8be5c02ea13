"""`python -m tests.attacks.trino [PART/PARTS]`: every attack, and the cross product of the error oracle or a part of it, on a genuine Trino; hours for all of it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final

from rich.progress import track

from tests.attacks.cases import cases
from tests.attacks.faults import sample
from tests.attacks.on_trino import PUSHED, Databases, databases, told
from tests.attacks.world import PAIRS
from tests.servers import running_mariadb, running_postgresql
from tests.trino.server import Trino, running

AT_ONCE: Final = 40


def main(argument: str = "0/1", *kinds: str) -> int:
    """Print what tells of something hidden; 1 if anything does."""
    part, _, parts = argument.partition("/")
    oracles = [one.sql for one in sample(int(part), int(parts or 1))]
    attacks = [case.sql for case in cases()] if part == "0" else []
    leaks = 0
    for kind in kinds or ("postgresql", "mysql"):
        with _world(kind) as among:
            for name, statements, pairs in (("attacks", attacks, PAIRS), ("oracles", oracles, (PUSHED,))):
                for pair in pairs:
                    leaks += _asked(f"{kind}, {name}, {pair[1]}", statements, among, pair)
    return 1 if leaks else 0


@contextmanager
def _world(kind: str) -> Iterator[Databases]:
    with ExitStack() as stack:
        url = os.environ.get("HUILIU_TRINO_URL")
        trino = Trino(url) if url else stack.enter_context(running())
        server = stack.enter_context(running_postgresql() if kind == "postgresql" else running_mariadb())
        yield stack.enter_context(databases(kind, server, trino))


def _asked(title: str, statements: Sequence[str], among: Databases, pair: tuple[str, str]) -> int:
    found: Counter[str] = Counter()
    leaks = 0
    steps = [statements[at : at + AT_ONCE] for at in range(0, len(statements), AT_ONCE)]
    for some in track(steps, description=title, disable=not sys.stderr.isatty()):
        outcomes, problems = told(some, among, pair, worst=pair == PUSHED)
        found.update(code for code, _ in outcomes)
        leaks += len(problems)
        for problem in problems:
            print(problem, flush=True)
    print(
        f"{title}: {len(statements)} statements, {leaks} tell of something hidden; outcomes: {dict(found)}", flush=True
    )
    return leaks


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
