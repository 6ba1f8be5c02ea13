"""A folder of policies as a whole: what its bytes and files must be, whose it is, and how its problems are told together."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from gateway.policy.load import load
from gateway.policy.model import shipped_model
from gateway.policy.policy_set import PolicySet
from gateway.policy.principal import Asking, Principal
from gateway.policy.problems import PolicyProblems, Problem, grouped
from gateway.policy.reading import read_folder
from tests.policy.city import CATALOG, OWNERS, PERSON, TODAY, files, problems, rule


def test_bytes_that_are_no_utf8_text_are_told() -> None:
    bundle = files()
    bundle["policy.d/police.csv"] = b"\xef\xbb\xbf" + bundle["policy.d/police.csv"]
    bundle["policy.d/minzheng.csv"] += "# 民政".encode("gbk")
    bundle["policy.d/common.csv"] = b""
    told = problems(bundle, catalog=None)
    assert (
        "policy.d/police.csv:1: the file begins with a byte order mark (Excel writes it); save it as UTF-8 without BOM"
        in told
    )
    assert "policy.d/minzheng.csv:5: not UTF-8 (byte 0xc3); was the file saved as GBK/ANSI? save it as UTF-8" in told
    assert "policy.d/common.csv: the file is empty; delete it, or leave a comment in it" in told


def test_all_problems_of_all_files_come_together() -> None:
    told = problems(
        files(
            police=rule(act="selct") + rule(eft="no"), minzheng="x\n", subjects="user:lisi, region\n", titles="dept:x\n"
        )
    )
    assert told == [
        "policy.d/minzheng.csv:5: unknown line type `x`",
        "policy.d/police.csv:6: unknown act `selct`; did you mean `select`?",
        "policy.d/police.csv:7: effect must be allow or deny, not `no`",
        "subjects.csv:5: a line is `subject, attribute, value`; this one has 2 field(s)",
        "titles.csv:7: a line is `code,title`; this one has 1 field(s)",
    ]


def test_crlf_comments_blank_lines_and_quotes_are_fine() -> None:
    bundle = files(police='\n  # comment\np2, @x, "name IN (\'a\', \'b\')"\np2, @y, "name = ""q"""\n')
    bundle["policy.d/police.csv"] = bundle["policy.d/police.csv"].replace(b"\n", b"\r\n")
    predicates = load(bundle, OWNERS, on=TODAY, catalog=CATALOG).bundle.predicates
    assert predicates["@x"].sql == "name IN ('a', 'b')"
    assert predicates["@y"].sql == 'name = "q"'


def test_a_file_that_nobody_owns_and_a_foreign_model_are_refused() -> None:
    told = problems(
        {**files(), "policy.d/extra.csv": b"#\n", "policy.d/notes.txt": b"x", "model.conf": b"[matchers]\nm = true\n"}
    )
    assert told == [
        "model.conf: differs from the model that the gateway ships; delete it, it is built in",
        "policy.d/extra.csv: belongs to no owner of gateway.toml; name it there under [owners.NAME] policy",
        "policy.d/notes.txt: is not a .csv file; move it out of the folder",
    ]
    load({**files(), "model.conf": shipped_model().encode(), "VERSION": b"2026.11\n"}, OWNERS, on=TODAY)


def test_a_folder_without_rule_files_is_no_bundle() -> None:
    assert problems({}, catalog=None) == ["policy.d/: holds no rule file; is this a policies folder?"]


def test_an_empty_policy_denies() -> None:
    policy = load({"policy.d/common.csv": b"# nothing\n"}, OWNERS, on=TODAY)
    nobody = Asking(principal=Principal(code="", department=""))
    assert not getattr(policy.decide(nobody, PERSON), "columns", None)
    assert not policy.ask("", "", "", "", None).allowed
    assert not policy.ask("user:x", "police.hukou", "select", "-", None).allowed


def test_owners_must_not_share_what_they_own() -> None:
    twin = dataclasses.replace(OWNERS[1], name="twin", policy_file="twin.csv", tags="tag:police.sub.")
    told = problems(files(), (*OWNERS, twin), catalog=None)
    assert "gateway.toml: owners `police` and `twin` both have catalog `police`" in told
    assert "gateway.toml: owners `police` and `twin` have tag prefixes that overlap" in told


def test_problems_are_grouped_and_capped() -> None:
    same = [Problem("a.csv", line, "the same") for line in range(1, 10_001)]
    other = [Problem("b.csv", line, f"number {line}") for line in range(1, 301)]
    told = grouped([*other, *same])
    assert str(told[0]) == "a.csv:1: the same (and 9999 more: lines 2, 3, 4, 5, 6, …)"
    assert len(told) == 1 + 100 + 1
    assert str(told[-1]) == "b.csv: and 200 more problems in this file"


def test_the_message_for_clients_holds_a_count_and_no_policy_text() -> None:
    with pytest.raises(PolicyProblems) as caught:
        load(files(police=rule(act="selct")), OWNERS, on=TODAY)
    assert caught.value.message == "the policy bundle has 1 problem and was not loaded"
    assert "selct" not in str(caught.value.public())


def test_a_folder_is_read_once_into_bytes(tmp_path: Path) -> None:
    for name, data in files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "policy.d" / ".police.csv.swp").write_bytes(b"editor")
    assert read_folder(tmp_path) == files()
    assert isinstance(load(read_folder(tmp_path), OWNERS, on=TODAY), PolicySet)
