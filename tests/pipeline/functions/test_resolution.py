"""Which function a call means: its overload, what is refused, and where a token stays one."""

from __future__ import annotations

import pytest

from gateway.catalog.types import BIGINT, DATE, INTEGER, UNKNOWN, VARCHAR, Type, array, parse_type, timestamp
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.functions.table import Argument, LambdaArgument, resolve


def test_an_unknown_function_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(ResolutionError) as caught:
        resolve("substrng", [Argument(VARCHAR)])
    assert caught.value.code is ErrorCode.FUNCTION_NOT_FOUND
    assert "`substring`" in (caught.value.hint or "")


def test_an_internal_function_does_not_exist_for_a_client() -> None:
    with pytest.raises(ResolutionError) as caught:
        resolve("huiliu_token", [Argument(VARCHAR), Argument(VARCHAR)])
    assert caught.value.code is ErrorCode.FUNCTION_NOT_FOUND
    assert "huiliu" not in (caught.value.hint or "")


def test_wrong_arguments_are_told_with_the_expected_ones() -> None:
    with pytest.raises(ResolutionError) as caught:
        resolve("substr", [Argument(VARCHAR), Argument(VARCHAR)])
    assert caught.value.code is ErrorCode.TYPE_MISMATCH
    assert (
        "unexpected parameters (varchar, varchar) for function `substr`; expected: substr(varchar(x), bigint)"
        in caught.value.message
    )


@pytest.mark.parametrize("operator", ["=", "<>", "<", "<in>", "<is distinct from>", "nullif", "coalesce", "greatest"])
def test_a_token_meets_only_tokens_of_its_key(operator: str) -> None:
    one, other = parse_type("varchar(43)").with_token("k1"), parse_type("varchar(43)").with_token("k2")
    resolve(operator, [Argument(one), Argument(one)])
    for right in (other, parse_type("varchar(43)"), VARCHAR):
        with pytest.raises(ResolutionError) as caught:
            resolve(operator, [Argument(one), Argument(right)])
        assert caught.value.code is ErrorCode.TOKEN_MISMATCH


def test_a_token_stays_one_where_it_is_handed_on_and_is_text_elsewhere() -> None:
    token = parse_type("varchar(43)").with_token("k1")
    for name in ("min", "max", "any_value", "arbitrary", "lag", "first_value", "try"):
        assert resolve(name, [Argument(token)]).function.return_type == token
    assert resolve("array_agg", [Argument(token)]).function.return_type == array(token)
    assert resolve("coalesce", [Argument(token), Argument(UNKNOWN)]).function.return_type == token
    assert resolve("lower", [Argument(token)]).function.return_type.token is None
    assert resolve("substr", [Argument(token), Argument(BIGINT)]).function.return_type.token is None


def test_a_token_can_not_be_looked_up_in_an_array_of_clear_text() -> None:
    token = parse_type("varchar(43)").with_token("k1")
    with pytest.raises(ResolutionError) as caught:
        resolve("contains", [Argument(array(token)), Argument(VARCHAR)])
    assert caught.value.code is ErrorCode.TOKEN_MISMATCH


def test_a_lambda_is_bound_once_with_the_types_of_its_parameters() -> None:
    seen: list[tuple[Type, ...]] = []

    def bind(types: tuple[Type, ...]) -> Type:
        seen.append(types)
        return BIGINT

    found = resolve("transform", [Argument(array(DATE)), LambdaArgument(1, bind)])
    assert seen == [(DATE,)]
    assert found.function.return_type == array(BIGINT)
    assert found.argument_types[1] == Type("function", (DATE, BIGINT))


def test_the_most_specific_overload_wins() -> None:
    found = resolve("+", [Argument(DATE), Argument(parse_type("interval day to second"))])
    assert found.function.return_type == DATE
    assert resolve("date_trunc", [Argument(VARCHAR), Argument(timestamp(3))]).function.return_type == timestamp(3)
    assert resolve("abs", [Argument(INTEGER)]).function.return_type == INTEGER
