"""Commands that need no engine and no source, called in this process: what they print and how they end."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from typing import Any

import pytest

from gateway.cli.main import main
from tests.cli.conftest import Place

pytestmark = pytest.mark.usefixtures("there")


@pytest.fixture
def there(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(place.folder)
    for name in ("HUILIU_SERVER", "HUILIU_TOKEN", "HUILIU_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return place


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_right_configuration_is_said_to_be_right(capsys: pytest.CaptureFixture[str]) -> None:
    checked = told(capsys, "config", "check")
    assert checked == {"ok": True, "file": "gateway.toml", "sources": 7, "owners": 10, "missing_keys": ["k1"]}
    assert told(capsys, "config", "show")["limits"]["rows"] == 1_000_000


def test_every_mistake_of_the_configuration_is_told_with_its_key(
    capsys: pytest.CaptureFixture[str], there: Place
) -> None:
    (there.folder / "bad.toml").write_text('[gateway]\nlistn = "x"\n[limits]\nrows = 0\n')
    assert main(["config", "check", "--config", "bad.toml"]) == 2
    err = capsys.readouterr().err
    assert "bad.toml: gateway.listn: is not a setting; did you mean `listen`?" in err
    assert "bad.toml: limits.rows:" in err
    assert len(told(capsys, "config", "check", "--config", "bad.toml", code=2)["error"]["problems"]) == 2


def test_a_folder_without_a_site_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "check", "--config", "nowhere.toml"]) == 2
    assert "there is no `nowhere.toml`" in capsys.readouterr().err


def test_policies_are_checked_with_file_and_line(capsys: pytest.CaptureFixture[str], there: Place) -> None:
    checked = told(capsys, "policy", "check")
    assert (checked["ok"], checked["doubts"]) == (True, [])
    file = there.folder / "policies" / "policy.d" / "health.csv"
    file.write_text(file.read_text("utf-8") + "p, role:health-analyst, health.main.visit, select\n", "utf-8")
    lines = len(file.read_text("utf-8").splitlines())
    assert main(["policy", "check"]) == 1
    assert f"policy.d/health.csv:{lines}: " in capsys.readouterr().err


def test_a_doubt_about_policies_is_told_and_is_no_mistake(capsys: pytest.CaptureFixture[str], there: Place) -> None:
    file = there.folder / "policies" / "titles.csv"
    file.write_text(file.read_text("utf-8") + "role:spare,备用\n", "utf-8")
    doubt = "titles.csv: no rule names `role:spare`, and nobody has it"
    checked = told(capsys, "policy", "check")
    assert (checked["ok"], checked["doubts"]) == (True, [doubt])
    assert main(["policy", "check"]) == 0
    assert f"doubt: {doubt}" in capsys.readouterr().err


def test_policy_listings_say_who_has_what(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "policy", "who", "civil.main.applicants.id_card", "--purpose", "dibao-check")["holdings"]
    [lihua] = [one for one in found if "user:lihua" in one["principals"]]
    assert lihua["columns"]["id_card"] == "token:k1"
    assert lihua["rows"] == "@own_region"
    has = told(capsys, "policy", "what", "user:lihua", "--purpose", "dibao-check")["holdings"]
    assert {one["relation"] for one in has} >= {"civil.main.applicants", "police.main.residents"}


def test_a_change_of_policy_is_told_as_who_gains_and_loses(capsys: pytest.CaptureFixture[str], there: Place) -> None:
    shutil.copytree(there.folder / "policies", there.folder / "before")
    shutil.rmtree(there.folder / "policies" / "checks")
    file = there.folder / "policies" / "policy.d" / "civil.csv"
    kept = [line for line in file.read_text("utf-8").splitlines() if "CIV-100" not in line]
    file.write_text("\n".join(kept) + "\n", "utf-8")
    changes = told(capsys, "policy", "diff", "before")["changes"]
    lost = {(one["relation"], one["what"]) for one in changes if "user:lihua" in one["principals"]}
    assert ("civil.main.applicants", "name") in lost
    assert main(["policy", "diff", "--", "-x"]) == 2


def test_a_token_is_shown_once_and_can_be_withdrawn(capsys: pytest.CaptureFixture[str]) -> None:
    made = told(capsys, "token", "create", "user:lihua", "--purpose", "dibao-check", "--note", "laptop")
    assert made["token"].startswith("hl_")
    [listed] = told(capsys, "token", "list")["tokens"]
    assert (listed["id"], listed["state"], listed["note"]) == (made["id"], "valid", "laptop")
    assert made["token"] not in json.dumps(listed)
    told(capsys, "token", "revoke", made["id"])
    assert told(capsys, "token", "list")["tokens"] == []
    told(capsys, "token", "revoke", made["id"], code=2)
    events = [one["event"] for one in told(capsys, "audit", "search")["records"]]
    assert events[:2] == ["token.revoked", "token.created"]


@pytest.mark.parametrize(
    "words", [("user:nobody",), ("user:lihua", "--purpose", "curiosity"), ("user:lihua", "--claim", "x")]
)
def test_a_token_for_nobody_or_nothing_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "create", *words]) in (1, 2)
    assert "error" in capsys.readouterr().err


def test_keys_are_made_rotated_and_destroyed_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "key", "create", "k7")
    assert told(capsys, "key", "list") == {"keys": ["k7"]}
    told(capsys, "key", "create", "k7", code=2)
    told(capsys, "key", "destroy", "k7", "--yes")
    assert told(capsys, "keys", "list") == {"keys": []}


def test_the_audit_is_verified_and_its_signer_named(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "key", "create", "k7")
    found = told(capsys, "audit", "verify")
    assert found["ok"]
    assert found["records"] == 1
    assert len(found["signer"]) == 64


def test_an_altered_audit_is_found_and_ends_with_1(capsys: pytest.CaptureFixture[str], there: Place) -> None:
    told(capsys, "key", "create", "k7")
    with contextlib.closing(sqlite3.connect(there.folder / "var" / "storage.db")) as database, database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")  # whoever owns the file can
        database.execute("UPDATE audit_records SET body = replace(body, 'k7', 'k8')")
    found = told(capsys, "audit", "verify", code=1)
    assert found["first_bad"] == 1


def test_what_is_accepted_is_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    names = {one["relation"] for one in told(capsys, "catalog", "list")["relations"]}
    assert "civil.main.applicants" in names
    columns = told(capsys, "catalog", "show", "civil.main.applicants")["columns"]
    assert {"name": "id_card", "type": "varchar", "title": "公民身份号码", "comment": ""}.items() <= {
        key: value for one in columns if one["name"] == "id_card" for key, value in one.items()
    }.items()
    assert main(["catalog", "show", "civil.main.nothing"]) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("query", "SELECT 1"),
        ("query", "--as", "user:lihua", "--server", "http://127.0.0.1:1", "SELECT 1"),
        ("query", "--server", "127.0.0.1:1", "SELECT 1"),
        ("query", "--server", "http://127.0.0.1:1", "SELECT 1"),
        ("query", "--server", "http://127.0.0.1:1", "--token", "hl_x", "SELECT 1"),
        ("query", "--as", "user:lihua", "--file", "nowhere.sql"),
        ("query", "--bogus"),
        ("query", "--as", "user:lihua", "--file", "latin.sql"),
        ("catalog", "accept", "civil"),
        ("audit", "search", "--since", "yesterday"),
        ("audit", "search", "--outcome", "GOOD"),
        ("source", "health", "nowhere"),
        ("bogus",),
    ],
)
def test_wrong_use_ends_with_2_and_a_hint(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], there: Place
) -> None:
    there.folder.joinpath("latin.sql").write_bytes(b"SELECT '\xe9'")
    assert main(list(words)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err
    assert "Traceback" not in err
