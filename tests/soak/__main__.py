"""`make soak-clients`: a crowd of Trino clients at a gateway, and a gateway that is killed again and again behind a balancer.

python -m tests.soak crowd    --engine duckdb --clients 200 --seconds 600
python -m tests.soak replicas --clients 8 --seconds 600
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.clients.site import place
from tests.servers import running_postgresql
from tests.soak.crowd import NAMES, Crowd
from tests.soak.replicas import Killed, balanced
from tests.trino.server import Trino, running

LIMITS = {
    "duckdb": "seconds = 60\nconcurrent_per_principal = 400\nconcurrent = 400\nqueue = 1000",
    "trino": "seconds = 60\nconcurrent_per_principal = 400\nconcurrent = 16\nqueue = 1000\nqueue_seconds = 300",
}
"""All at once for the embedded engine, which has places of its own; as many as two cores of Trino can do within their time, and the others wait."""


def main() -> int:
    """1 when an answer was wrong, or something grew."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["crowd", "replicas"])
    parser.add_argument("--engine", choices=["duckdb", "trino"], default="duckdb", help="of the crowd's gateway")
    parser.add_argument("--clients", type=int, default=0, help="200 in a crowd, 8 at two replicas")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--pause", type=float, default=30.0, help="seconds between two kills")
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON document, and nothing else")
    asked = parser.parse_args()
    told = (_crowd if asked.what == "crowd" else _replicas)(asked)
    print(json.dumps(told, ensure_ascii=False, indent=None if asked.json else 1))
    return 1 if told["wrong"] or told.get("grew") else 0


def _crowd(asked: argparse.Namespace) -> dict[str, Any]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgresql = stack.enter_context(running_postgresql(connections=500))
        trino = stack.enter_context(_trino()) if asked.engine == "trino" else None
        here = stack.enter_context(place(folder / "site", postgresql, trino, limits=LIMITS[asked.engine]))
        NAMES.update({"X-Trino-Catalog": here.catalog, "X-Trino-Schema": "public"})
        return asyncio.run(Crowd(here, asked.clients or 200, asked.seconds, _say(asked)).run()).told()


def _replicas(asked: argparse.Namespace) -> dict[str, Any]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgresql = stack.enter_context(running_postgresql(connections=200))
        trino = stack.enter_context(_trino())
        a, b, people, base = stack.enter_context(balanced(postgresql, trino, folder))
        killed = Killed((a, b), people, base, _say(asked))
        return asyncio.run(killed.run(asked.clients or 8, asked.seconds, asked.pause)).plain()


def _trino() -> Any:
    from contextlib import nullcontext

    url = os.environ.get("HUILIU_TRINO_URL")
    return nullcontext(Trino(url)) if url else running("4G", quick=False)


def _say(asked: argparse.Namespace) -> Any:
    return (lambda text: None) if asked.json else (lambda text: print(text, flush=True))


if __name__ == "__main__":
    sys.exit(main())
