"""Writes docker/.env: the example with every empty variable filled in at random. Never overwrites one. `make docker-env`."""

from __future__ import annotations

import base64
import os
import re
import secrets
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent


def filled(example: str) -> str:
    """The example with values. Passwords are hex: they stand in URLs, too.

    >>> len(filled("A=")), filled("A=1"), len(base64.b64decode(filled("HUILIU_MASTER_KEY=").partition("=")[2]))
    (50, 'A=1', 32)
    """

    def value(found: re.Match[str]) -> str:
        if found[1] == "HUILIU_MASTER_KEY":
            return f"{found[1]}={base64.b64encode(secrets.token_bytes(32)).decode()}"
        return f"{found[1]}={secrets.token_hex(24)}"

    return re.sub(r"(?m)^([A-Z_]+)=$", value, example)


def main() -> int:
    """0 when the file was written; 1 when there is one already: databases in its volumes know its passwords."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / ".env"
    text = filled((HERE / ".env.example").read_text(encoding="utf-8"))
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{target} is there already; the databases know its passwords", file=sys.stderr)
        return 1
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    print(f"{target} is written; keep it to yourself")
    return 0


if __name__ == "__main__":
    sys.exit(main())
