"""`make soak`: every attack in turn on a running gateway, and what another principal gets meanwhile; memory at the end.

python -m tests.dos --seconds 600 [--only NAME ...]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

from bench.site import children, resident
from tests.api.site import site
from tests.dos.load import GRANTS, LIMITS, Bystander, attacks, under

LONGEST: Final = 10.0
"""Seconds within which another principal's small question is answered, whatever goes on."""


def soak(seconds: float, only: list[str], folder: Path) -> list[str]:
    """Print a line an attack; what was wrong."""
    wrong: list[str] = []
    chosen = {name: attack for name, attack in attacks().items() if not only or name in only}
    each = seconds / (len(chosen) + 1)
    with site(folder, 20_000, LIMITS, GRANTS) as running, running.client("user:bob") as client:
        alone = Bystander()
        alone.asking(client, each)
        print(f"{'nothing':20} {alone.told}", flush=True)
        held = resident(running.process.pid)
        for name, attack in chosen.items():
            bystander = Bystander()
            with under(attack, running):
                bystander.asking(client, each)
            now = resident(running.process.pid)
            print(f"{name:20} {bystander.told}; gateway {now:.0f} MB", flush=True)
            if bystander.failed or bystander.at(1) > LONGEST or running.process.poll() is not None:
                wrong.append(f"{name}: {bystander.told}")
        engines = [round(resident(pid)) for pid in children(running.process.pid)]
        print(
            f"gateway {held:.0f} MB before, {resident(running.process.pid):.0f} MB after; engine processes {engines} MB"
        )
        if not running.storage.audit.verify().ok:
            wrong.append("the audit chain does not verify")
    return wrong


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.dos", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--only", nargs="+", default=[], metavar="NAME")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        wrong = soak(given.seconds, given.only, Path(name))
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
