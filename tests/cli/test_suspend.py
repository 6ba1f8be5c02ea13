"""`huiliu source list`, `suspend` and `resume`: on a site where nothing runs, and under a gateway that does."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from gateway.cli.main import main
from tests.cli.conftest import Place
from tests.cli.test_offline import there, told
from tests.cli.test_site import LIHUA
from tests.faults.site import until

__all__ = ["there"]
SQL = "SELECT name FROM civil.main.applicants LIMIT 1"


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    return {one["source"]: one for one in told(capsys, "source", "list")["sources"]}


def test_a_source_is_suspended_listed_and_resumed(capsys: pytest.CaptureFixture[str], there: Place) -> None:
    assert {one["state"] for one in listed(capsys).values()} == {"open"}
    assert told(capsys, "source", "suspend", "police", "--reason", "搬迁") == {
        "source": "police",
        "suspended": True,
        "reason": "搬迁",
    }
    police = listed(capsys)["police"]
    assert str(police["state"]).startswith("the source `police` is suspended since 2")
    assert str(police["by"]).startswith("local")
    assert (police["reason"], police["suspended"], listed(capsys)["civil"]["suspended"]) == ("搬迁", True, False)
    assert told(capsys, "source", "resume", "police") == {"source": "police", "suspended": False}
    assert listed(capsys)["police"]["state"] == "open"
    events = [one["event"] for one in told(capsys, "audit", "search")["records"]]
    assert [name for name in events if name.startswith("source.")] == ["source.resumed", "source.suspended"]


def test_the_table_tells_who_suspended_a_source_since_when_and_why(
    capsys: pytest.CaptureFixture[str], there: Place
) -> None:
    told(capsys, "source", "suspend", "police", "--reason", "搬迁")
    by = listed(capsys)["police"]["by"]
    assert main(["source", "list"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("police"))
    assert re.search(rf"suspended since \d{{4}}-\d\d-\d\d \d\d:\d\d by {re.escape(str(by))}: 搬迁", line), line
    assert "the source" not in line, "the first column says which"


def test_what_cannot_be_suspended_or_resumed_is_told_so(capsys: pytest.CaptureFixture[str], there: Place) -> None:
    assert "there is no source `polic`" in told(capsys, "source", "suspend", "polic", code=2)["error"]["message"]
    assert "no suspended source" in told(capsys, "source", "resume", "police", code=2)["error"]["message"]
    for reason in ("two\nlines", "x" * 201, "\x1b[31m"):
        assert told(capsys, "source", "suspend", "police", "--reason", reason, code=2)["error"]["name"]
    assert listed(capsys)["police"]["suspended"] is False


def test_hours_that_cannot_be_read_are_told_with_their_key(capsys: pytest.CaptureFixture[str], there: Place) -> None:
    file = there.folder / "gateway.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("[sources.police]", '[sources.police]\nwindows = ["8-18"]\nconcurrent = 0'), "utf-8")
    assert main(["config", "check"]) == 2
    err = capsys.readouterr().err
    assert "gateway.toml: sources.police.windows: `8-18` is not a window, write for example Mon-Fri 07:30-20:00" in err
    assert "gateway.toml: sources.police.concurrent:" in err


def test_bounds_are_listed(capsys: pytest.CaptureFixture[str], there: Place) -> None:
    file = there.folder / "gateway.toml"
    text = file.read_text("utf-8")
    bounds = 'windows = ["Mon-Fri 07:30-20:00"]\nconcurrent = 2\nseconds = 20\nrows = 500'
    file.write_text(text.replace("[sources.police]", f"[sources.police]\n{bounds}"), "utf-8")
    police = listed(capsys)["police"]
    assert (police["windows"], police["concurrent"]) == (["Mon-Fri 07:30-20:00"], 2)
    assert (police["seconds"], police["rows"]) == (20, 500)


@pytest.mark.slow
def test_a_running_gateway_reads_a_suspended_source_no_more_and_still_lists_it(city: Place) -> None:
    def ask(sql: str) -> dict[str, object]:
        document: dict[str, object] = json.loads(city.run("query", *LIHUA, "--json", sql).stdout)
        return document

    token = json.loads(city.run("token", "create", "user:lihua", "-p", "dibao-check", "--json").stdout)["token"]
    process = city.start("serve")
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{city.port}", headers={"authorization": f"Bearer {token}"}, timeout=30
    )

    def code(sql: str) -> str:
        answer = client.post("/v1/query", json={"sql": sql, "purpose": "dibao-check"}).json()
        return str(answer.get("name") or "")

    def ready() -> bool:
        try:
            return client.get("/v1/ready").status_code == 200
        except httpx.TransportError:
            return False

    try:
        until(ready, 60)
        assert code(SQL) == ""
        assert city.run("source", "suspend", "civil", "--reason", "moving").returncode == 0
        until(lambda: code(SQL) == "SOURCE_SUSPENDED", 2)
        answer = client.post("/v1/query", json={"sql": SQL, "purpose": "dibao-check"})
        assert (answer.status_code, answer.json()["message"].endswith(": moving")) == (503, True)
        assert code("SHOW TABLES FROM civil.main") == ""
        error = ask(SQL)["error"]
        assert isinstance(error, dict)
        assert error["name"] == "SOURCE_SUSPENDED"
        assert city.run("source", "resume", "civil").returncode == 0
        until(lambda: code(SQL) == "", 2)
        assert "data" in ask(SQL)
    finally:
        city.run("source", "resume", "civil")
        client.close()
        process.terminate()
        process.wait(30)
