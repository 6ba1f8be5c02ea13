"""What is told to be right at one glance is right: the closer look finds nothing in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gateway.policy.glance import PLAIN, plainly_right
from gateway.policy.grammar import field_problems

plain = st.sampled_from(sorted(PLAIN)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.from_regex(PLAIN[kind], fullmatch=True))
)
spoilt = st.tuples(
    plain, st.integers(0, 200), st.sampled_from(["", " ", ",", ".", "*", ":", "A", "-", "@", "人", "\n", "%"])
)


@given(plain)
def test_what_is_plainly_right_has_no_problem(line: tuple[str, str]) -> None:
    kind, text = line
    fields = text.split(",")
    assert plainly_right(kind, fields)
    assert field_problems(kind, fields) == []


@given(spoilt)
def test_what_is_spoilt_is_either_still_right_or_looked_at_closer(
    spoilt: tuple[tuple[str, str], int, str],
) -> None:
    (kind, text), at, put = spoilt
    at %= len(text)
    fields = (text[:at] + put + text[at + 1 :]).split(",")
    if len(fields) == text.count(",") + 1:
        assert not plainly_right(kind, fields) or field_problems(kind, fields) == []


def test_a_comma_inside_a_field_is_no_separator() -> None:
    assert plainly_right("g", ["user:a", "dept:b"])
    assert not plainly_right("g", ["user:a,dept:b", ""])
    assert not plainly_right("g", ["user:a", "dept:b,dept:c"])
