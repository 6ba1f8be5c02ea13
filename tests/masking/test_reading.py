"""Masks as policy writes them: what is read, what is refused, which of two is coarser."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from gateway.masking import KINDS, coarser, parse
from gateway.masking.reference import example, page

PAGE = Path(__file__).parents[2] / "docs" / "masks.md"

CANONICAL = {
    "null": "null",
    " null ": "null",
    "const:***": "const:***",
    "const:a:b": "const:a:b",
    "partial:3:4": "partial:3:4",
    "partial:03:4": "partial:3:4",
    "name": "name",
    "id_card": "id_card",
    "id_card:1:1": "id_card",
    "id_card:6:4": "id_card:6:4",
    "region:county": "region:6",
    "region:province": "region:2",
    "region:9": "region:9",
    "generalize:month": "generalize:month",
    "generalize:age:10": "generalize:age:10",
    "generalize:number:500": "generalize:number:500",
    "token:k1": "token:k1",
    "token-sm3:health_2": "token-sm3:health_2",
}


@pytest.mark.parametrize(("written", "text"), CANONICAL.items())
def test_a_mask_has_one_canonical_text(written: str, text: str) -> None:
    assert parse(written).text == text
    assert parse(text) == parse(written)


REFUSED = {
    "": "unknown mask",
    "hash": "`token:k1`",
    "hash:sha256": "`token:k1`",
    "partail:3:4": "did you mean `partial`?",
    "NULL": "did you mean `null`?",
    "null:": "takes no arguments",
    "const": "needs its text",
    "const:": "needs its text",
    "const:a\nb": "printable",
    "const:" + "x" * 201: "printable",
    "partial": "takes two numbers",
    "partial:3": "takes two numbers",
    "partial:3:-4": "whole number",
    "partial:３:４": "whole number",
    "partial:0:0": "keeps nothing",
    "partial:51:0": "from 0 to 50",
    "partial:999999999999:1": "from 0 to 50",
    "name:1": "takes no arguments",
    "phone:3": "partial:HEAD:TAIL",
    "id_card:7:1": "from 0 to 6",
    "id_card:3": "two numbers",
    "region:5": "takes a level",
    "region": "takes a level",
    "generalize": "takes year",
    "generalize:day": "takes year",
    "generalize:age:7": "divide 90",
    "generalize:age:0": "from 5 to 45",
    "generalize:number:1": "from 2",
    "token": "name of a key",
    "token:K1": "name of a key",
    "token:k1:x": "name of a key",
    "token:": "name of a key",
}


@pytest.mark.parametrize(("written", "reason"), REFUSED.items())
def test_what_is_not_a_mask_is_refused_with_a_reason(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        parse(written)


COARSER = [
    ("null", "const:x", "null"),
    ("partial:3:4", "null", "null"),
    ("token:k1", "const:x", "const:x"),
    ("const:x", "const:x", "const:x"),
    ("const:x", "const:y", None),
    ("generalize:year", "generalize:month", "generalize:year"),
    ("region:6", "region:2", "region:2"),
    ("region:9", "region:9", "region:9"),
    ("partial:3:4", "partial:3:2", "partial:3:2"),
    ("partial:1:4", "partial:3:2", None),
    ("id_card:6:4", "id_card", "id_card"),
    ("generalize:number:1000", "generalize:number:500", "generalize:number:1000"),
    ("generalize:number:1000", "generalize:number:300", None),
    ("generalize:age:30", "generalize:age:10", "generalize:age:30"),
    ("generalize:age:15", "generalize:age:10", None),
    ("generalize:age:10", "generalize:year", None),
    ("generalize:number:10", "generalize:year", None),
    ("token:k1", "token:k2", None),
    ("token:k1", "token-sm3:k1", None),
    ("name", "partial:1:0", None),
    ("name", "name", "name"),
]


@pytest.mark.parametrize(("one", "other", "expected"), COARSER)
def test_two_masks_meet_in_the_coarser_one_or_nowhere(one: str, other: str, expected: str | None) -> None:
    for pair in ((one, other), (other, one)):
        found = coarser(*map(parse, pair))
        assert (found.text if found else None) == expected


def test_coarser_never_depends_on_the_order_for_any_two_forms() -> None:
    masks = [example(form) for kind in KINDS for form in kind.forms]
    for one in masks:
        for other in masks:
            assert coarser(one, other) == coarser(other, one)


def test_every_kind_can_be_read_from_each_of_its_forms() -> None:
    for kind in KINDS:
        for form in kind.forms:
            assert type(example(form)) is kind
            assert example(form).kind == kind.kind == form.split(":")[0]


def test_the_reference_page_is_current() -> None:
    if os.environ.get("GOLDEN") == "update":
        PAGE.write_text(page())
    assert PAGE.read_text() == page(), "run the tests once with GOLDEN=update"
