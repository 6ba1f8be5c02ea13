"""`python -m gateway` is `huiliu`."""

from __future__ import annotations

import sys


def main() -> int:
    """The program; Ctrl-C while it is still being loaded ends it without a trace too."""
    try:
        from gateway.cli.main import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
