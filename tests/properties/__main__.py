"""`make properties`: the laws on very many (statement, policy, data) cases, on all cores, resumable.

python -m tests.properties --cases 100000 [--seconds N]   goes on where the last run stopped (--fresh: from the start)
python -m tests.properties --replay FILE                  one failing case once more
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Final

from tests.properties.chunks import Run
from tests.properties.laws import law, read

FOLDER: Final = Path("var/properties")


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.properties", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--seconds", type=float)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    asked.add_argument("--folder", type=Path, default=FOLDER)
    asked.add_argument("--fresh", action="store_true")
    asked.add_argument("--replay", type=Path, metavar="FILE")
    given_ = asked.parse_args()
    if given_.replay:
        return replay(given_.replay)
    given_.folder.mkdir(parents=True, exist_ok=True)
    run = Run(given_.folder, given_.cases, given_.seconds)
    if given_.fresh:
        run.record.unlink(missing_ok=True)
    run.resume()
    run.run(given_.workers)
    print(run.line)
    for path in run.failures:
        print(f"VIOLATION  python -m tests.properties --replay {path}")
    return 1 if run.failures else 0


def replay(path: Path) -> int:
    found = json.loads(path.read_text("utf-8"))
    case = read(found["case"])
    print(f"{found['law']}\n{case['sql']}")
    try:
        law(found["law"]).holds(**case)
    except Exception:  # shown as it is
        traceback.print_exc()
        return 1
    print("it holds now")
    return 0


if __name__ == "__main__":
    sys.exit(main())
