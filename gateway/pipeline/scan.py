"""From text to tokens, if it is neither too large nor too deep."""

from __future__ import annotations

from typing import Final

from sqlglot.tokenizer_core import Token, TokenType

from gateway.errors import StatementError
from gateway.pipeline.dialect import tokenize
from gateway.pipeline.limits import check_text, check_tokens

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
    return tokens
