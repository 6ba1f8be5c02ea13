"""What is refused before parsing: statements too large or too deep to be parsed safely.

The parser is recursive and compiled: too deep an input ends the process, not the statement, and
brackets after a type name (`date(date(…`, `ARRAY[ARRAY[…`) double its work at every level. So depth
is counted on tokens first. Real statements reach 11 brackets, 5 after type names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlglot.parsers.trino import TrinoParser
from sqlglot.tokenizer_core import Token, TokenType

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.positions import offset_position, token_position

MAX_BYTES: Final = 256 * 1024
MAX_TOKENS: Final = 50_000
MAX_DEPTH: Final = 40
MAX_DOUBLING: Final = 8
"""Brackets after type names, and joins before their ON: each doubles the parser's work."""
MAX_KEYWORD_RUN: Final = 24
"""Keywords and operators in a row: each of them may be one more level for the parser."""
MAX_JOINS: Final = 200
"""Joins of one query: they nest to the left once bound."""
MAX_DIGITS: Final = 1000
"""Of one number: Python reads no more than 4,300 digits, and no type holds a hundredth of that."""
MAX_QUERIES: Final = 2000
"""SELECTs of a statement: each costs half a millisecond to prepare, however small."""
MAX_WITH: Final = 1000
"""WITH queries that one query can see: an engine nests them, and each sees all before it."""
MAX_COLUMNS: Final = 30_000
"""Columns of all queries and relations of a statement together, each field of a row counted: `SELECT a.*, b.*` over the WITH query before doubles
them, and so does `ROW(x, x)` in lambda after lambda."""
MAX_REPEATED: Final = 30_000
"""Parts of expressions that stand in more places than they were written in: `CASE x WHEN 1 … WHEN 2 …` compares x in every branch, and x may be such
a CASE; a named window is spelled out wherever it is used; ORDER BY and GROUP BY may name a long output any number of times;
a lambda is bound again when what `reduce` carries turns out to be wider, and so is every lambda in it."""
MAX_KEYS: Final = 1000
"""Different grouping expressions of a query: each is compared with every other one."""
MAX_COMPARED: Final = 3_000_000
"""Parts of grouped queries times their grouping expressions, for each part is looked for among them, and sort keys times outputs: a microsecond each."""
MAX_TREE_DEPTH: Final = 400
"""Levels of the parsed tree, so that the recursive stages after parsing end within Python's own limit."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

_OPENING: Final = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET})
_CLOSING: Final = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET})
_DEEPER: Final = frozenset({TokenType.CASE, TokenType.ARROW})
_FREE_JOIN: Final = frozenset({TokenType.CROSS, TokenType.NATURAL})
_CONDITION: Final = frozenset({TokenType.ON, TokenType.USING})
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
class _Level:
    """What is open inside one bracket."""

    typed: bool = False
    unbracketed: int = 0
    joins: int = 0


@dataclass(slots=True)
class _Nesting:
    """How deep a token stands. `levels` has one entry for the statement and one for each open bracket."""

    levels: list[_Level] = field(default_factory=lambda: [_Level()])
    depth: int = 0
    doubling: int = 0
    """Open type-like brackets and joins still without a condition: the parser tries each of them twice."""
    free_join: bool = False

    def open(self, typed: bool) -> None:
        self.levels.append(_Level(typed))
        self.depth += 1
        self.doubling += typed

    def close(self) -> None:
        if len(self.levels) > 1:
            level = self.levels.pop()
            self.depth -= 1 + level.unbracketed
            self.doubling -= level.typed + level.joins

    def deepen(self, by: int) -> None:
        """CASE and `->` nest without brackets."""
        level = self.levels[-1]
        by = max(by, -level.unbracketed)
        level.unbracketed += by
        self.depth += by

    def join(self, by: int) -> None:
        level = self.levels[-1]
        by = max(by, -level.joins)
        level.joins += by
        self.doubling += by

    def read(self, kind: TokenType, before: TokenType) -> None:
        """Take one token into account."""
        if kind in _OPENING:
            self.open(before in _TYPE_LIKE)
        elif kind in _CLOSING:
            self.close()
        elif kind in _DEEPER:
            self.deepen(1)
        elif kind is TokenType.END:
            self.deepen(-1)
        elif kind in _FREE_JOIN:
            self.free_join = True
        elif kind is TokenType.JOIN:
            self.join(0 if self.free_join else 1)
            self.free_join = False
        elif kind in _CONDITION:
            self.join(-1)


def check_tokens(tokens: Sequence[Token]) -> None:
    """Refuse too many tokens, and nesting that the parser would not survive or finish."""
    if len(tokens) > MAX_TOKENS:
        raise _too_large(f"the statement has more than {MAX_TOKENS} words", "split it, or load long lists as rows")
    if sum(token.token_type is TokenType.SELECT for token in tokens) > MAX_QUERIES:
        raise _too_large(f"the statement has more than {MAX_QUERIES} queries", "split it, or join instead")
    nesting = _Nesting()
    run = 0
    before = TokenType.COMMA
    for token in tokens:
        kind = token.token_type
        if kind is TokenType.NOT and before not in _BEFORE_NOT:
            raise StatementError(
                "`NOT` can not stand here", hint="put brackets around it", position=token_position(token)
            )
        if kind is TokenType.NUMBER and len(token.text) > MAX_DIGITS:
            message = f"a number has at most {MAX_DIGITS} digits"
            raise StatementError(message, code=ErrorCode.INVALID_LITERAL, position=token_position(token))
        nesting.read(kind, before)
        run = 0 if kind in _RESTING else run + 1
        if nesting.depth > MAX_DEPTH or nesting.doubling > MAX_DOUBLING or run > MAX_KEYWORD_RUN:
            error = _too_large(
                "the statement is nested too deeply", "name inner queries with WITH, or shorten the expression"
            )
            error.position = token_position(token)
            raise error
        before = kind


@contextmanager
def refusing_depth() -> Iterator[None]:
    """A tree within `MAX_TREE_DEPTH` can still be too deep for a stage that takes several steps a level (300 set operations are)."""
    try:
        yield
    except RecursionError as error:
        raise _too_large("the statement is nested too deeply", "name inner queries with WITH, or split it") from error


def _too_large(message: str, hint: str) -> StatementError:
    return StatementError(message, code=ErrorCode.STATEMENT_TOO_LARGE, hint=hint)
