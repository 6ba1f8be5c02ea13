"""`huiliu demo` end to end: three people, one SQL, three answers that differ where policy says so; then it serves, and ends without a trace."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Place

pytestmark = pytest.mark.slow

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
NUMBER = re.compile(r"\d{17}[\dX]")


@pytest.fixture(scope="session")
def answers(city: Place) -> dict[str, Any]:
    told = json.loads((city.folder / "told.json").read_text("utf-8"))["answers"]
    assert len({one["sql"] for one in told}) == 1
    return {one["principal"]: one for one in told}


def rows(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]


def test_the_officer_gets_tokens_that_joined_and_cannot_be_read(answers: dict[str, Any]) -> None:
    found = rows(answers["user:lihua"])
    assert found
    assert all(TOKEN.fullmatch(row["id_card"]) for row in found)
    assert any(row["homes"] or row["monthly_base"] for row in found), "no other department was joined by a token"
    assert all(row["birth_date"].endswith("-01-01") for row in found if row["birth_date"])
    assert all(float(row["worth"]) % 100_000 == 0 for row in found if row["worth"])


def test_the_officer_gets_the_own_district_only(answers: dict[str, Any], city: Place) -> None:
    with contextlib.closing(sqlite3.connect(city.folder / "var" / "demo" / "civil.sqlite")) as civil:
        places = dict(civil.execute("SELECT application_no, region_code FROM applicants"))
    assert {places[row["application_no"]][:6] for row in rows(answers["user:lihua"])} == {"331202"}
    assert any(not str(place).startswith("331202") for place in places.values())
    assert "civil.main.applicants" in answers["user:lihua"]["notes"]["filtered"]


def test_the_investigator_gets_the_same_people_clear(answers: dict[str, Any]) -> None:
    officer, investigator = rows(answers["user:lihua"]), rows(answers["user:zhangwei"])
    assert [row["name"] for row in officer] == [row["name"] for row in investigator]
    assert any(NUMBER.fullmatch(row["id_card"]) for row in investigator)
    assert not any(TOKEN.fullmatch(row["id_card"]) for row in investigator)


def test_the_public_is_told_that_there_is_nothing(answers: dict[str, Any]) -> None:
    assert answers["user:public"]["error"]["name"] == "TABLE_NOT_FOUND"
    assert "contact" not in answers["user:public"]["error"]


def test_asked_on_this_machine_the_answer_is_the_same_as_over_http(answers: dict[str, Any], city: Place) -> None:
    lihua = answers["user:lihua"]
    done = city.run("query", "--as", "user:lihua", "--purpose", "dibao-check", "--json", text=lihua["sql"])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["data"] == lihua["rows"]


def test_it_can_be_run_again_and_its_tokens_stay(city: Place) -> None:
    before = (city.folder / "var" / "demo-tokens.json").read_text()
    done = city.run("demo", "--scale", "20000", "--once")
    assert done.returncode == 0, done.stderr
    assert (city.folder / "var" / "demo-tokens.json").read_text() == before
    assert (city.folder / "var" / "demo-tokens.json").stat().st_mode & 0o077 == 0
    for words in ("李华", "张伟", "the public", "TABLE_NOT_FOUND", "curl -s http://", "masked"):
        assert words in done.stdout
    assert "This gateway ends now" in done.stdout, "the lines to paste are for one that serves"


def test_a_taken_port_is_left_to_its_owner(city: Place) -> None:
    with socket.create_server(("127.0.0.1", city.port)):
        done = city.run("demo", "--scale", "20000", "--once")
    assert done.returncode == 0, done.stderr
    assert f"`127.0.0.1:{city.port}` is taken; using port " in done.stderr
    assert f":{city.port}/" not in done.stdout


def test_another_site_is_not_turned_into_a_demo(place: Place) -> None:
    (place.folder / "gateway.toml").write_text('[gateway]\ndata_dir = "var"\n')
    done = place.run("demo", "--once")
    assert done.returncode == 2
    assert "is not the demo's" in done.stderr
    assert not (place.folder / "var").exists()


def test_it_serves_answers_pasted_lines_and_ends_on_interrupt_with_nothing_left(city: Place) -> None:
    process = city.start("demo", "--scale", "20000")
    try:
        _wait(process, city, "Ctrl-C ends it")
        line = next(line for line in city.out.splitlines() if line.startswith("HUILIU_TOKEN=") and "dibao" in line)
        token, _, *words = shlex.split(line)
        server = words[words.index("--server") + 1]
        pasted = city.run(*words, "--json", HUILIU_TOKEN=token.partition("=")[2])
        assert pasted.returncode == 0, pasted.stderr
        assert len(json.loads(pasted.stdout)["data"]) == 5
        why = next(line for line in city.out.splitlines() if " explain " in line)
        token_there, _, *asked = shlex.split(why)
        explained = city.run(*asked, "--json", HUILIU_TOKEN=token_there.partition("=")[2])
        assert explained.returncode == 0, explained.stderr
        assert asked[asked.index("--server") + 1] == server, "the gateway that serves explains, whatever site it has"
        _ask_the_server(city, {"HUILIU_SERVER": server, "HUILIU_TOKEN": token.partition("=")[2]})
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
    assert _engines(city.folder) == []
    assert not (city.folder / "var" / "engine").exists()


def _ask_the_server(city: Place, there: dict[str, str]) -> None:
    wrong = city.run("query", "SELECT nme FROM civil.main.applicants", "--purpose", "dibao-check", **there)
    assert wrong.returncode == 1
    assert "did you mean `name`?" in wrong.stderr
    assert wrong.stderr.splitlines()[2].index("^") == "  SELECT nme".index("nme")
    table = city.run("query", "SHOW CATALOGS", **there)
    assert "civil" in table.stdout
    file = city.folder / "answer.csv"
    done = city.run(
        "query", "SELECT name FROM civil.main.applicants LIMIT 2", "-p", "dibao-check", "-o", str(file), **there
    )
    assert (done.returncode, len(file.read_text("utf-8").splitlines())) == (0, 3)
    why = city.run("explain", "SELECT id_card FROM civil.main.applicants", "-p", "dibao-check", "--json", **there)
    assert json.loads(why.stdout)["accesses"][0]["columns"][0]["mask"] == "token:k1"
    seen = json.loads(city.run("catalog", "list", "--json", **there).stdout)["relations"]
    assert {one["relation"] for one in seen} >= {"civil.main.applicants"}
    assert "health.main.visits" not in {one["relation"] for one in seen}
    stranger = city.run("query", "SELECT 1", **{**there, "HUILIU_TOKEN": "hl_wrong"})
    assert (stranger.returncode, "UNAUTHENTICATED" in stranger.stderr) == (1, True)


def _wait(process: subprocess.Popen[str], city: Place, words: str) -> None:
    until = time.monotonic() + 120
    while words not in city.out:
        assert process.poll() is None, city.out
        assert time.monotonic() < until, city.out
        time.sleep(0.1)


def _engines(folder: Path) -> list[str]:
    """Processes that work in the folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (
                str(folder).encode() in (entry / "environ").read_bytes()
                and b"duckdb_child" in (entry / "cmdline").read_bytes()
            ):
                found.append(entry.name)
    return found
