"""`make trino`: assembles the real parts and says where they are; `python -m tests.trino serve` also runs a server."""

from __future__ import annotations

import os
import signal
import sys

from tests.trino.artifacts import BENCHMARKS, CLI, COMPILER, JDBC, JDBC_NEWEST, PARSER, PartMissingError, fetch, server
from tests.trino.java import java
from tests.trino.server import running


def main(words: list[str]) -> int:
    """0 unless a part is missing that is asked for: by name, or by CI."""
    try:
        home = server()
        programs = fetch(CLI, JDBC)
        fetch(*PARSER, COMPILER, BENCHMARKS, JDBC_NEWEST)
        print(f"Trino   {home}\nJava    {java()}\nclient  {programs[0]}\ndriver  {programs[1]}", flush=True)
        if words == ["serve"]:
            with running(memory="3G") as started:
                print(f"export HUILIU_TRINO_URL={started.url}   # until Ctrl-C", flush=True)
                signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except PartMissingError as reason:
        print(f"no Trino for the tests: {reason}. Tests that need it are skipped.", file=sys.stderr)
        return int(bool(words) or os.environ.get("CI") == "true")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
