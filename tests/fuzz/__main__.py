"""`make fuzz`: statements, right and wrong, against the core, for a set time; or one finding once more.

python -m tests.fuzz --seconds 600 [--seed N]     fuzz; findings and the seed are kept in var/fuzz
python -m tests.fuzz --replay FILE                judge the case of a file again
python -m tests.fuzz --shrink FILE                find a shorter statement with the same finding
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

from tests.fuzz.cases import Case
from tests.fuzz.fleet import Fleet, Tally
from tests.fuzz.oracle import judged
from tests.fuzz.shrink import shrunk

FOLDER: Final = Path("var/fuzz")
SHOWN_EVERY: Final = 10.0


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--cases", type=int, help="stop at this case, whatever the time")
    asked.add_argument("--seed", type=int, default=int(time.time()))
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    asked.add_argument("--folder", type=Path, default=FOLDER)
    asked.add_argument("--replay", type=Path, nargs="+", metavar="FILE")
    asked.add_argument("--shrink", type=Path, nargs="+", metavar="FILE")
    given = asked.parse_args()
    if given.replay:
        return max(_replayed(path) for path in given.replay)
    if given.shrink:
        return max(_shrunk(path) for path in given.shrink)
    return _fuzzed(given)


def _fuzzed(given: argparse.Namespace) -> int:
    print(f"seed {given.seed}, {given.workers} workers, findings go to {given.folder}", flush=True)
    fleet = Fleet(
        given.seed, given.folder, given.workers, cases=given.cases, seconds=None if given.cases else given.seconds
    )
    tally = fleet.run(_Progress())
    print(tally.line)
    for name, count in sorted(tally.counts.items()):
        print(f"  {name:40} {count:>10,}")
    kinds = Counter(path.name.rsplit("-", 2)[0] for path in tally.files)
    for kind, count in kinds.most_common():
        print(f"FOUND {kind}: {count}")
    for path in tally.files[:20]:
        print(f"  python -m tests.fuzz --replay {path}")
    with (given.folder / "runs.jsonl").open("a", encoding="utf-8") as runs:
        run = {
            "seed": given.seed,
            "workers": given.workers,
            "seconds": round(tally.seconds, 1),
            "cpu": round(tally.cpu, 1),
        }
        runs.write(
            json.dumps({**run, "counts": dict(tally.counts), "files": [str(path) for path in tally.files]}) + "\n"
        )
    return 1 if tally.files else 0


class _Progress:
    """A line now and then."""

    def __init__(self) -> None:
        self.last = 0.0

    def __call__(self, tally: Tally) -> None:
        if tally.seconds - self.last >= SHOWN_EVERY:
            self.last = tally.seconds
            print(tally.line, flush=True)


def _read(path: Path) -> tuple[str, Case]:
    told = json.loads(path.read_text("utf-8"))
    return told["kind"], Case.read(told["case"])


def _replayed(path: Path) -> int:
    kind, case = _read(path)
    print(f"{path}: {kind}, {case.way}, {case.site}\n{case.sql}")
    found = judged(case)
    for finding in found:
        print(f"STILL {finding.kind}: {finding.words}")
    print("" if found else "nothing is found any more")
    return 1 if found else 0


def _shrunk(path: Path) -> int:
    kind, case = _read(path)
    print(f"{path}: {kind}, {case.site}\n{shrunk(case, kind)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
