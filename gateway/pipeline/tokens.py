"""The library's tokens where Trino's differ: words that belong together, and words that are names."""

from __future__ import annotations

from typing import Final

from sqlglot.tokenizer_core import Token, TokenType

PAIRS: Final = {
    ("GROUP", "BY"): TokenType.GROUP_BY,
    ("GROUPING", "SETS"): TokenType.GROUPING_SETS,
    ("ORDER", "BY"): TokenType.ORDER_BY,
    ("PARTITION", "BY"): TokenType.PARTITION_BY,
    ("DOUBLE", "PRECISION"): TokenType.DOUBLE,
}
"""The library pairs these words only if nothing but blanks stands between them; a comment may."""

FOLLOWED: Final = {
    TokenType.ANY: ("(",),
    TokenType.FETCH: ("FIRST", "NEXT"),
    TokenType.LATERAL: ("(",),
    TokenType.MATCH_RECOGNIZE: ("(",),
    TokenType.TABLE_SAMPLE: ("BERNOULLI", "SYSTEM"),
}
"""Words that are names in Trino unless one of these follows; the library takes them for no name at all."""

_BEHIND_NAMES: Final = frozenset(
    {TokenType.COMMA, TokenType.R_PAREN, TokenType.DOT, TokenType.FROM, TokenType.EQ, TokenType.NEQ, TokenType.LT,
     TokenType.LTE, TokenType.GT, TokenType.GTE}
)  # fmt: skip
_BEFORE_ALL: Final = frozenset({TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT, TokenType.LIMIT})

_SECOND: Final = frozenset(second for _, second in PAIRS)


def corrected(tokens: list[Token]) -> list[Token]:
    """The same words as Trino reads them."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        kind = token.token_type
        after = tokens[place + 1 : place + 2]
        if (kind in FOLLOWED and not _followed(token, after)) or (
            kind is TokenType.ALL and _is_name(tokens[place - 1 : place], after)
        ):
            token = Token(TokenType.VAR, token.text, token.line, token.col, token.start, token.end, token.comments)
        elif kind is TokenType.VAR and found and token.text.upper() in _SECOND:
            pair = _pair(found[-1], token)
            if pair is not None:
                found[-1] = pair
                continue
        found.append(token)
    return found


def _followed(token: Token, after: list[Token]) -> bool:
    return any(t.token_type is not TokenType.IDENTIFIER and t.text.upper() in FOLLOWED[token.token_type] for t in after)


def _is_name(before: list[Token], after: list[Token]) -> bool:
    """Whether ALL is the name of a column: `SELECT all, a`, `GROUP BY all`. Before a sign it is a word, as in `SELECT ALL -a`."""
    return not any(t.token_type in _BEFORE_ALL for t in before) and all(t.token_type in _BEHIND_NAMES for t in after)


def _pair(first: Token, second: Token) -> Token | None:
    kind = PAIRS.get((first.text.upper(), second.text.upper()))
    if kind is None or first.token_type not in (TokenType.VAR, kind):
        return None
    text = f"{first.text} {second.text}"
    return Token(kind, text, second.line, second.col, first.start, second.end, second.comments)
