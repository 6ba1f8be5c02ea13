"""Which types a mask takes and gives, and that its text is closed SQL over its placeholders."""

from __future__ import annotations

import re

import pytest

from gateway.catalog.types import (
    BIGINT,
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    JSON,
    REAL,
    TINYINT,
    UNKNOWN,
    UUID,
    VARBINARY,
    VARCHAR,
    Type,
    array,
    char,
    decimal,
    timestamp,
    varchar,
)
from gateway.masking import KINDS, Mask, parse
from gateway.masking.reference import example

TYPES = [
    VARCHAR, varchar(1), varchar(2), varchar(3), varchar(11), varchar(18), varchar(200), char(1), char(18), TINYINT, INTEGER, BIGINT,
    REAL, DOUBLE, decimal(5, 2), decimal(18, 0), BOOLEAN, DATE, timestamp(0), timestamp(6), timestamp(3, zone=True), UUID, JSON,
    VARBINARY, array(VARCHAR),
]  # fmt: skip
MASKS = [example(form) for kind in KINDS for form in kind.forms]

TAKEN = {
    "null": [*TYPES],
    "const:***": [VARCHAR, varchar(3), varchar(11), varchar(18), varchar(200), char(18)],
    "const:0": [VARCHAR, *TYPES[1:9], TINYINT, INTEGER, BIGINT, DOUBLE, decimal(5, 2), decimal(18, 0)],
    "const:-129": [
        VARCHAR,
        varchar(11),
        varchar(18),
        varchar(200),
        char(18),
        INTEGER,
        BIGINT,
        DOUBLE,
        decimal(5, 2),
        decimal(18, 0),
    ],
    "const:1.25": [VARCHAR, varchar(11), varchar(18), varchar(200), char(18), DOUBLE, decimal(5, 2)],
    "const:true": [VARCHAR, varchar(11), varchar(18), varchar(200), char(18), BOOLEAN],
    "const:1900-01-01": [VARCHAR, varchar(11), varchar(18), varchar(200), char(18), DATE],
    "partial:3:4": TYPES[:9],
    "name": TYPES[:9],
    "phone": TYPES[:9],
    "id_card": TYPES[:9],
    "bank_card": TYPES[:9],
    "address": TYPES[:9],
    "email": TYPES[:9],
    "region:6": [*TYPES[:9], INTEGER, BIGINT],
    "generalize:year": [DATE, timestamp(0), timestamp(6)],
    "generalize:age:10": [DATE, timestamp(0), timestamp(6)],
    "generalize:number:10": [TINYINT, INTEGER, BIGINT, DOUBLE, decimal(5, 2), decimal(18, 0)],
    "token:k1": [*TYPES[:9], TINYINT, INTEGER, BIGINT],
    "token-sm3:k1": [*TYPES[:9], TINYINT, INTEGER, BIGINT],
}


@pytest.mark.parametrize(("written", "taken"), TAKEN.items())
def test_a_mask_takes_exactly_these_types(written: str, taken: list[Type]) -> None:
    assert [type_ for type_ in TYPES if parse(written).accepts(type_)] == taken


def test_no_mask_takes_what_has_no_type_or_no_room_or_is_a_token_already() -> None:
    for mask in MASKS:
        assert not mask.accepts(UNKNOWN)
        if mask.text != "null":
            assert not mask.accepts(varchar(0))
            assert not mask.accepts(varchar(43).with_token("k1"))


@pytest.mark.parametrize("mask", MASKS, ids=lambda mask: mask.text)
def test_a_type_that_is_not_taken_is_refused_with_both_named(mask: Mask) -> None:
    if mask.accepts(VARBINARY):
        return
    with pytest.raises(ValueError, match="varbinary") as refusal:
        mask.sql(VARBINARY)
    assert f"`{mask.text}`" in str(refusal.value)


@pytest.mark.parametrize("mask", MASKS, ids=lambda mask: mask.text)
def test_most_masks_keep_the_type(mask: Mask) -> None:
    for type_ in filter(mask.accepts, TYPES):
        match mask.kind, mask.text:
            case "token", _:
                assert mask.gives(type_) == varchar(43).with_token("k1")
            case "token-sm3", _:
                assert mask.gives(type_) == varchar(43).with_token("k1/sm3")
            case _, "generalize:age:10":
                assert mask.gives(type_) == varchar(5)
            case _:
                assert mask.gives(type_) == type_


@pytest.mark.parametrize("mask", MASKS, ids=lambda mask: mask.text)
def test_the_sql_names_its_placeholders_and_nothing_else(mask: Mask) -> None:
    for type_ in filter(mask.accepts, TYPES):
        bare = re.sub(r"'(?:[^']|'')*'", "''", mask.sql(type_))
        named = set(re.findall(r":(\w+)", bare))
        assert named - {"value"} == mask.placeholders
        assert '"' not in bare
        assert ";" not in bare


def test_token_masks_name_their_key_and_engines() -> None:
    assert parse("token:k1").key == parse("token-sm3:k1").key == "k1"
    assert parse("token:k1").engines == {"duckdb", "trino"}
    assert parse("token-sm3:k1").engines == {"duckdb"}
    assert parse("name").key is None


def test_the_text_of_a_constant_cannot_leave_its_literal() -> None:
    assert "'x'' OR 1=1'" in parse("const:x' OR 1=1").sql(VARCHAR)
