"""Compiles our small Java programs once, and runs them with a driver."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.trino.artifacts import COMPILER, Artifact, cache, fetch, locked
from tests.trino.java import java

WALK: Final = Path(__file__).parent / "jdbc" / "Walk.java"


def compiled(source: Path) -> Path:
    """The folder of a program's classes, named by its text. It needs nothing but Java's own library."""
    [compiler] = fetch(COMPILER)
    classes = cache() / f"{source.stem.lower()}-{hashlib.sha256(source.read_bytes()).hexdigest()[:16]}"
    if not classes.exists():
        with locked(source.stem.lower()), tempfile.TemporaryDirectory(dir=cache(), prefix="compiling-") as folder:
            if not classes.exists():
                made = Path(folder) / "classes"
                words = [str(java()), "-jar", str(compiler), "-21", "-proc:none", "-d", str(made), str(source)]
                done = subprocess.run(words, capture_output=True, text=True, check=False)
                if done.returncode:
                    raise RuntimeError(f"{source.name} does not compile: {done.stdout}{done.stderr}")
                made.rename(classes)
    return classes


def command(source: Path, driver: Artifact, words: Sequence[str]) -> list[str]:
    """What starts the program."""
    [jar] = fetch(driver)
    path = f"{jar}:{compiled(source)}"
    options = ["-XX:TieredStopAtLevel=1", "-Duser.timezone=Asia/Shanghai", "-cp", path]
    return [str(java()), *options, source.stem, *words]


def run(source: Path, driver: Artifact, words: Sequence[str], seconds: float = 180) -> str:
    """What the program prints."""
    done = subprocess.run(command(source, driver, words), capture_output=True, text=True, check=False, timeout=seconds)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
