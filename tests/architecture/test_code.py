"""How the code is written, as far as a test can tell: small files, reasons beside exceptions, nothing switched off in silence."""

from __future__ import annotations

import ast
import builtins
import io
import re
import tokenize
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
CODE: Final = sorted([*(ROOT / "gateway").rglob("*.py"), *(ROOT / "connectors").rglob("*.py")])
TESTS: Final = sorted((ROOT / "tests").rglob("*.py"))
CEILING: Final = 300
LONGER: Final = {
    "gateway/app.py": "builds every object, which nothing else does",
    "gateway/pipeline/bound.py": "one value type a construct: the language on one page",
    "gateway/execution/running.py": "one statement from admission to its last record",
}
BANNED: Final = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common|base)(_|$)")


def path(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def place(file: Path, node: ast.ExceptHandler | ast.expr | ast.stmt) -> str:
    return f"{path(file)}:{node.lineno}"


@cache
def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def nodes(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text_of(file))))


@cache
def comments(file: Path) -> Mapping[int, str]:
    """The comments of a file by line; most files are not tokenized, for they hold none that matters."""
    tokens = tokenize.generate_tokens(io.StringIO(text_of(file)).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def test_files_are_short_or_there_is_a_reason() -> None:
    lengths = {path(file): len(file.read_text(encoding="utf-8").splitlines()) for file in CODE}
    assert {name for name, length in lengths.items() if length > CEILING} <= set(LONGER)
    assert {name for name in LONGER if name not in lengths} == set()
    assert sorted(lengths.values())[len(lengths) // 2] <= 130


def test_a_module_says_its_purpose_and_is_named_for_it() -> None:
    silent = [path(f) for f in CODE if text_of(f).strip() and not ast.get_docstring(ast.parse(text_of(f)))]
    assert not silent, "a docstring says what it is for"
    assert [path(f) for f in CODE if BANNED.search(f.stem)] == []


def test_whoever_catches_everything_raises_it_again_or_says_why() -> None:
    handlers = [(f, node) for f in CODE for node in nodes(f) if isinstance(node, ast.ExceptHandler)]
    assert len(handlers) > 50
    broad = [(f, n) for f, n in handlers if n.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(n.type))]
    assert [place(f, node) for f, node in broad if not _raised_again(node) and not _explained(f, node)] == []


def _raised_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))


def _explained(file: Path, handler: ast.ExceptHandler) -> bool:
    return any(line in comments(file) for line in range(handler.lineno, handler.body[0].lineno + 1))


def test_what_is_switched_off_is_named() -> None:
    unnamed = []
    for file in [*CODE, *TESTS]:
        if re.search(r"type: *ignore|noqa", text_of(file)):
            for line, comment in comments(file).items():
                ignored = re.search(r"type: *ignore(?!\[[a-z-]+)", comment)
                quiet = re.search(r"\bnoqa\b(?!: ?[A-Z]+\d+)", comment)
                unnamed += [f"{path(file)}:{line}"] if ignored or quiet else []
    assert unnamed == []


def test_no_test_is_expected_to_fail_skipped_without_a_reason_or_patched() -> None:
    found = []
    for file in TESTS:
        for node in nodes(file):
            match node:
                case ast.Attribute(attr=name) if name == "x" + "fail":
                    found.append(place(file, node))
                case ast.Attribute(value=ast.Name(id="mock"), attr="patch"):
                    found.append(place(file, node))
                case ast.Call(func=called, args=[], keywords=[]) if ast.unparse(called).endswith(
                    ("pytest.skip", "mark.skip")
                ):
                    found.append(place(file, node))
                case _:
                    pass
    assert found == []


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
            for node in nodes(file):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    name = ast.unparse(node.exc.func)
                    assert name not in vars(builtins) or name in allowed, place(file, node)
