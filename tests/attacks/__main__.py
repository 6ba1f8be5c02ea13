"""`python -m tests.attacks [PART/PARTS]`: the whole cross product of the error oracle, or a part of it; some minutes a thousand statements."""

from __future__ import annotations

import sys
from collections import Counter

from rich.progress import track

from tests.attacks import judge
from tests.attacks.faults import sample


def main(argument: str = "0/1") -> int:
    """Print what tells of something hidden; 1 if anything does."""
    part, _, parts = argument.partition("/")
    found = sample(int(part), int(parts or 1))
    told: Counter[str] = Counter()
    leaks = 0
    for oracle in track(found, description="error oracles", disable=not sys.stderr.isatty()):
        outcome, problems = judge.verdict(oracle.sql)
        told[outcome] += 1
        if problems:
            leaks += 1
            print(
                f"{oracle.name}\n    {oracle.sql}\n    {'; '.join(problem[:300] for problem in problems)}", flush=True
            )
    print(f"{len(found)} statements, {leaks} tell of something hidden; outcomes: {dict(told)}")
    return 1 if leaks else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
