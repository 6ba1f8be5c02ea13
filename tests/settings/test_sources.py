"""Sources of the settings against their kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import ErrorCode, OwnError
from gateway.settings import SettingsError, read
from gateway.sources import configured_sources

OWNERS = '[owners.a]\npolicy = "a.csv"\ncontact = "0571-1"\n[owners.b]\npolicy = "b.csv"\n'


def no_secret(name: str) -> str:
    raise OwnError(f"the key file holds no secret `{name}`", code=ErrorCode.CONFIG_INVALID)


def problems(folder: Path, text: str) -> tuple[str, ...]:
    path = folder / "gateway.toml"
    path.write_text(OWNERS + text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        configured_sources(read(path, {}), no_secret)
    return caught.value.problems


def test_options_are_checked_and_paths_are_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "gateway.toml").write_text(
        OWNERS + '[sources.one]\nkind = "sqlite"\nowner = "a"\noptions = { path = "x.db" }\n'
    )
    [source] = configured_sources(read(tmp_path / "gateway.toml", {}), no_secret)
    assert source.engine.options.model_dump()["path"] == tmp_path / "x.db"
    assert source.engine.contact == source.entry.source.contact == "0571-1"
    assert source.entry.loose


def test_wrong_sources_are_all_reported_with_the_nearest_word(tmp_path: Path) -> None:
    text = (
        '[sources.one]\nkind = "sqlit"\nowner = "a"\n'
        '[sources.two]\nkind = "sqlite"\nowner = "b"\noptions = { paht = "x" }\n'
    )
    assert problems(tmp_path, text) == (
        "gateway.toml: sources.one.kind: there is no kind `sqlit`; did you mean `sqlite`?",
        "gateway.toml: sources.two.options.path: is missing",
        "gateway.toml: sources.two.options.paht: is not an option; did you mean `path`?",
    )


def test_two_sources_on_one_database_are_refused(tmp_path: Path) -> None:
    text = "".join(
        f'[sources.{name}]\nkind = "sqlite"\nowner = "{owner}"\noptions = {{ path = "{path}" }}\n'
        for name, owner, path in (("one", "a", "x.db"), ("two", "b", "./x.db"))
    )
    assert problems(tmp_path, text) == ("gateway.toml: sources.two: is the same database as source `one`",)


def test_a_missing_entry_of_the_key_file_is_named(tmp_path: Path) -> None:
    text = '[sources.one]\nkind = "sqlite"\nowner = "a"\ncredentials = "keyfile:one"\noptions = { path = "x" }\n'
    assert problems(tmp_path, text) == (
        "gateway.toml: sources.one.credentials: the key file holds no secret `one.user`",
    )
