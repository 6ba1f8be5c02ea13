"""Large bundles: shortcuts find what comparing each with each finds, and no mistake on every line makes a load last for hours."""

from __future__ import annotations

import datetime
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import varchar
from gateway.policy.enforcer import Gate
from gateway.policy.hints import guesses_among
from gateway.policy.lines import read_lines
from gateway.policy.load import load
from gateway.policy.matching import covers
from gateway.policy.meeting import meeting_places, patterns_meet
from gateway.policy.owners import Owner
from gateway.policy.path_tree import PathTree
from gateway.policy.problems import PolicyProblems
from gateway.policy.release import release
from tests.policy.city import CATALOG, OWNERS, TODAY

segment = st.sampled_from(["a", "ab", "b", "c", "*", "a*"])
pattern = st.lists(segment, min_size=1, max_size=4).map(".".join)
path = st.lists(st.sampled_from(["a", "ab", "b", "c"]), min_size=4, max_size=4).map(".".join)


@given(st.dictionaries(st.integers(0, 5), st.lists(pattern, max_size=4)))
def test_places_that_meet_are_those_that_comparing_all_finds(places: dict[int, list[str]]) -> None:
    found = {frozenset(pair) for pair in meeting_places(places)}
    expected = {frozenset((place,)) for place, patterns in places.items() if patterns}
    for one, other in combinations(places, 2):
        if any(patterns_meet(a, b) for a in places[one] for b in places[other]):
            expected.add(frozenset((one, other)))
    assert found == expected


@given(st.lists(path, max_size=8), pattern)
def test_the_tree_finds_what_comparing_each_path_finds(paths: list[str], wanted: str) -> None:
    tree = PathTree(paths)
    above = {p.rsplit(".", 4 - n)[0] if n < 4 else p for p in paths for n in range(1, 5)}
    assert tree.exists(wanted) == any(covers(p, wanted) for p in above)
    for depth in (3, 4):
        expected = {p for p in above if p.count(".") == depth - 1 and covers(p, wanted)}
        assert set(tree.covered(wanted, depth)) == expected


def test_guesses_come_to_an_end() -> None:
    guess = guesses_among(["abcdef"])
    assert [guess(f"abcde{n}") for n in range(60)].count("; did you mean `abcdef`?") == 50
    assert guess("abcde0") == "; did you mean `abcdef`?"


RELATIONS = 3000
LARGE = Catalog(
    version="1",
    sources={"police": Source(name="police", kind="sqlite", owner="police"), **CATALOG.sources},
    relations={
        name: Relation(
            name=name,
            columns=tuple(Column(name=f"c{c}", type=varchar(20)) for c in range(10)),
            location=("police", "s", name.relation),
        )
        for name in (RelationName("police", "s", f"t{n}") for n in range(RELATIONS))
    },
)


@pytest.mark.slow
def test_a_load_does_not_compare_each_with_each() -> None:
    """Masks, unmask forms, patterns, predicates and checks on many relations and days; comparing all with all would take most of an hour."""
    lines = ['p2, @own, "starts_with(c0, :region)"\n']
    for n in range(RELATIONS):
        lines += [
            f"p, *, police.s.t{n}, mask, partial:3:4, *, -, -, -, allow, M{n}\n",
            f"p, *, police.s.t{n}.c1*, unmask, null, *, -, -, -, allow, U{n}\n",
            f"p, user:zhang, police.s.t{n}.c2, unmask, partial:6:4, *, -, -, -, allow, V{n}\n",
            f"p, *, police.s*.t{n}, row_any, @own, *, -, -, -, allow, R{n}\n",
        ]
    asked = "".join(
        f"user:zhang, police.s.t{n}.c1, see, -, -, {TODAY + datetime.timedelta(days=n)}, hidden\n" for n in range(300)
    )
    bundle = {
        "policy.d/common.csv": b"g, dept:police-xihu, org:xihu\n",
        "policy.d/police.csv": ("g, user:zhang, dept:police-xihu\n" + "".join(lines)).encode(),
        "checks/police.csv": asked.encode(),
        "subjects.csv": b"user:zhang, region, 1\n",
        "titles.csv": b"role:x,x\n",
    }
    judged: list[str] = []
    start = time.process_time()
    release(bundle, OWNERS, on=TODAY, catalog=LARGE, check_predicate=lambda sql, of: judged.append(sql))
    assert time.process_time() - start < 30
    assert len(judged) == 1  # one shape of relation, one predicate


@pytest.mark.slow
def test_a_missing_file_is_told_in_good_time() -> None:
    owners = (*OWNERS[:1], Owner(name="police", policy_file="police.csv", catalogs=("police",)))
    rules = "".join(f"p, role:r{n}, police.s.u{n}, select, -, *, -, -, -, allow, P{n}\n" for n in range(20_000))
    titles = "".join(f"user:u{n},x\n" for n in range(10_000))
    bundle = {"policy.d/common.csv": b"#\n", "policy.d/police.csv": rules.encode(), "titles.csv": titles.encode()}
    start = time.process_time()
    with pytest.raises(PolicyProblems) as raised:
        load(bundle, owners, on=TODAY, catalog=LARGE)
    assert time.process_time() - start < 60
    assert "has 40000 problems" in raised.value.message
    assert str(raised.value.problems[-1]).endswith("more problems in this file") or len(raised.value.problems) == 101


plain_field = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters='",#')).map(str.strip)


@given(st.lists(st.tuples(plain_field, st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=5))
def test_a_plain_line_has_the_fields_that_it_has_when_quoted(spaced: list[tuple[str, int, int]]) -> None:
    """The quick way of reading a line against the careful one, which a quotation mark asks for."""
    bare = ",".join(" " * before + text + " " * after for text, before, after in spaced)
    quoted = ",".join(" " * before + f'"{text}"' + " " * after for text, before, after in spaced)
    (line, *_), problems = read_lines("f", f"x,{bare}\n".encode())
    (careful, *_), _ = read_lines("f", f"x,{quoted}\n".encode())
    assert line == careful
    assert not problems


def test_the_common_file_tags_no_object_even_of_a_catalog_of_its_own() -> None:
    """Own objects under common tags are passed over quickly: the common file has none."""
    owners = (Owner(name="common", policy_file="common.csv", catalogs=("police",), roles=("*",), departments=("*",)),)
    files = {"policy.d/common.csv": b"g2, tag:a, tag:b\ng2, police.s.t, tag:a\n"}
    with pytest.raises(PolicyProblems) as raised:
        load(files, owners, on=TODAY)
    assert list(map(str, raised.value.problems)) == [
        "policy.d/common.csv:2: the common file tags no object; the owner of `police.s.t` does"
    ]


@pytest.mark.parametrize("line", ["g, user:zhang, dept:police-xihu", "g2, tag:a, tag:b", "g3, p, q"])
def test_a_repeated_line_is_told_whatever_its_kind(line: str) -> None:
    """That nothing is repeated is told by counting; what is repeated is looked for then."""
    text = f"g, user:zhang, dept:police-xihu, 2020-01-01, 2020-01-02\n{line}\n# between\n{line}\n"
    with pytest.raises(PolicyProblems) as raised:
        load({"policy.d/common.csv": text.encode()}, OWNERS, on=TODAY)
    assert "policy.d/common.csv:4: the same line stands at policy.d/common.csv:2" in map(str, raised.value.problems)


def test_what_the_library_writes_for_its_log_holds_no_rule() -> None:
    """Casbin writes out what it loads, whether or not anybody logs it."""
    rule = ("user:zhang", "police.s.t", "select", "-", "*", "-", "-", "-", "allow", "R1")
    model = Gate([rule], {"g": [("user:zhang", "dept:police")]})._enforcer.model
    assert f"{model['p']['p'].policy}, {model['g']['g'].policy}" == "1 lines, 1 lines"
