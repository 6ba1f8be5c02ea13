"""docker/.env as `make docker-env` writes it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
DOCKER: Final = ROOT / "docker"


def written(folder: Path) -> dict[str, str]:
    """Its variables, written into `folder`."""
    target = folder / "environment"
    subprocess.run([sys.executable, str(DOCKER / "environment.py"), str(target)], check=True, capture_output=True)
    return dict(re.findall(r"(?m)^([A-Z_]+)=(.*)$", target.read_text(encoding="utf-8")))
