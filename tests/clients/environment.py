"""Environments of their own for clients written in Python: what they pin does not go together with what the gateway pins, nor with each other.

    told = tells("dbt", "frames.py", [host, port, user, token, authority, catalog])

Each is made of `tools/NAME.txt`, pinned by hash (`uv pip compile --generate-hashes --no-header --no-annotate` of `tools/NAME.in`), and kept in the user's cache folder, shared by all clones.
`python -m tests.clients.environment dbt harlequin` makes them; `make tools` does.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.clients.site import Place
from tests.trino.artifacts import PartMissingError, cache, locked
from tests.trino.fixture import absent

FOLDER: Final = Path(__file__).parent / "tools"
QUICK: Final = ("dbt", "harlequin")
"""Those that `make test` installs; Superset is big and has a target of its own."""


def environment(name: str) -> Path:
    """The Python of that environment, installed when it is not there."""
    requirements = FOLDER / f"{name}.txt"
    made_of = hashlib.sha256(requirements.read_bytes() + platform.python_version().encode()).hexdigest()[:12]
    folder = cache() / f"python-{name}-{made_of}"
    python, whole = folder / "bin" / "python", folder / "installed"
    if not whole.exists():
        with locked(f"python-{name}"):
            if not whole.exists():
                _install(folder, python, requirements)
                whole.touch()  # last: an interrupted installation starts over
    return python


def tells(name: str, program: str, words: Sequence[str], folder: Path) -> Any:
    """The document that a program in `tools/` prints as its last line; run in that environment, with `folder` as home and working folder."""
    try:
        python = environment(name)
    except PartMissingError as reason:
        absent(reason)
    known = {"PATH": f"{python.parent}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [str(python), str(FOLDER / program), *words],
        cwd=folder, env=known, capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def told_to(gateway: Place, who: str = "ana") -> list[str]:
    """What every program there takes first: host, port, user, token, authority, catalog."""
    return ["127.0.0.1", str(gateway.port), who, gateway.tokens[who], str(gateway.authority), gateway.catalog]


def _install(folder: Path, python: Path, requirements: Path) -> None:
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for words in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [*pip, "--no-compile", "--no-deps", "--require-hashes", "--requirement", str(requirements)],
    ):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PartMissingError(f"the packages of {requirements.name} cannot be had: {done.stderr.strip()[-500:]}")


def main(names: list[str]) -> int:
    """0 unless CI wants all and one cannot be had."""
    for name in names or QUICK:
        begun = time.monotonic()
        try:
            print(f"{name:<10} {environment(name)} ({time.monotonic() - begun:.0f} s)", flush=True)
        except PartMissingError as reason:
            print(f"no {name} for the tests: {reason}. Tests that need it are skipped.", file=sys.stderr)
            return int(os.environ.get("CI") == "true")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
