"""How the code is written, as far as a test can tell: small files, reasons beside exceptions, nothing switched off in silence."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
CODE: Final = sorted([*(ROOT / "gateway").rglob("*.py"), *(ROOT / "connectors").rglob("*.py")])
TESTS: Final = sorted((ROOT / "tests").rglob("*.py"))
CEILING: Final = 300
LONGER: Final = {
    "gateway/app.py": "builds every object, which nothing else does",
    "gateway/pipeline/bound.py": "one value type a construct: the language on one page",
    "gateway/pipeline/admit.py": "the allow-list over nodes and arguments: split, it could not be read as one",
    "gateway/pipeline/functions/casts.py": "the table of casts",
    "gateway/pipeline/functions/constants.py": "folding, one case a type",
    "gateway/pipeline/functions/table.py": "finding an overload, with its errors",
    "gateway/execution/running.py": "one statement from admission to its last record",
}
BANNED: Final = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common|base)(_|$)")


def path(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def comments(file: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(file.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_files_are_short_or_there_is_a_reason() -> None:
    lengths = {path(file): len(file.read_text(encoding="utf-8").splitlines()) for file in CODE}
    assert {name for name, length in lengths.items() if length > CEILING} <= set(LONGER)
    assert {name for name in LONGER if name not in lengths} == set()
    assert sorted(lengths.values())[len(lengths) // 2] <= 130


@pytest.mark.parametrize("file", CODE, ids=path)
def test_a_module_says_its_purpose_and_is_named_for_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a docstring says what it is for"
    assert not BANNED.search(file.stem)


@pytest.mark.parametrize("file", CODE, ids=path)
def test_whoever_catches_everything_raises_it_again_or_says_why(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    noted = {line for line, _ in comments(file)}
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = "everything" if node.type is None else ast.unparse(node.type)
        if re.search(r"\b(everything|Exception|BaseException)\b", caught):
            again = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
            assert again or set(range(node.lineno, node.body[0].lineno + 1)) & noted, f"{path(file)}:{node.lineno}"


@pytest.mark.parametrize("file", [*CODE, *TESTS], ids=path)
def test_what_is_switched_off_is_named(file: Path) -> None:
    for line, comment in comments(file):
        if re.search(r"type:\s*ignore", comment):
            assert re.search(r"ignore\[[a-z-]+", comment), f"{path(file)}:{line}"
        if re.search(r"\bnoqa\b", comment):
            assert re.search(r"noqa: ?[A-Z]+\d+", comment), f"{path(file)}:{line}"


@pytest.mark.parametrize("file", TESTS, ids=path)
def test_no_test_is_expected_to_fail_or_skipped_without_a_reason(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr != "x" + "fail", f"{path(file)}:{node.lineno}"
            assert not (node.attr == "patch" and ast.unparse(node.value).endswith("mock")), (
                f"{path(file)}:{node.lineno}"
            )
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("pytest.skip", "pytest.mark.skip"):
            assert node.args or node.keywords, f"{path(file)}:{node.lineno}"


def test_every_folder_of_tests_is_a_package() -> None:
    assert {path(file.parent) for file in TESTS if not (file.parent / "__init__.py").exists()} == set()


def test_every_kind_of_error_is_raised_on_purpose() -> None:
    """The core raises errors of the tree, not Python's own (but for what can not happen, and for texts of policies that are checked at load)."""
    allowed = {
        "AssertionError",
        "ValueError",
        "KeyError",
        "TypeError",
        "NotImplementedError",
        "StopIteration",
        "AttributeError",
    }
    for part in ("pipeline", "policy", "masking", "catalog"):
        for file in (ROOT / "gateway" / part).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    name = ast.unparse(node.exc.func)
                    builtin = name in vars(__import__("builtins"))
                    assert not builtin or name in allowed, f"{path(file)}:{node.lineno}: {name}"
