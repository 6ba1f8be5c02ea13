"""What is refused before parsing: statements too large or too deep to be parsed safely.

The parser is recursive and compiled: too deep an input ends the process, not the statement, and
brackets after a type name (`date(date(…`, `ARRAY[ARRAY[…`) double its work at every level. So depth
is counted on tokens first. Real statements reach 11 brackets, 5 after type names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlglot.parsers.trino import TrinoParser
from sqlglot.tokens import Token, TokenType

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.positions import offset_position, token_position

MAX_BYTES: Final = 256 * 1024
MAX_TOKENS: Final = 50_000
MAX_DEPTH: Final = 40
MAX_TYPE_DEPTH: Final = 8
MAX_KEYWORD_RUN: Final = 24
"""Keywords and operators in a row: each of them may be one more level for the parser."""
MAX_TREE_DEPTH: Final = 400
"""Levels of the parsed tree, so that the recursive stages after parsing end within Python's own limit."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

_OPENING: Final = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET})
_CLOSING: Final = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET})
_TYPE_LIKE: Final = frozenset(TrinoParser.TYPE_TOKENS) | {
    TokenType.ARRAY,
    TokenType.MAP,
    TokenType.STRUCT,
    TokenType.LIST,
}
_RESTING: Final = frozenset(
    {TokenType.VAR, TokenType.IDENTIFIER, TokenType.STRING, TokenType.NUMBER, TokenType.HEX_STRING,
     TokenType.UNICODE_STRING, TokenType.COMMA, TokenType.STAR, TokenType.DOT, TokenType.PLACEHOLDER}
) | _OPENING | _CLOSING  # fmt: skip
_BEFORE_NOT: Final = (
    frozenset(
        {TokenType.AND, TokenType.OR, TokenType.NOT, TokenType.WHERE, TokenType.ON, TokenType.WHEN, TokenType.THEN,
         TokenType.ELSE, TokenType.CASE, TokenType.HAVING, TokenType.SELECT, TokenType.DISTINCT, TokenType.ALL, TokenType.IS,
         TokenType.ARROW, TokenType.ORDER_BY, TokenType.PARTITION_BY, TokenType.GROUP_BY, TokenType.VALUES, TokenType.END,
         TokenType.NULL, TokenType.TRUE, TokenType.FALSE}
    )
    | _RESTING
    | _TYPE_LIKE
    | frozenset(TrinoParser.NO_PAREN_FUNCTIONS)
)  # fmt: skip


def check_text(sql: str) -> None:
    """Refuse a text that is too long or holds control characters."""
    if len(sql) > MAX_BYTES or len(sql.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _too_large(
            f"the statement is longer than {MAX_BYTES // 1024} KiB", "shorten it, or load long lists as rows"
        )
    control = _CONTROL.search(sql)
    if control:
        raise StatementError(
            "the statement holds a control character",
            hint="write it as a Unicode literal, for example U&'\\0007'",
            position=offset_position(sql, control.start()),
        )


@dataclass(slots=True)
class _Nesting:
    """Open brackets, each with whether a type name stands before it, and what else nests without brackets."""

    brackets: list[tuple[bool, int]] = field(default_factory=list)
    typed: int = 0
    unbracketed: int = 0

    def open(self, typed: bool) -> None:
        self.brackets.append((typed, self.unbracketed))
        self.typed += typed

    def close(self) -> None:
        if self.brackets:
            typed, self.unbracketed = self.brackets.pop()
            self.typed -= typed

    @property
    def depth(self) -> int:
        return len(self.brackets) + self.unbracketed


def check_tokens(tokens: Sequence[Token]) -> None:
    """Refuse too many tokens, and nesting that the parser would not survive or finish."""
    if len(tokens) > MAX_TOKENS:
        raise _too_large(f"the statement has more than {MAX_TOKENS} words", "split it, or load long lists as rows")
    nesting = _Nesting()
    run = 0
    before = TokenType.COMMA
    for token in tokens:
        kind = token.token_type
        if kind in _OPENING:
            nesting.open(before in _TYPE_LIKE)
        elif kind in _CLOSING:
            nesting.close()
        elif kind is TokenType.CASE or kind is TokenType.ARROW:
            nesting.unbracketed += 1
        elif kind is TokenType.END and nesting.unbracketed:
            nesting.unbracketed -= 1
        elif kind is TokenType.COMMA and not nesting.brackets:
            nesting.unbracketed = 0
        elif kind is TokenType.NOT and before not in _BEFORE_NOT:
            raise StatementError(
                "`NOT` can not stand here", hint="put brackets around it", position=token_position(token)
            )
        run = 0 if kind in _RESTING else run + 1
        if nesting.depth > MAX_DEPTH or nesting.typed > MAX_TYPE_DEPTH or run > MAX_KEYWORD_RUN:
            error = _too_large(
                "the statement is nested too deeply", "name inner queries with WITH, or shorten the expression"
            )
            error.position = token_position(token)
            raise error
        before = kind


def _too_large(message: str, hint: str) -> StatementError:
    return StatementError(message, code=ErrorCode.STATEMENT_TOO_LARGE, hint=hint)
