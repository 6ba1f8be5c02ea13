"""Commands over real sources, as processes."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import time

import pyarrow.ipc
import pytest

from tests.cli.conftest import Place

pytestmark = pytest.mark.slow
LIHUA = ("--as", "user:lihua", "--purpose", "dibao-check")


def test_a_statement_on_this_machine_in_every_form(city: Place) -> None:
    sql = "SELECT name, declared_income FROM civil.main.applicants ORDER BY application_no LIMIT 3"
    document = json.loads(city.run("query", *LIHUA, "--json", sql).stdout)
    comma = city.run("query", *LIHUA, "--format", "csv", sql).stdout.splitlines()
    done = city.run("query", *LIHUA, "--output", "answer.arrow", sql)
    assert done.returncode == 0, done.stderr
    arrow = pyarrow.ipc.open_stream((city.folder / "answer.arrow").read_bytes()).read_all()
    names = [row[0] for row in document["data"]]
    assert [line.partition(",")[0] for line in comma[1:]] == names
    assert arrow.column("name").to_pylist() == names
    table = city.run("query", *LIHUA, sql)
    assert all(name in table.stdout for name in names)
    assert "filtered  only permitted rows of civil.main.applicants" in table.stderr


def test_values_of_parameters_are_typed(city: Place) -> None:
    sql = "SELECT ? + 1, ?, year(?)"
    done = city.run(
        "query", *LIHUA, "--json", "--parameter", "5", "--parameter", "007", "--parameter", "date:2026-01-31", sql
    )
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["data"] == [[6, "007", 2026]]


def test_a_refused_statement_leaves_no_file(city: Place) -> None:
    done = city.run("query", *LIHUA, "-o", "nothing.csv", "SELECT nme FROM civil.main.applicants")
    assert done.returncode == 1
    assert not list(city.folder.glob("*nothing.csv*"))


def test_what_was_asked_here_is_in_the_audit_and_the_chain_holds(city: Place) -> None:
    city.run("query", *LIHUA, "SELECT count(*) FROM civil.main.support")
    found = json.loads(city.run("audit", "search", "--relation", "civil.main.support", "--json").stdout)["records"]
    assert [one["outcome"] for one in found[:2]] == ["FINISHED", "STARTED"]
    assert (found[0]["principal"], found[0]["door"], found[0]["purpose"]) == ("user:lihua", "cli", "dibao-check")
    assert city.run("audit", "verify").returncode == 0


def test_sources_answer_and_one_that_is_gone_is_reported(city: Place) -> None:
    assert city.run("source", "health").returncode == 0
    file = city.folder / "var" / "demo" / "police.sqlite"
    file.rename(file.with_suffix(".away"))
    try:
        done = city.run("source", "health", "police", "civil", "--json")
    finally:
        file.with_suffix(".away").rename(file)
    assert done.returncode == 1
    states = {one["source"]: one["state"] == "ok" for one in json.loads(done.stdout)["sources"]}
    assert states == {"police": False, "civil": True}


def test_what_is_new_at_a_source_waits_until_it_is_accepted(city: Place) -> None:
    file = city.folder / "catalog" / "civil.toml"
    whole = file.read_text("utf-8")
    cut = "\n".join(line for line in whole.splitlines() if 'name = "bank_card"' not in line)
    file.write_text(cut + "\n", "utf-8")
    try:
        waiting = city.run("catalog", "drift", "civil", "--json")
        assert waiting.returncode == 1
        assert json.loads(waiting.stdout)["sources"]["civil"]["new"] == ["main.applicants.bank_card: varchar"]
        assert city.run("catalog", "accept", "civil", "main.nothing").returncode == 2
        assert city.run("catalog", "accept", "civil", "main.applicants.bank_card").returncode == 0
        assert city.run("catalog", "drift", "civil").returncode == 0
    finally:
        file.write_text(whole, "utf-8")


def test_interrupting_a_statement_cancels_and_records_it(city: Place) -> None:
    tables = " CROSS JOIN ".join(f"civil.main.applicants {name}" for name in "abcdef")
    sql = f"SELECT count(*) FROM {tables} WHERE length(a.name) + length(b.name) > length(c.name) + length(f.name)"
    process = city.start("query", *LIHUA, sql)
    try:
        until = time.monotonic() + 60
        while not _started(city) and time.monotonic() < until:
            assert process.poll() is None, city.out
            time.sleep(0.1)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130, city.out
    finally:
        process.kill()
        process.wait()
    found = json.loads(city.run("audit", "search", "--principal", "user:lihua", "--limit", "1", "--json").stdout)
    assert found["records"][0]["outcome"] == "CANCELED"


def _started(city: Place) -> bool:
    with contextlib.closing(sqlite3.connect(city.folder / "var" / "storage.db")) as storage:
        found = storage.execute("SELECT outcome FROM audit_records ORDER BY sequence DESC LIMIT 1").fetchone()
    return bool(found == ("STARTED",))


def test_serve_says_where_and_ends_on_sigterm(city: Place) -> None:
    process = city.start("serve")
    try:
        until = time.monotonic() + 60
        while "serving http://" not in city.out and time.monotonic() < until:
            assert process.poll() is None, city.out
            time.sleep(0.1)
        assert f"serving http://127.0.0.1:{city.port}/v1" in city.out
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def test_serve_on_a_taken_port_says_so(city: Place) -> None:
    first = city.start("serve")
    try:
        until = time.monotonic() + 60
        while "serving http://" not in city.out and time.monotonic() < until:
            time.sleep(0.1)
        done = city.run("serve")
        assert done.returncode == 2
        assert "cannot listen on" in done.stderr
        assert "gateway.listen" in done.stderr
    finally:
        first.terminate()
        first.wait(30)
