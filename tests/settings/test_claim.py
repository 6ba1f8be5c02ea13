"""Two gateways over one data_dir work in two folders."""

from __future__ import annotations

from pathlib import Path

from gateway.claim import claim


def test_a_folder_in_use_is_not_given_to_another_and_comes_back(tmp_path: Path) -> None:
    first, second = claim(tmp_path / "engine"), claim(tmp_path / "engine")
    assert (first.folder.name, second.folder.name) == ("engine", "engine-2")
    first.folder.mkdir()
    first.release()
    first.release()
    assert not first.folder.exists()
    third = claim(tmp_path / "engine")
    assert third.folder.name == "engine"
    second.release()
    third.release()
