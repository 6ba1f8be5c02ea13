"""Completeness: each code, setting, kind, event, metric, act and mask of the product stands in its page, and nothing else does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from connectors import ALL
from gateway.api.http.errors import HTTP_STATUS
from gateway.errors import ErrorCode
from gateway.policy.acts import ACTS
from gateway.settings_parts import Tree
from gateway.settings_tree import Settings
from gateway.telemetry import LEVELS, Telemetry
from tests.contracts.world import FILE_WORLDS, SERVER_WORLDS

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"


def rows(page: str, heading: str = "") -> list[list[str]]:
    """The table rows of a page, or of one of its sections, as cells."""
    text = (DOCS / page).read_text(encoding="utf-8")
    if heading:
        text = text.partition(f"{heading}\n")[2].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("|---")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def names(cell: str) -> list[str]:
    """What stands in back quotes."""
    return re.findall(r"`([^`]+)`", cell)


def test_every_error_has_a_status_and_a_row_that_says_what_to_do() -> None:
    assert set(HTTP_STATUS) == set(ErrorCode)
    documented = {row[0]: row[1:] for row in rows("errors.md") if row[0].startswith("GW")}
    assert list(documented) == sorted(documented)
    assert set(documented) == {code.value for code in ErrorCode}
    for code in ErrorCode:
        name, status, means, advice = documented[code.value]
        assert name == f"`{code.name}`"
        assert int(status) == HTTP_STATUS[code], code
        assert means
        assert advice


def test_codes_are_numbered_by_stage_and_never_twice() -> None:
    numbers = [code.value for code in ErrorCode]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"GW[1234589]\d\d", number) for number in numbers)


def settings(tree: type[Tree]) -> Iterator[tuple[str, type[Tree]]]:
    for name, field in tree.model_fields.items():
        annotation = field.annotation
        inner = getattr(annotation, "__args__", (annotation,))[-1]
        if isinstance(inner, type) and issubclass(inner, Tree):
            yield name, inner


def test_every_setting_is_documented_in_its_section() -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    sections = dict(settings(Settings))
    assert set(sections) == {"gateway", "engine", "trino", "opa", "limits", "http", "logins", "owners", "sources"}
    for name, tree in sections.items():
        heading = rf"## \[{name}(\.NAME)?\]\n"
        found = re.search(heading + r"(.*?)(?=\n## |\Z)", text, re.DOTALL)
        assert found, name
        missing = [key for key in tree.model_fields if f"`{key}`" not in found[2]]
        assert not missing, f"[{name}] {missing}"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    for name, tree in settings(Settings):
        if name in ("gateway", "engine", "trino", "limits", "http"):
            told = {key for row in rows("settings.md", f"## [{name}]")[1:] for key in names(row[0])}
            assert told == set(tree.model_fields), name


def test_every_kind_of_source_is_documented_with_its_options_and_under_contract() -> None:
    assert set(FILE_WORLDS) | set(SERVER_WORLDS) == set(ALL)
    readme = (ROOT / "connectors" / "README.md").read_text(encoding="utf-8")
    described = {kind: row[1] for row in rows("settings.md", "### options, by kind")[1:] for kind in names(row[0])}
    assert set(described) == set(ALL)
    for kind, connector in ALL.items():
        assert f"| `{kind}` |" in readme
        missing = [option for option in connector.options.model_fields if option not in names(described[kind])]
        assert not missing, f"{kind}: {missing}"


def events() -> set[str]:
    """Names of events in the code: what `Event(…)` and `_tell(…)` are called with, directly or through a local name."""
    found = set()
    for file in [*(ROOT / "gateway").rglob("*.py"), *(ROOT / "connectors").rglob("*.py")]:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and _emits(node)]
            for call in calls:
                argument = call.args[0]
                if isinstance(argument, ast.Name):
                    argument = _assigned(function, argument.id) or argument
                found |= {n.value for n in ast.walk(argument) if isinstance(n, ast.Constant) and "." in str(n.value)}
    return {str(name) for name in found}


def _emits(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return name in ("Event", "_tell") and bool(call.args)


def _assigned(function: ast.AST, name: str) -> ast.expr | None:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            return node.value
    return None


def test_every_event_is_documented_with_its_level() -> None:
    levels = {name: row[1] for row in rows("events.md", "## Events")[1:] for name in names(row[0])}
    assert len(levels) >= 20
    assert set(levels) == events()
    assert levels == {name: LEVELS.get(name, "info") for name in levels}
    assert set(LEVELS) <= set(levels)


def test_every_metric_is_documented() -> None:
    told = {name for row in rows("events.md", "## Metrics")[1:] for name in names(row[0])}
    assert told == {metric.name for metric in Telemetry().registry.collect()}


def test_every_act_of_the_policy_language_is_documented() -> None:
    told = {row[0].strip("`") for row in rows("policy.md")}
    assert set(ACTS) <= told


@pytest.mark.parametrize("page", sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("*/README.md")]), ids=str)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "#", "mailto:")):
            assert (page.parent / target.partition("#")[0]).exists(), target
