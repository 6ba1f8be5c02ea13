"""Help teaches: every command says what it does, in a sentence, and shows at least one line to copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from gateway.cli.main import app

TREE: Any = typer.main.get_command(app)


def commands(command: Any, path: tuple[str, ...] = ("huiliu",)) -> Iterator[tuple[tuple[str, ...], Any]]:
    below = getattr(command, "commands", {})
    for name, one in below.items():
        yield from commands(one, (*path, name))
    if not below:
        yield path, command


EVERY = [pytest.param(path, command, id=" ".join(path)) for path, command in commands(TREE)]


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_command_has_a_sentence_and_an_example_of_itself(path: tuple[str, ...], command: Any) -> None:
    assert command.help
    assert command.help[0].isupper()
    if not command.hidden and path[1] != "keys":
        assert "Examples" in (command.epilog or "")
        assert " ".join(path) in command.epilog


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_option_is_explained(path: tuple[str, ...], command: Any) -> None:
    unexplained = [p.name for p in command.params if p.param_type_name == "option" and not p.help]
    assert unexplained == []


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_command_that_ends_by_itself_can_answer_in_json(path: tuple[str, ...], command: Any) -> None:
    if path != ("huiliu", "serve"):
        assert any("--json" in p.opts for p in command.params)


def test_the_commands_that_documents_name_are_there() -> None:
    there = {" ".join(path) for path, _ in commands(TREE)}
    named = {
        "huiliu demo", "huiliu serve", "huiliu query", "huiliu explain", "huiliu config check", "huiliu config show",
        "huiliu catalog accept", "huiliu policy check", "huiliu token create", "huiliu token list", "huiliu token revoke",
        "huiliu key create", "huiliu secret put", "huiliu audit verify", "huiliu audit search",
    }  # fmt: skip
    assert named <= there
