"""Proves that parsing lost and moved nothing: the tree, written out again, has the client's words in the client's order.

The library drops what it does not model (surplus arguments, unknown clauses) and takes some clauses at places where Trino
has none. So the names, literals, keywords and operators of both texts are compared, less what may be said
in two ways. Only NOT may move: `a NOT IN (…)` is written `NOT a IN (…)`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise
from typing import Final

from sqlglot import exp
from sqlglot.parsers.trino import TrinoParser
from sqlglot.tokenizer_core import Token, TokenType

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.dialect import regenerate, tokenize
from gateway.pipeline.positions import token_position

OPTIONAL: Final = frozenset({"as", "asc", "inner", "outer"})
"""Words that Trino lets one leave out anywhere."""

OPTIONAL_AFTER: Final = {
    "all": frozenset({"select", "("}),
    "distinct": frozenset({"union", "intersect", "except"}),
    "last": frozenset({"nulls"}),
}
"""Words that say the default when they follow one of these."""

SAME: Final = {
    "int": "integer", "double precision": "double", "some": "any", "!=": "<>",
}  # fmt: skip

_SILENT: Final = frozenset({TokenType.L_PAREN, TokenType.R_PAREN, TokenType.SEMICOLON})
_Word = tuple[str, str]
_NOT: Final[_Word] = ("WORD", "not")


def check_fidelity(tokens: Sequence[Token], tree: exp.Expr) -> None:
    """Raise unless `tree` says what `tokens` say."""
    said = _words(tokens)
    written = _tokens_of(tree)
    kept = _words(written)
    missing = _first_difference(
        [pair for pair in said if pair[0] != _NOT], [pair for pair in kept if pair[0] != _NOT], written
    )
    if missing is None and sum(key == _NOT for key, _ in said) == sum(key == _NOT for key, _ in kept):
        return
    token = missing or tokens[0]
    raise StatementError(
        f"`{token.text[:40]}` is not supported here",
        code=ErrorCode.NOT_SUPPORTED,
        hint="this part of the statement has no meaning that the gateway is sure of; write it another way",
        position=token_position(token),
    )


def _first_difference(
    said: Sequence[tuple[_Word, Token]], kept: Sequence[tuple[_Word, Token]], written: Sequence[Token]
) -> Token | None:
    calls = {id(token) for token, after in pairwise(written) if after.token_type is TokenType.L_PAREN}
    for index, (key, token) in enumerate(said):
        if index >= len(kept) or kept[index][0] != key:
            return token
        if token.token_type is TokenType.IDENTIFIER and not _may_be_quoted(kept[index][1], calls):
            return token
    return said[-1][1] if len(kept) > len(said) and said else None


def _may_be_quoted(kept: Token, calls: Container[int]) -> bool:
    """Whether what the client wrote in quotes was read as a name: of a thing, a type or a function. Words of the grammar have no quotes."""
    kind = kept.token_type
    if kind is TokenType.IDENTIFIER:
        return True
    if id(kept) in calls:
        return kind is not TokenType.ROW and kept.text.lower() != "row"
    return kind in TrinoParser.TYPE_TOKENS and kind is not TokenType.ARRAY


def _tokens_of(tree: exp.Expr) -> list[Token]:
    try:
        return tokenize(regenerate(tree))
    except (
        Exception
    ) as error:  # the library's printer raises whatever it meets: text that can not be written is not understood
        raise StatementError("the statement can not be read", hint="write it another way") from error


def _words(tokens: Sequence[Token]) -> list[tuple[_Word, Token]]:
    """The words that count, in order."""
    found: list[tuple[_Word, Token]] = []
    before = ""
    for token in tokens:
        text = token.text.lower()
        if text == ")" and before == "(":  # empty brackets say something: a call, a frame, the whole as a group
            found.append((("WORD", "()"), token))
        after = OPTIONAL_AFTER.get(text)
        if token.token_type is not TokenType.IDENTIFIER and after and before in after:
            if before == "nulls":
                found.pop()
        elif text in _ROWS and (before in _FETCH or before.isdecimal() or before == "?"):
            pass  # OFFSET 2 ROWS, FETCH FIRST ROW
        else:
            found.extend((key, token) for key in _keys(token))
        if text not in OPTIONAL:
            before = text
    return found


_ROWS: Final = frozenset({"row", "rows"})
_FETCH: Final = frozenset({"first", "next"})


def _keys(token: Token) -> tuple[_Word, ...]:
    """How a token counts: its kind and text, or nothing when it may be left out."""
    kind, text = token.token_type, token.text
    match kind:
        case TokenType.STRING | TokenType.HEX_STRING | TokenType.UNICODE_STRING:
            return ((kind.name, text),)
        case TokenType.NUMBER:
            # `.5` is read as two tokens and written as `0.5`.
            if text.startswith("0.") and text != "0.":
                return (("WORD", "."), ("NUMBER", text[2:]))
            return (("NUMBER", text),)
        case TokenType.IDENTIFIER:
            return (("WORD", text.lower()),)
        case TokenType.TABLE:
            # `TABLE t` is the query `SELECT * FROM t`.
            return (("WORD", "select"), ("WORD", "*"), ("WORD", "from"))
        case _ if kind in _SILENT:
            return ()
        case _:
            word = SAME.get(text.lower(), text.lower())
            return () if word in OPTIONAL else (("WORD", word),)
