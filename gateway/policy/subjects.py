"""subjects.csv and titles.csv: attributes of people, services and departments, and names for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gateway.policy.grammar import KINDS, code_problems
from gateway.policy.hints import did_you_mean
from gateway.policy.lines import Line, read_lines
from gateway.policy.principal import Attribute
from gateway.policy.problems import Problem

SUBJECTS: Final = "subjects.csv"
TITLES: Final = "titles.csv"
BUILT_IN: Final = frozenset({"dept", "user"})
FROM_TOKEN: Final = "@from_token"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(\[\])?")
_TITLED: Final = (*KINDS, "purpose", "tag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One attribute of one subject. `value` is None when the token supplies it."""

    line: Line
    code: str
    attribute: str
    value: Attribute | None


def read_subjects(data: bytes) -> tuple[list[Subject], list[Problem]]:
    """All attributes, and what is wrong with the file."""
    lines, problems = read_lines(SUBJECTS, data, free_text=True)
    subjects: list[Subject] = []
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        found = list(_subject_problems(line))
        if not found:
            code, attribute, *values = line.fields
            name = attribute.removesuffix("[]")
            if (code, name) in seen:
                found.append(f"`{code}` already has `{name}` on line {seen[code, name]}")
            seen[code, name] = line.number
            value: Attribute | None = tuple(values) if attribute.endswith("[]") else values[0]
            from_token = FROM_TOKEN in values
            subjects.append(Subject(line=line, code=code, attribute=name, value=None if from_token else value))
        problems += [line.problem(message) for message in found]
    return subjects, problems


def _subject_problems(line: Line) -> Iterator[str]:
    if len(line.fields) < 3:
        yield f"a line is `subject, attribute, value`; this one has {len(line.fields)} field(s)"
        return
    code, attribute, *values = line.fields
    yield from code_problems(code, ("user", "service", "dept"), "subject")
    name = attribute.removesuffix("[]")
    if not _NAME.fullmatch(attribute):
        yield f"attribute `{attribute}` must be lower-case letters, digits and `_`"
    elif name in BUILT_IN:
        yield f"attribute `{name}` always exists and cannot be set"
    if len(values) > 1 and not attribute.endswith("[]"):
        yield f"attribute `{attribute}` has {len(values)} values; write `{attribute}[]` for a list, or quote the comma"
    if FROM_TOKEN in values and len(values) > 1:
        yield f"`{FROM_TOKEN}` stands alone"
    for value in values:
        if not value:
            yield f"attribute `{attribute}` has an empty value; leave the line out"
        elif value.startswith("@") and value != FROM_TOKEN:
            yield f"unknown mark `{value}`{did_you_mean(value, (FROM_TOKEN,))}"


def read_titles(data: bytes) -> tuple[Mapping[str, str], list[Problem]]:
    """Titles by code, and what is wrong with the file."""
    lines, problems = read_lines(TITLES, data, free_text=True)
    titles: dict[str, str] = {}
    for line in lines:
        found: list[str] = []
        if len(line.fields) != 2:
            found.append(f"a line is `code,title`; this one has {len(line.fields)} field(s)")
        else:
            code, title = line.fields
            found += code_problems(code, _TITLED, "code")
            if code in titles:
                found.append(f"`{code}` has a title already")
            titles[code] = title
        problems += [line.problem(message) for message in found]
    return titles, problems
