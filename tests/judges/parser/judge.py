"""Trino's own parser as a judge: are two texts the same tree? The program is compiled once, into the user's cache folder."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from tests.trino.artifacts import COMPILER, PARSER, cache, fetch, locked
from tests.trino.java import NEEDED, java

SOURCE: Final = Path(__file__).with_name("TreeJudge.java")


class Verdict(Enum):
    """What Trino's parser makes of a pair. UNSHOWN: the trees differ, and their texts may not show where."""

    SAME = "S"
    DIFFERS = "D"
    UNSHOWN = "U"
    FIRST_REFUSED = "A"
    SECOND_REFUSED = "B"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, with both trees as Trino writes them out when they differ, or with the reason of a refusal first."""

    verdict: Verdict
    first: str
    second: str


def judge(pairs: Iterable[tuple[str, str]]) -> list[Judgement]:
    """A judgement for each pair, in one run of Java."""
    classes = _compiled()
    path = ":".join(str(file) for file in [classes, *fetch(*PARSER)])
    words = [str(java()), "-Xss64m", "-Xmx1G", "-XX:TieredStopAtLevel=1", "-cp", path, "TreeJudge"]
    framed = b"".join(_frame(text) for pair in pairs for text in pair)
    done = subprocess.run(words, input=framed, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the parser judge failed: {done.stderr.decode()[:2000]}")
    return list(_answers(done.stdout))


def _frame(text: str) -> bytes:
    content = text.encode()
    return struct.pack(">I", len(content)) + content


def _answers(output: bytes) -> Iterator[Judgement]:
    at = 0
    while at < len(output):
        verdict = Verdict(chr(output[at]))
        texts = []
        at += 1
        for _ in range(2):
            (length,) = struct.unpack_from(">I", output, at)
            texts.append(output[at + 4 : at + 4 + length].decode())
            at += 4 + length
        yield Judgement(verdict, *texts)


def _compiled() -> Path:
    """The folder of the program's classes, named by what they are made of."""
    compiler, *jars = fetch(COMPILER, *PARSER)
    made_of = hashlib.sha256(SOURCE.read_bytes() + "".join(jar.name for jar in (compiler, *jars)).encode())
    classes = cache() / f"tree-judge-{made_of.hexdigest()[:16]}"
    if not classes.exists():
        with locked("tree-judge"), tempfile.TemporaryDirectory(dir=cache(), prefix="compiling-") as folder:
            if not classes.exists():
                made = Path(folder) / "classes"
                path = ":".join(map(str, jars))
                words = [str(java()), "-jar", str(compiler), f"-{NEEDED}", "-proc:none", "-cp", path, "-d", str(made)]
                done = subprocess.run([*words, str(SOURCE)], capture_output=True, text=True, check=False)
                if done.returncode:
                    raise RuntimeError(f"{SOURCE.name} does not compile: {done.stdout}{done.stderr}")
                made.rename(classes)
    return classes
