"""A shorter statement with the same finding: words go as long as it stays."""

from __future__ import annotations

from dataclasses import replace

from tests.fuzz.cases import Case
from tests.fuzz.oracle import Oracle
from tests.fuzz.texts import WORD


def shrunk(case: Case, kind: str) -> str:
    """Chunks of words are left out, ever smaller ones, then brackets with what they hold."""
    oracle = Oracle()

    def still(sql: str) -> bool:
        oracle.findings.clear()
        oracle.judge(replace(case, sql=sql, number=0))
        oracle.settle()
        return any(finding.kind == kind for finding in oracle.findings)

    words = WORD.findall(case.sql)
    size = len(words) // 2
    while size >= 1:
        at, shorter = 0, False
        while at < len(words):
            for candidate in _without(words, at, size):
                if len(candidate) < len(words) and still("".join(candidate)):
                    words, shorter = candidate, True
                    break
            else:
                at += size
        size = size if shorter and size == 1 else size // 2
    return "".join(words)


def _without(words: list[str], at: int, size: int) -> list[list[str]]:
    """The words without `size` of them; with a bracket there, without its inside, or without the pair."""
    found = [[*words[:at], *words[at + size :]]]
    if words[at] == "(":
        depth = 0
        for end in range(at, len(words)):
            depth += (words[end] == "(") - (words[end] == ")")
            if depth == 0:
                found += [
                    [*words[:at], *words[end + 1 :]],
                    [*words[:at], *words[at + 1 : end], *words[end + 1 :]],
                    [*words[:at], "1", *words[end + 1 :]],
                    [*words[:at], "NULL", *words[end + 1 :]],
                ]
                break
    return found
