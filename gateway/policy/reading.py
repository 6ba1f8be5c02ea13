"""Files to a bundle, whole or not at all: all problems of all files are told together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from gateway.catalog.relations import Catalog, Relation
from gateway.policy.bundle import Bundle
from gateway.policy.catalog_check import catalog_problems
from gateway.policy.consistency import consistency_problems
from gateway.policy.grammar import parse_line
from gateway.policy.lines import Line, each_line
from gateway.policy.model import is_shipped
from gateway.policy.owners import Owner, owner_problems
from gateway.policy.ownership import ownership_problems
from gateway.policy.problems import PolicyProblems, Problem
from gateway.policy.rules import Grant, Membership, PolicyLine, Predicate, Tagging, Widening
from gateway.policy.subjects import SUBJECTS, TITLES, Subject, read_subjects, read_titles

RULES: Final = "policy.d/"
CHECKS: Final = "checks/"
MODEL: Final = "model.conf"
VERSION: Final = "VERSION"
CheckPredicate = Callable[[str, Relation], str | None]


def read_folder(path: Path) -> Mapping[str, bytes]:
    """Every file of a bundle by its path inside the folder: the one place here that reads a disk. Each is read once, and what is judged is these bytes."""
    names = [MODEL, VERSION, SUBJECTS, TITLES]
    for part in (RULES, CHECKS):
        names += sorted(f"{part}{file.name}" for file in (path / part).glob("*") if not file.name.startswith("."))
    return {name: (path / name).read_bytes() for name in names if (path / name).is_file()}


def parse_bundle(
    files: Mapping[str, bytes],
    owners: Iterable[Owner],
    *,
    catalog: Catalog | None = None,
    check_predicate: CheckPredicate | None = None,
) -> Bundle:
    """Read everything, or raise PolicyProblems with every problem of every file."""
    known = tuple(owners)
    problems = [Problem("gateway.toml", 0, message) for message in owner_problems(known)]
    problems += _file_problems(files, known)
    lines: list[PolicyLine] = []
    for name in sorted(name for name in files if name.startswith(RULES) and name.endswith(".csv")):
        for found in each_line(name, files[name]):
            value = parse_line(found) if isinstance(found, Line) else [found]
            if isinstance(value, list):
                problems += value
            else:
                lines.append(value)
    subjects, wrong = read_subjects(files.get(SUBJECTS, b"#"))
    titles, more = read_titles(files.get(TITLES, b"#"))
    bundle = _assemble(files, known, lines, subjects, titles)
    problems += [*wrong, *more, *ownership_problems(bundle, lines), *consistency_problems(bundle, lines)]
    if catalog is not None:
        problems += catalog_problems(bundle, catalog, check_predicate)
    if problems:
        raise PolicyProblems(problems)
    return bundle


def content_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and bytes of all that decides (checks do not)."""
    digest = hashlib.sha256()
    for name in sorted(name for name in files if not name.startswith(CHECKS)):
        digest.update(f"{len(name)}:{name}:{len(files[name])}:".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _file_problems(files: Mapping[str, bytes], owners: tuple[Owner, ...]) -> list[Problem]:
    problems: list[Problem] = []
    if VERSION in files and not re.fullmatch(rb"[A-Za-z0-9._-]{1,40}", files[VERSION].strip()):
        problems.append(Problem(VERSION, 1, "must be one line of letters, digits, `.`, `_` and `-`"))
    if MODEL in files and not is_shipped(files[MODEL]):
        problems.append(Problem(MODEL, 0, "differs from the model that the gateway ships; delete it, it is built in"))
    rules = [name for name in files if name.startswith(RULES)]
    if not rules:
        problems.append(Problem(RULES, 0, "holds no rule file; is this a policies folder?"))
    owned = {owner.policy_file for owner in owners}
    for name in sorted(rules):
        if not name.endswith(".csv"):
            problems.append(Problem(name, 0, "is not a .csv file; move it out of the folder"))
        elif name.removeprefix(RULES) not in owned:
            problems.append(
                Problem(name, 0, "belongs to no owner of gateway.toml; name it there under [owners.NAME] policy")
            )
    return problems


def _assemble(
    files: Mapping[str, bytes],
    owners: tuple[Owner, ...],
    lines: list[PolicyLine],
    subjects: list[Subject],
    titles: Mapping[str, str],
) -> Bundle:
    version = files.get(VERSION, b"0").decode(errors="replace").strip()
    return Bundle(
        version=f"{version}+{content_hash(files)[:16]}",
        owners=owners,
        grants=tuple(line for line in lines if isinstance(line, Grant)),
        predicates={line.name: line for line in lines if isinstance(line, Predicate)},
        memberships=tuple(line for line in lines if isinstance(line, Membership)),
        taggings=tuple(line for line in lines if isinstance(line, Tagging)),
        widenings=tuple(line for line in lines if isinstance(line, Widening)),
        subjects=tuple(subjects),
        titles=titles,
    )
