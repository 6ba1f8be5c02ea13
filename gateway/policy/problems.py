"""Everything that is wrong with a bundle, told at once: `file:line: message`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gateway.errors import AccessError, ErrorCode

PER_FILE: Final = 100
LINES_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. Line 0 is the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class PolicyProblems(AccessError):  # noqa: N818  # holds many, like an exception group
    """The bundle was not loaded. `problems` is for whoever edits policies; clients see a count only."""

    default_code = ErrorCode.POLICY_INVALID

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = list(problems)
        self.problems = grouped(found)
        count = len(found)
        super().__init__(
            f"the policy bundle has {count} problem{'s' if count != 1 else ''} and was not loaded",
            hint="run `huiliu policy check`",
            detail="\n".join(map(str, self.problems)),
        )


def grouped(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """In order of file and line; one message of a file stands once, and a file shows so many: one slip can repeat on every line."""
    lines: dict[tuple[str, str], list[int]] = {}
    for problem in sorted(problems):
        lines.setdefault((problem.file, problem.message), []).append(problem.line)
    files: dict[str, list[Problem]] = {}
    for (file, message), found in lines.items():
        files.setdefault(file, []).append(Problem(file, found[0], message + _others(found[1:])))
    return tuple(problem for found in files.values() for problem in _capped(found))


def _others(lines: list[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:LINES_SHOWN])) + (", …" if len(lines) > LINES_SHOWN else "")
    return f" (and {len(lines)} more: line{'s' if len(lines) > 1 else ''} {shown})"


def _capped(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= PER_FILE:
        return problems
    rest = Problem(problems[0].file, 0, f"and {len(problems) - PER_FILE} more problems in this file")
    return [*problems[:PER_FILE], rest]
