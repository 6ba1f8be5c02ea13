"""Every mistake in a line is told with its file and line, and nothing is loaded."""

from __future__ import annotations

import pytest

from gateway.catalog.relations import Relation
from gateway.policy.load import load
from gateway.policy.problems import PolicyProblems
from tests.policy.city import CATALOG, OWNERS, TODAY, city, files, problems, rule

# what is written into police.csv | what is told of it (line 6)
POLICE = [
    (rule(eft="Deny"), "effect must be allow or deny, not `Deny`; did you mean `deny`?"),
    (rule(id="X1 # why"), "no comment allowed after a rule; write it on its own line"),
    (rule().replace("p,", "P,"), "unknown line type `P`; did you mean `p`?"),
    (",,,,\n", "unknown line type ``"),
    ("policy\n", "unknown line type `policy`"),
    (rule(id="X1, more"), "`p` needs 10 fields, this line has 11 (quote a field that contains a comma)"),
    ("p, *, police, select\n", "`p` needs 10 fields, this line has 3"),
    ("g, user:zhang, role:police-x, 2026-01-01\n", "`g` needs 2 or 4 fields, this line has 3"),
    (rule(act="selct"), "unknown act `selct`; did you mean `select`?"),
    (rule(act="use", arg="join"), "act `use` is not supported yet"),
    (rule(act="limit", arg="per_day:100"), "`limit` with `per_day:` is not supported yet"),
    (rule(act="limit", arg="rows:many"), "`limit` takes `rows:NUMBER`, not `rows:many`"),
    (rule(act="limit", arg="rows:0"), "`limit` takes `rows:NUMBER`, not `rows:0`"),
    (rule(arg="all"), "`select` takes no argument: write `-`, not `all`"),
    (rule(obj="Police.hukou"), "object `Police.hukou` must be lower case"),
    (rule(obj="police.hukou.person.name.x"), "object `police.hukou.person.name.x` is not `catalog[.schema[.relation[.column]]]`: at most four segments; `*` stands alone or at a segment's end"),
    (rule(obj="police.*u"), "object `police.*u` is not `catalog[.schema[.relation[.column]]]`: at most four segments; `*` stands alone or at a segment's end"),
    (rule(obj="police..person"), "object `police..person` is not `catalog[.schema[.relation[.column]]]`: at most four segments; `*` stands alone or at a segment's end"),
    (rule(start="2026-02-01", until="2026-01-31"), "from is after until: it can never apply"),
    (rule(until="2026-02-30"), "until must be `-` or a day as YYYY-MM-DD, not `2026-02-30`"),
    (rule(start="20260101"), "from must be `-` or a day as YYYY-MM-DD, not `20260101`"),
    (rule(act="row_any", arg="@nope"), "`@nope` is not defined by a p2 line"),
    (rule(act="row_any", arg="nope"), "`row_any` takes `@name` or `TRUE`, not `nope`"),
    (rule(act="row_all", arg="TRUE"), "`row_all` takes `@name`, not `TRUE`"),
    (rule(act="row_any", arg="TRUE", obj="police.hukou.person.name"), "rows are granted on a relation or above it, not on a column"),
    (rule(act="row_any", arg="TRUE", obj="tag:pii.phone"), "only columns carry tag `tag:pii.phone`: rows are granted on relations"),
    (rule().replace(", police", "，police"), "full-width comma `，` used as separator; use `,`"),
    ("g, role:police-a, role:police-b\ng, role:police-b, role:police-a\n", "g cycle: role:police-a -> role:police-b -> role:police-a"),
    ("g2, tag:police.a, tag:police.b\ng2, tag:police.b, tag:police.a\n", "g2 cycle: tag:police.a -> tag:police.b -> tag:police.a"),
    (rule(id="X\u200b1"), "invisible or control character U+200B"),
    (rule(id="X\t1"), "tab; use spaces"),
    (rule(obj="police.e\u0301t"), "not in Unicode normal form NFC: the same name can be written in two ways; retype it"),
    ('p2, @x, "a, b\n', 'quotes do not pair up: quote a whole field on one line, and write `""` for a quote inside'),
    ('p2, @x, a "b" c\n', 'quotes do not pair up: quote a whole field on one line, and write `""` for a quote inside'),
    ('p2, @x, "a" b\n', 'quotes do not pair up: quote a whole field on one line, and write `""` for a quote inside'),
    ("p2, x, 1 = 1\n", "predicate name `x` must be `@` and an ASCII lower-case code"),
    ("p2, @x, 1 = 1 -- all\n", "predicate `@x` must hold no SQL comment"),
    ("p2, @x, name = :regoin\n", "predicate `@x`: no subject has the attribute `:regoin`; did you mean `:region`?".replace(":region`", "region`")),
    ("p2, @x, name = :Region\n", "predicate `@x`: attribute `:Region` must be lower case"),
    (rule(act="mask", arg="partail:3:4", obj="police.hukou.person.name"), "mask `partail:3:4`: unknown mask `partail`; did you mean `partial`?"),
    (rule(act="mask", arg="hash", obj="police.hukou.person.name"), "mask `hash`: `hash` can be undone by trying every value; use a token: `token:k1`"),
    (rule(act="mask", arg="generalize:year", obj="police.hukou.person.name"), "mask `generalize:year` does not take `police.hukou.person.name`, which is varchar(64); it takes"),
    (rule(act="mask", arg="null", eft="deny"), "`mask` is a restriction and cannot be denied: that would widen access; use except, or `unmask`"),
    (rule(act="limit", arg="rows:1", purpose="welfare"), "`limit` is a restriction and cannot name a purpose: declaring another one would escape it; write `*`"),
    (rule(purpose="wellfare"), "purpose `wellfare` is not declared; did you mean `welfare`?"),
    (rule(purpose="低保核查"), "purpose `低保核查` must be `*` or an ASCII lower-case code"),
    (rule(sub="zhang"), "subject `zhang` must begin with one of `user:`, `service:`, `dept:`, `org:`, `role:`"),
    (rule(sub="rol:x"), "subject `rol:x`: `rol:` is not possible here; did you mean `role`?"),
    (rule(sub="user:张三"), "subject `user:张三` must be an ASCII lower-case code (letters, digits, `.`, `_`, `-`, `@`); put its name into titles.csv"),
    (rule(sub="user:zheng"), "`user:zheng` stands in no g line and not in titles.csv; did you mean `user:zhang`?"),
    (rule(exempt="role:police-investigater"), "`role:police-investigater` stands in no g line and not in titles.csv; did you mean `role:police-investigator`?"),
    (rule(obj="police.hukuo"), "the catalogue has no `police.hukuo`; did you mean `police.hukou`?"),
    ("g2, police.hukou.person.nam, tag:pii.id\n", "the catalogue has no `police.hukou.person.nam`; did you mean `police.hukou.person.name`?"),
    ("g2, police.hukou.*.name, tag:pii.id\n", "a tag is put on a path written out, not on the pattern `police.hukou.*.name`"),
    (rule(id="X/1"), "rule id `X/1` must be letters, digits, `-`, `_` and `.`"),
    (rule() + rule(obj="police.hukou"), "rule id `X1` is already used at policy.d/police.csv:6"),
    (rule() + rule(id="X2"), "the same rule stands at policy.d/police.csv:6"),
    ("p2, @x, 1 = 1\np2, @x, 1 = 1\n", "predicate `@x` is already defined at policy.d/police.csv:6"),
    ("g, user:zhang, dept:police-z\n", "`user:zhang` is already in `dept:police-xihu` (policy.d/police.csv:1); a person has one department"),
    ("g, user:nowhere, role:police-x\n", "`user:nowhere` is placed in no department: add `g, user:nowhere, dept:CODE`"),
    ("g, user:zhang, org:xihu\n", "group `org:xihu`: `org:` is not possible here; it must be one of `dept:`, `role:`"),
    # --- files have owners
    (rule(obj="minzheng.dibao"), "object `minzheng.dibao` is not in a catalog of `police` (its catalogs: `police`; the first segment is written out)"),
    (rule(obj="*"), "object `*` is not in a catalog of `police` (its catalogs: `police`; the first segment is written out)"),
    (rule(obj="p*.hukou"), "object `p*.hukou` is not in a catalog of `police` (its catalogs: `police`; the first segment is written out)"),
    (rule(obj="tag:minzheng.x"), "tag `tag:minzheng.x` belongs to `minzheng`"),
    (rule(obj="tag:police.phones"), "nothing carries tag `tag:police.phones`, and titles.csv does not declare it; did you mean `tag:pii.phone`?"),
    (rule(obj="tag:pii.phones"), "tag `tag:pii.phones` is neither an own tag nor a common one; did you mean `tag:pii.phone`?"),
    ("g, user:zhang, role:minzheng-verifier\n", "role `role:minzheng-verifier` is not one of `police`: only its owner may give it"),
    ("g, user:lisi, dept:minzheng-xihu, 2030-01-01, -\n", "department `dept:minzheng-xihu` is not one of `police`: only its owner places its people"),
    ("g, dept:minzheng-xihu, dept:police\n", "department `dept:minzheng-xihu` is not one of `police`: only its owner places its people"),
    ("g, dept:police-xihu, org:minzheng\n", "the organisation tree (`org:`) is in the common file only"),
    ("g2, minzheng.dibao.applicant, tag:police.x\n", "object `minzheng.dibao.applicant` is not in a catalog of `police`: only its owner tags it"),
    ("g2, tag:pii.id, tag:police.x\n", "tag `tag:pii.id` is not one of `police`: only its owner, or the common file for common tags, puts it under another"),
    ("g2, police.hukou, tag:minzheng.x\n", "tag `tag:minzheng.x` belongs to `minzheng`"),
    ("g3, fraud-case, welfare\n", "purposes are related in the common file only"),
    (rule(act="impersonate", sub="service:bi", obj="dept:minzheng-xihu"), "`dept:minzheng-xihu` is not a department of `police`: nobody else may let a service act for its people"),
    (rule(act="impersonate", sub="service:bi", obj="user:lisi"), "`user:lisi` is not placed by this file alone: only who places a person may let a service act for them"),
    (rule(act="impersonate", sub="*", obj="user:zhang"), "`impersonate` is for one service account: write `service:x`, not `*`"),
    (rule(act="impersonate", sub="service:bi", obj="role:police-x"), "object `role:police-x`: `role:` is not possible here; it must be one of `user:`, `dept:`"),
    (rule(act="row_any", arg="@theirs"), "predicate `@theirs` belongs to another file; write an own `p2` line, or put it into the common file"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), POLICE, ids=[message[:60] for _, message in POLICE])
def test_a_mistake_in_a_department_file_is_told(text: str, message: str) -> None:
    told = problems(files(police=text, minzheng="p2, @theirs, 1 = 1\n"))
    assert any(line.startswith("policy.d/police.csv:") and message in line for line in told), told
    assert all(line.startswith("policy.d/police.csv:") for line in told)


def test_each_of_those_lines_is_told_alone() -> None:
    """One mistake gives one message: a reader is not sent after its consequences."""
    for text, message in POLICE:
        told = problems(files(police=text, minzheng="p2, @theirs, 1 = 1\n"))
        assert len(told) == 1, (message, told)


COMMON = [
    (rule(obj="*"), "the common file grants nothing; `select` belongs into the file of the object's owner"),
    (
        rule(act="row_any", arg="TRUE"),
        "the common file grants nothing; `row_any` belongs into the file of the object's owner",
    ),
    (rule(act="unmask"), "the common file grants nothing; `unmask` belongs into the file of the object's owner"),
    ("g2, police.hukou, tag:pii.id\n", "the common file tags no object; the owner of `police.hukou` does"),
    ("g2, tag:police.x, tag:pii.id\n", "tag `tag:police.x` belongs to `police`"),
    (
        "g, user:new, dept:police-xihu\n",
        "department `dept:police-xihu` is not one of `common`: only its owner places its people",
    ),
    ("g3, welfare, dibao-check\n", "g3 cycle: dibao-check -> welfare -> dibao-check"),
]


@pytest.mark.parametrize(("text", "message"), COMMON, ids=[message[:60] for _, message in COMMON])
def test_the_common_file_defines_and_restricts_but_never_grants(text: str, message: str) -> None:
    assert any(message in line for line in problems(files(common=text)))


def test_the_common_file_may_restrict_anybody() -> None:
    city(
        common=rule(act="mask", arg="null", obj="*.*.*.id_card", id="C1")
        + rule(act="row_all", arg="@open", obj="police", id="C2")
        + rule(act="limit", arg="rows:10", obj="*", id="C3")
        + rule(eft="deny", obj="minzheng.dibao", id="C4")
        + "p2, @open, region_code IS NOT NULL\n"
    )


SUBJECTS = [
    ("user:lisi, dept, x\n", "attribute `dept` always exists and cannot be set"),
    ("user:lisi, city, a, b\n", "attribute `city` has 2 values; write `city[]` for a list, or quote the comma"),
    ("user:lisi, city,\n", "attribute `city` has an empty value; leave the line out"),
    ("user:lisi, City, x\n", "attribute `City` must be lower-case letters, digits and `_`"),
    ("user:lisi, city, @from_tokens\n", "unknown mark `@from_tokens`; did you mean `@from_token`?"),
    ("user:lisi, regions[], 1\n", "`user:lisi` already has `regions` on line 2"),
    ("user:lise, city, x\n", "`user:lise` stands in no g line and not in titles.csv; did you mean `user:lisi`?"),
    ("role:minzheng-verifier, city, x\n", "subject `role:minzheng-verifier`: `role:` is not possible here"),
]


@pytest.mark.parametrize(("text", "message"), SUBJECTS)
def test_a_mistake_in_the_subjects_is_told(text: str, message: str) -> None:
    told = problems(files(subjects=text))
    assert len(told) == 1
    assert told[0].startswith("subjects.csv:5: " + message)


def test_two_unmask_forms_that_one_person_could_hold_are_refused() -> None:
    def forms(one: str, other: str) -> str:
        return one.replace("X1", "U1") + other.replace("X1", "U2")

    def unmask(**fields: str) -> str:
        return rule(**{"act": "unmask", "sub": "user:zhang", "obj": "police.hukou.person.id_card", **fields})

    partial, region = {"arg": "partial:6:4"}, {"arg": "null"}
    meeting = [
        forms(unmask(**partial), unmask(**region)),
        forms(unmask(**partial), unmask(**region, sub="role:police-investigator")),
        forms(unmask(**partial, obj="tag:pii.id"), unmask(**region, obj="police.*.person")),
        forms(unmask(**partial, purpose="dibao-check"), unmask(**region, purpose="welfare")),
        forms(unmask(**partial, until="2026-06-30"), unmask(**region, start="2026-06-30")),
    ]
    for text in meeting:
        (told,) = problems(files(police=text))
        assert "can hold together with `partial:6:4` of rule U1 (policy.d/police.csv:6)" in told
    apart = [
        forms(unmask(**partial), unmask(**partial, sub="*")),
        forms(unmask(**partial), unmask(**region, sub="user:zhou")),
        forms(unmask(**partial), unmask(**region, sub="*", exempt="user:zhang")),
        forms(unmask(**partial), unmask(**region, obj="police.hukou.person.name")),
        forms(unmask(**partial, obj="tag:pii.id"), unmask(**region, obj="tag:pii.phone")),
        forms(unmask(**partial, purpose="dibao-check"), unmask(**region, purpose="fraud-case")),
        forms(unmask(**partial, until="2026-06-30"), unmask(**region, start="2026-07-01")),
    ]
    for text in apart:
        city(police=text)


def test_the_pipelines_word_on_a_predicate_is_told_at_the_rule() -> None:
    def check(sql: str, relation: Relation) -> str | None:
        return None if "region_code" in sql else f"`{relation.name}` has no such column"

    bundle = files(
        police="p2, @x, town = 'a'\n"
        + rule(act="row_any", arg="@x")
        + rule(act="row_all", arg="@x", obj="tag:pii.phone", id="X2")
    )
    with pytest.raises(PolicyProblems) as caught:
        load(bundle, OWNERS, on=TODAY, catalog=CATALOG, check_predicate=check)
    assert [str(problem) for problem in caught.value.problems] == [
        "policy.d/police.csv:7: predicate `@x` does not fit `police.hukou.person`: `police.hukou.person` has no such column (and 1 more: line 8)"
    ]


def test_placing_somebody_elses_person_in_the_past_does_not_make_them_ones_own() -> None:
    past = "g, user:guest, dept:police-xihu, 2000-01-01, 2000-01-02\n"
    told = problems(
        files(
            minzheng="g, user:guest, dept:minzheng-xihu, 2026-01-01, -\n",
            police=past + rule(act="impersonate", sub="service:bi", obj="user:guest"),
        )
    )
    assert [line.partition(": ")[2] for line in told] == [
        "`user:guest` is not placed by this file alone: only who places a person may let a service act for them"
    ]
