"""What is refused on the words of a statement, before the parser sees it: signs and spellings that are not Trino's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sqlglot.parsers.trino import TrinoParser
from sqlglot.tokenizer_core import Token, TokenType

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.positions import token_position
from gateway.pipeline.refusals import NEVER_WRITES

SIGNS: Final = frozenset(
    {TokenType.L_PAREN, TokenType.R_PAREN, TokenType.L_BRACKET, TokenType.R_BRACKET, TokenType.COMMA, TokenType.DOT,
     TokenType.PLUS, TokenType.DASH, TokenType.STAR, TokenType.SLASH, TokenType.MOD, TokenType.DPIPE, TokenType.EQ,
     TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.ARROW, TokenType.PLACEHOLDER,
     TokenType.NUMBER, TokenType.STRING, TokenType.IDENTIFIER, TokenType.HEX_STRING, TokenType.UNICODE_STRING}
)  # fmt: skip
"""Tokens that are no words. Others are refused: `::`, `@`, `{`, `$`, backticks, raw, bit and national strings …"""

FOREIGN: Final = {
    "ilike": "write lower(x) LIKE lower(pattern)",
    "qualify": "put the window function in an inner query and filter outside",
    "pivot": "write one aggregate with FILTER for each column",
    "unpivot": "join with UNNEST or VALUES",
    "rlike": "write regexp_like(x, pattern)",
    "regexp": "write regexp_like(x, pattern)",
    "glob": "write regexp_like(x, pattern)",
    "exclude": "name the columns that you want",
    "semi": "write WHERE EXISTS (…)",
    "anti": "write WHERE NOT EXISTS (…)",
    "asof": "join with a condition on the time and keep one row with row_number()",
    "positional": "number the rows of both sides with row_number() and join on it",
    "top": "write LIMIT at the end",
    "isnull": "write IS NULL",
    "notnull": "write IS NOT NULL",
    "div": "`/` on integers already divides without remainder",
    "session": "WITH SESSION is not supported",
    "function": "functions can not be defined in a statement",
    "corresponding": "list the columns in the same order on both sides",
}

_NUMBER: Final = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ENDS: Final = frozenset({TokenType.FROM, TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.WHERE, TokenType.GROUP_BY,
                          TokenType.ORDER_BY, TokenType.HAVING, TokenType.COMMA, TokenType.UNION, TokenType.LIMIT})  # fmt: skip


_STARTS: Final = frozenset({TokenType.SELECT, TokenType.FROM, TokenType.WHERE, TokenType.GROUP_BY, TokenType.ORDER_BY,
                            TokenType.PARTITION_BY, TokenType.HAVING, TokenType.ON, TokenType.USING, TokenType.L_PAREN,
                            TokenType.L_BRACKET, TokenType.DISTINCT, TokenType.VALUES, TokenType.AND, TokenType.OR,
                            TokenType.NOT, TokenType.WITH, TokenType.UNION, TokenType.ALL})  # fmt: skip

_CONTINUING: Final = (
    "and as between else end escape except from full group having in inner intersect is join left like natural on or order"
    " right then union using when where"
)
_CONTINUES: Final = frozenset(_CONTINUING.split())
"""Reserved words with which nothing begins that could stand behind a comma or AS."""
_OPERANDS: Final = frozenset({TokenType.L_PAREN, TokenType.PLUS, TokenType.DASH, TokenType.NUMBER, TokenType.STRING,
                              TokenType.IDENTIFIER, TokenType.PLACEHOLDER, TokenType.HEX_STRING, TokenType.UNICODE_STRING,
                              TokenType.DOT})  # fmt: skip
"""Signs with which a value begins."""
_QUERIES: Final = frozenset({TokenType.SELECT, TokenType.VALUES, TokenType.WITH, TokenType.TABLE})
_SELECT_ALL: Final = [TokenType.SELECT, TokenType.ALL]
_BRACKETS: Final = {TokenType.R_PAREN: TokenType.L_PAREN, TokenType.R_BRACKET: TokenType.L_BRACKET}

_PREDICATES: Final = frozenset(
    {TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.IS, TokenType.IN,
     TokenType.LIKE, TokenType.BETWEEN}
)  # fmt: skip
_QUANTIFIERS: Final = frozenset({TokenType.ANY, TokenType.SOME, TokenType.ALL})
"""In Trino they stand before a query in brackets; with more brackets around it, they are called as functions."""
_WITHIN_PREDICATE: Final = (
    (SIGNS - {TokenType.COMMA, TokenType.ARROW})
    | frozenset(
        {TokenType.VAR, TokenType.NOT, TokenType.NULL, TokenType.TRUE, TokenType.FALSE, TokenType.DISTINCT,
         TokenType.FROM, TokenType.ANY, TokenType.SOME, TokenType.ALL, TokenType.ESCAPE, TokenType.INTERVAL, TokenType.ARRAY,
         TokenType.EXISTS, TokenType.OVER, TokenType.FILTER, TokenType.CURRENT_SCHEMA, TokenType.FIRST, TokenType.NEXT,
         TokenType.LIMIT, TokenType.OFFSET, TokenType.WINDOW, TokenType.ORDINALITY, TokenType.ASC, TokenType.DESC}
    )
    | frozenset(TrinoParser.TYPE_TOKENS)
    | frozenset(TrinoParser.NO_PAREN_FUNCTIONS)
)  # fmt: skip
"""What may stand between two comparisons of a chain, names included; anything else begins a new one."""


def check_words(tokens: Sequence[Token], sql: str) -> None:
    """Raise at the first sign, number, operator or comma that Trino's grammar does not have there."""
    before: Token | None = None
    _check_brackets(tokens)
    _check_chains(tokens)
    for index, token in enumerate(tokens):
        kind = token.token_type
        if kind is TokenType.SEMICOLON:
            raise _refused(token, "send one statement at a time", "remove what follows the `;`")
        raw = sql[token.start : token.end + 1]
        if kind not in SIGNS and not raw[:1].isalpha() and not raw.startswith("_"):
            raise _refused(token, f"`{raw[:20]}` is not supported", "it is not part of Trino SQL")
        if kind is TokenType.NUMBER and not _NUMBER.fullmatch(raw):
            raise _refused(token, f"`{raw[:40]}` is not supported", "write the number in decimal digits")
        if kind is TokenType.HEX_STRING and raw[:2] not in ("x'", "X'"):
            raise _refused(token, f"`{raw[:40]}` is not supported", "write the number in decimal digits")
        if kind is TokenType.EQ and raw != "=":
            raise _refused(token, f"`{raw}` is not supported", "write `=`")
        if kind in _QUANTIFIERS and before is not None and _is_twice_bracketed(before, tokens[index + 1 : index + 3]):
            raise _refused(token, f"`{raw} ((` is not supported", "write the query in one pair of brackets")
        if kind is TokenType.ALIAS and [t.token_type for t in tokens[max(0, index - 2) : index]] == _SELECT_ALL:
            raise _refused(token, "`ALL` is not supported as a column", 'write "all" if it is one')
        if before is not None:
            _check_pair(before, token, index + 1 == len(tokens))
        before = token


def _is_twice_bracketed(before: Token, after: Sequence[Token]) -> bool:
    return before.token_type in _PREDICATES and [t.token_type for t in after] == [TokenType.L_PAREN] * 2


def _check_brackets(tokens: Sequence[Token]) -> None:
    """Every bracket is closed by its like; the library lets some stay open."""
    opened: list[tuple[Token, Token]] = []
    closed = tokens[0]
    for index, token in enumerate(tokens):
        kind = token.token_type
        if kind in _BRACKETS.values():
            before = tokens[max(0, index - 1)]
            opened.append((token, before))
            if index + 1 < len(tokens) and tokens[index + 1].token_type in _QUERIES:
                _check_before_query(closed if before.token_type is TokenType.R_PAREN else before, token)
        elif kind in _BRACKETS:
            bracket, closed = opened.pop() if opened else (token, token)
            if bracket.token_type is not _BRACKETS[kind]:
                raise StatementError(f"nothing opens this `{token.text}`", position=token_position(token))
    if opened:
        raise StatementError(f"`{opened[-1][0].text}` is not closed", position=token_position(opened[-1][0]))


def _check_before_query(before: Token, bracket: Token) -> None:
    """`WITH a (SELECT …)` lacks its AS; a call's argument that is a query stands in brackets of its own."""
    if before.token_type in (TokenType.VAR, TokenType.IDENTIFIER):
        raise StatementError(
            "a query can not stand here",
            code=ErrorCode.NOT_SUPPORTED,
            hint="write AS before the bracket, or more brackets",
            position=token_position(bracket),
        )


def _begins_nothing(token: Token) -> bool:
    """Whether no value, name or relation begins with `token`."""
    if token.token_type is TokenType.IDENTIFIER:
        return False
    return token.text.lower().split(" ")[0] in _CONTINUES or (
        token.token_type in SIGNS and token.token_type not in _OPERANDS
    )


_OPENS: Final = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.CASE})
_CLOSES: Final = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.END})


def _check_chains(tokens: Sequence[Token]) -> None:
    """`a = b IS NULL` and `a < b < c` mean different things in different databases; in Trino, nothing."""
    counts = [0]
    for token in tokens:
        kind = token.token_type
        if kind in _OPENS:
            counts.append(0)
        elif kind in _CLOSES:
            if len(counts) > 1:
                counts.pop()
        elif kind in _PREDICATES:
            counts[-1] += 1
            if counts[-1] > 1:
                raise _refused(token, f"`{token.text}` can not follow another comparison", "put brackets around one")
        elif kind not in _WITHIN_PREDICATE:
            counts[-1] = 0


def _check_pair(before: Token, token: Token, last: bool) -> None:
    touching = before.end + 1 == token.start
    if before.token_type is TokenType.L_PAREN and token.text.upper() in ("DELETE", "INSERT") and not _is_quoted(token):
        raise _refused(token, f"`{token.text}` is not supported: {NEVER_WRITES}", "send a SELECT")
    if before.token_type is TokenType.NOT and token.token_type is TokenType.IS:
        raise StatementError(
            "nothing stands between `NOT` and `IS`", hint="write IS NOT", position=token_position(token)
        )
    if token.token_type is TokenType.VALUES and before.token_type in (TokenType.FROM, TokenType.JOIN, TokenType.COMMA):
        raise StatementError("`VALUES` needs brackets here", hint="write (VALUES …)", position=token_position(token))
    words = token.token_type not in SIGNS or token.token_type is TokenType.IDENTIFIER
    if touching and words and before.token_type in (TokenType.NUMBER, TokenType.STRING):
        raise _refused(token, f"`{token.text[:40]}` can not follow directly", "put a space between them")
    if before.token_type is TokenType.IDENTIFIER and token.token_type is TokenType.STRING:
        # The library reads no type in quotes here; DECIMAL and CHAR would mean other types than without them, too.
        raise _refused(
            token, "a type in quotes before a literal is not supported", "write the type without quotes, or CAST"
        )
    follows = before.token_type is TokenType.COMMA and (token.token_type in _ENDS or token.text.lower() in _CONTINUES)
    follows = follows and not _is_quoted(token)
    if follows or (token.token_type is TokenType.COMMA and before.token_type in _STARTS):
        raise StatementError(
            f"nothing stands between `{before.text}` and `{token.text}`",
            hint="remove the comma",
            position=token_position(before),
        )
    if last and token.token_type is TokenType.COMMA:
        raise StatementError("the statement ends with `,`", hint="remove the comma", position=token_position(token))
    loose = before.token_type is TokenType.DOT and token.token_type is TokenType.NUMBER and not touching
    if loose or (_open_ended(before) and _begins_nothing(token)) or (last and _open_ended(token)):
        raise StatementError(
            f"something is missing after `{(token if last and _open_ended(token) else before).text}`",
            code=ErrorCode.SYNTAX_ERROR if before.token_type is TokenType.ALIAS else ErrorCode.NOT_SUPPORTED,
            position=token_position(token),
        )
    starts = before.token_type in _STARTS and before.token_type is not TokenType.ALL  # a relation may be called so
    if token.token_type is TokenType.ALIAS and (starts or before.token_type is TokenType.COMMA):
        raise StatementError("nothing stands before `AS`", position=token_position(token))


def _open_ended(token: Token) -> bool:
    """The library passes over an AS to which nothing belongs."""
    return token.token_type is TokenType.ALIAS


def _is_quoted(token: Token) -> bool:
    return token.token_type in (TokenType.IDENTIFIER, TokenType.STRING)


def _refused(token: Token, message: str, hint: str) -> StatementError:
    return StatementError(message, code=ErrorCode.NOT_SUPPORTED, hint=hint, position=token_position(token))


def foreign_hint(tokens: Sequence[Token]) -> str | None:
    """Advice when a statement that can not be read holds a word of another database."""
    for token in tokens:
        if token.token_type is not TokenType.IDENTIFIER and token.text.lower() in FOREIGN:
            return f"`{token.text}` is not part of Trino SQL here: {FOREIGN[token.text.lower()]}"
    return None
