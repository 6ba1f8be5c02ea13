"""Makes each mutant in a copy of the project and shows which test catches it: `python -m tests.mutants [--only TEXT] [--json FILE]`.

A mutant's likely tests run first; one that they miss meets all fast tests, then all slow ones. Ends with 1 if any survives.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.mutants import MUTANTS

SECONDS = 1200
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
# The list of mutants itself would notice every one of them; that proves nothing.
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "--ignore=tests/mutants", "-p", "no:xdist", "--no-header")
ALL: Sequence[Sequence[str]] = (("-m", "not slow"), ("-m", "slow"))


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant. `test` is the first one that failed; None: it survived."""

    mutant: str
    file: str
    test: str | None
    seconds: float


def judge(mutant: Mutant, thorough: bool) -> Verdict:
    """Make the mutant in a copy of its own and look for a test that fails."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="huiliu-mutant-") as folder:
        copy = _copy(Path(folder) / "project")
        (copy / mutant.file).write_text(mutant.applied(ROOT), "utf-8")
        rounds = [mutant.tests, *(ALL if thorough else ())]
        test = next((found for chosen in rounds if (found := _first_failure(copy, chosen)) is not None), None)
    return Verdict(mutant.name, mutant.file, test, round(time.monotonic() - started, 1))


def _unbroken(chosen: Sequence[Mutant]) -> str | None:
    """A likely test that fails without any mutant; then none of its failures says anything."""
    with tempfile.TemporaryDirectory(prefix="huiliu-mutant-") as folder:
        copy = _copy(Path(folder) / "project")
        return _first_failure(copy, sorted({path for mutant in chosen for path in mutant.tests}))


def _copy(to: Path) -> Path:
    listed = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


def _first_failure(copy: Path, chosen: Sequence[str]) -> str | None:
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [*PYTEST, *chosen], cwd=copy, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"(no end within {SECONDS} s) {' '.join(chosen)}"
    if done.returncode == 0 or done.returncode == 5:  # 5: nothing was chosen
        return None
    found = FAILED.search(done.stdout)
    return found[1] if found else f"(pytest ended with {done.returncode}) {' '.join(chosen)}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.mutants", description=__doc__)
    parser.add_argument("--only", default="", help="mutants whose name or file holds this text")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time")
    parser.add_argument("--quick", action="store_true", help="only a mutant's likely tests, not all")
    parser.add_argument("--json", type=Path, help="write the verdicts here")
    asked = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS if asked.only in mutant.name or asked.only in mutant.file]
    broken = _unbroken(chosen)
    if broken is not None:
        print(f"nothing was judged: without any mutant, {broken} fails", file=sys.stderr)
        return 2
    verdicts: list[Verdict] = []
    with ThreadPoolExecutor(asked.jobs) as pool:
        for verdict in pool.map(lambda mutant: judge(mutant, not asked.quick), chosen):
            verdicts.append(verdict)
            mark = "caught  " if verdict.test else "SURVIVED"
            print(
                f"{len(verdicts):3}/{len(chosen)} {mark} {verdict.mutant} <- {verdict.test} ({verdict.seconds} s)",
                flush=True,
            )
    alive = [verdict for verdict in verdicts if verdict.test is None]
    print(f"{len(verdicts)} mutants, {len(verdicts) - len(alive)} caught, {len(alive)} survived")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(v) for v in verdicts], indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
