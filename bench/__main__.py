"""`python -m bench [names] [--json FILE] [--quick]`: measures, prints a table, writes the figures as JSON."""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
import os
import platform
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from bench.figures import Figure

MODULES: Final = (
    "rewriting",
    "decisions",
    "pages",
    "joins",
    "clients",
    "startup",
    "memory",
    "listing",
    "on_trino",
    "endpoint",
    "on_opa",
)


def main() -> None:
    """Measure what was asked for; a module that fails ends the run, with what was measured so far written."""
    asked = _arguments()
    found: dict[str, list[Figure]] = {}
    print(f"{'':54}{'value':>10} {'unit':7}{'aim':>8}  {'ratio':>6}")
    try:
        for name in asked.names or MODULES:
            found[name] = []
            print(f"-- {name}")
            for figure in _measured(name, quick=asked.quick):
                found[name].append(figure)
                _show(figure)
    finally:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        told = {"machine": _machine(), "quick": asked.quick, "figures": _plain(found)}
        asked.json.write_text(json.dumps(told, indent=1) + "\n")
        print(f"written to {asked.json}")


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="what to measure; everything when left out")
    parser.add_argument("--json", type=Path, default=Path("bench/results/latest.json"), help="where the figures go")
    parser.add_argument("--quick", action="store_true", help="smaller data and fewer rounds: to see that it runs")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(MODULES)
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))} (there are {', '.join(MODULES)})")
    return asked


def _measured(name: str, *, quick: bool) -> Iterator[Figure]:
    measure: Callable[[bool], Iterator[Figure]] = importlib.import_module(f"bench.{name}").measure
    yield from measure(quick)


def _show(figure: Figure) -> None:
    verdict = {None: "", True: " ok", False: " MISSED"}[figure.met]
    aim = "" if figure.aim is None else f"{figure.aim:g}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    of = f" of {figure.of}" if figure.of else ""
    note = f"  {figure.note}" if figure.note else ""
    print(f"{figure.name:54}{figure.value:10.3g} {figure.unit:7}{aim:>8}  {ratio:>6}{of}{verdict}{note}", flush=True)


def _plain(found: dict[str, list[Figure]]) -> dict[str, list[dict[str, object]]]:
    return {name: [asdict(figure) | {"met": figure.met} for figure in figures] for name, figures in found.items()}


def _machine() -> dict[str, object]:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main()
