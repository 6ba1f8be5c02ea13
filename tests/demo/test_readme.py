"""What the pages say is true: links lead somewhere, examples are valid, both languages say the same."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path

import pytest

from gateway.app import owners_of
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.policy.reading import read_folder
from gateway.settings import check
from tests.demo.conftest import ROOT

PAGES = ("README.md", "README.zh-CN.md", "policies/README.md", "docs/operations.md", "CHANGELOG.md")
READMES = ("README.md", "README.zh-CN.md")
CREDENTIALS = {"HEALTH_USER": "reader", "HEALTH_PASSWORD": "x"}
DAY = datetime.date(2026, 11, 22)


def blocks(page: str) -> list[str]:
    """Indented blocks of a page, without their indentation."""
    found: list[list[str]] = [[]]
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        if re.match(r" {8}", line) or (not line.strip() and found[-1]):
            found[-1].append(line[8:])
        elif found[-1]:
            found.append([])
    return ["\n".join(block).strip() for block in found if block]


def block_with(page: str, text: str) -> str:
    return next(block for block in blocks(page) if text in block)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    base = (ROOT / page).parent
    for target in re.findall(r"\]\(([^)#]+)", (ROOT / page).read_text(encoding="utf-8")):
        assert target.startswith("https://") or (base / target).exists(), target


@pytest.mark.parametrize("page", READMES)
def test_people_and_purposes_of_the_readme_are_in_the_policies(page: str, owners: tuple[Owner, ...]) -> None:
    policy = load(read_folder(ROOT / "policies"), owners, on=DAY)
    table = [
        line.split("|")
        for line in (ROOT / page).read_text(encoding="utf-8").splitlines()
        if "`user:" in line and line.startswith("|")
    ]
    assert len(table) == 5
    for _, who, purpose, *_ in table:
        code = re.search(r"`(user:[a-z]+)`", who)
        assert code is not None
        assert code[1] in policy.principals
        declared = re.search(r"`([a-z-]+)`", purpose)
        assert declared is None or declared[1] in policy.purposes_of(code[1])


@pytest.mark.parametrize("page", READMES)
def test_the_example_of_a_source_is_a_valid_configuration(page: str) -> None:
    settings = check(tomllib.loads(block_with(page, "[sources.health]")), Path("gateway.toml"), CREDENTIALS)
    assert settings.sources["health"].kind == "postgresql"


@pytest.mark.parametrize("page", READMES)
def test_the_example_of_policy_files_loads_in_the_example_of_a_site(page: str) -> None:
    owners = owners_of(check(tomllib.loads(block_with(page, "[sources.health]")), Path("gateway.toml"), CREDENTIALS))
    example = block_with(page, "H-1")
    names = re.findall(r"^# policies/(\S+)$", example, re.MULTILINE)
    assert names == ["policy.d/common.csv", "policy.d/health.csv"]
    texts = re.split(r"^# policies/\S+$", example, flags=re.MULTILINE)[1:]
    policy = load({name: text.strip().encode() for name, text in zip(names, texts, strict=True)}, owners, on=DAY)
    assert policy.column("user:chen", "health.public.visits.cost", None) is not None


def test_both_languages_have_the_same_parts() -> None:
    english, chinese = ((ROOT / page).read_text(encoding="utf-8") for page in READMES)
    for mark in (r"^#+ ", r"^\| ", r"^- ", r"^ {4}make ", r"^\d\. "):
        assert len(re.findall(mark, english, re.MULTILINE)) == len(re.findall(mark, chinese, re.MULTILINE)), mark


@pytest.mark.parametrize("page", READMES)
def test_the_two_commands_are_targets_of_the_makefile(page: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"^ {4}make ([a-z]+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert named == ["demo", "test"]
    assert "test" in targets
