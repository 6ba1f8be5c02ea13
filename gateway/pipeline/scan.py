"""From text to tokens, if it is neither too large nor too deep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sqlglot.tokenizer_core import Token, TokenType

from gateway.errors import StatementError
from gateway.pipeline.dialect import tokenize
from gateway.pipeline.limits import check_text, check_tokens
from gateway.pipeline.positions import offset_position
from gateway.pipeline.tokens import PAIRS

_PAIRED: Final = frozenset(PAIRS.values())
"""Two words in one token."""
_COMMENT: Final = re.compile(r"--[^\r\n]*|/\*.*?\*/", re.DOTALL)
_UNCLOSED: Final = "a quote or a comment may not be closed"


def scan(sql: str) -> list[Token]:
    """The tokens of a client's text, a closing semicolon dropped, if it is neither too large nor too deep."""
    check_text(sql)
    try:
        tokens = tokenize(sql)
    except Exception as error:  # any failure of the library on a client's text means that it can not be read
        raise StatementError("the statement can not be read", hint=_UNCLOSED) from error
    while tokens and tokens[-1].token_type is TokenType.SEMICOLON:
        tokens.pop()
    if not tokens:
        raise StatementError("the statement is empty", hint="send one SELECT")
    check_tokens(tokens)
    if not sql.isascii():
        _check_blanks(tokens, sql)
    return tokens


def _check_blanks(tokens: Sequence[Token], sql: str) -> None:
    """Between words stand the four blanks of Trino and comments; the library takes any blank of Unicode."""
    end = 0
    for token in tokens:
        within = token.end + 1 if token.token_type in _PAIRED and " " in token.text else token.start
        _check_gap(sql, end, within)
        end = token.end + 1
    _check_gap(sql, end, len(sql))


def _check_gap(sql: str, start: int, end: int) -> None:
    said = _COMMENT.sub(lambda comment: " " * len(comment[0]), sql[start:end])
    odd = next((place for place, character in enumerate(said) if not character.isascii()), None)
    if odd is not None:
        raise StatementError(
            "this blank is not part of SQL", hint="write a plain space", position=offset_position(sql, start + odd)
        )
