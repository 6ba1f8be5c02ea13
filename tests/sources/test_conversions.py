"""The file of what does not convert, where several gateways share a data_dir."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gateway.conversions import Count, read, write


def test_several_writers_do_not_meet_in_one_draft(tmp_path: Path) -> None:
    path = tmp_path / "conversions.json"

    def writing(writer: int) -> None:
        name = f"police.main.t{writer}"
        for _ in range(50):
            write(path, {name: Count(relation=name, columns="a integer", at="", lost={"a": writer})})
            assert len(read(path)) == 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(writing, range(4)))
    assert [file.name for file in tmp_path.iterdir()] == ["conversions.json"]
    assert path.stat().st_mode & 0o777 == 0o600
