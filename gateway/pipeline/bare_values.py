"""VALUES where a query stands: the library writes `SELECT * FROM (VALUES …) AS _values` for it, which the client did not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from gateway.errors import StatementError
from gateway.pipeline.positions import token_position

TAIL: Final = frozenset({TokenType.ORDER_BY, TokenType.LIMIT, TokenType.OFFSET, TokenType.FETCH,
                         TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT})  # fmt: skip
"""What makes more of VALUES than a list of rows."""
_RELATION: Final = frozenset({TokenType.FROM, TokenType.JOIN, TokenType.COMMA, TokenType.LATERAL})
_OPENING: Final = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET})
_CLOSING: Final = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET})
_CLAUSES: Final = ("order", "limit", "offset")


def bracketed(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with `FROM (VALUES … ORDER BY 1)` as `FROM ((VALUES …) ORDER BY 1)`, which the library reads and which is the same query; with IN, too."""
    found = list(tokens)
    for place in range(len(tokens) - 1, 1, -1):
        if tokens[place].token_type is TokenType.VALUES and _stands_in_brackets(tokens, place):
            end = _end_of_rows(found, place)
            if end is not None:
                found.insert(end, _sign(TokenType.R_PAREN, ")", found[end]))
                found.insert(place, _sign(TokenType.L_PAREN, "(", found[place]))
    return found


def check_names(tokens: Sequence[Token], tree: exp.Expr) -> None:
    """Raise for `FROM (VALUES (1, 2) t)`: the library takes the name of VALUES within its brackets, too."""
    named = [values.args["alias"].this for values in tree.find_all(exp.Values) if values.args.get("alias")]
    starts = {name.meta.get("start") for name in named if name is not None}
    for place in range(2, len(tokens)) if starts else ():
        if tokens[place].token_type is TokenType.VALUES and _is_relation(tokens, place):
            token = next((token for token in _rows(tokens, place) if token.start in starts), None)
            if token is not None:
                raise StatementError(
                    "the name of VALUES stands behind its brackets",
                    hint="write (VALUES …) AS t",
                    position=token_position(token),
                )


def _rows(tokens: Sequence[Token], place: int) -> Iterator[Token]:
    """The tokens of the rows of VALUES that stand in no brackets of their own."""
    depth = 0
    for token in tokens[place + 1 :]:
        kind = token.token_type
        depth += (kind in _OPENING) - (kind in _CLOSING)
        if depth < 0 or (depth == 0 and kind in TAIL):
            return
        if depth == 0:
            yield token


def _is_relation(tokens: Sequence[Token], place: int) -> bool:
    """Whether brackets, and a word of FROM before them, stand before `place`."""
    at = place - 1
    while at > 0 and tokens[at].token_type is TokenType.L_PAREN:
        at -= 1
    return at < place - 1 and tokens[at].token_type in _RELATION


def _stands_in_brackets(tokens: Sequence[Token], place: int) -> bool:
    """The same, or IN and one bracket."""
    is_listed = tokens[place - 1].token_type is TokenType.L_PAREN and tokens[place - 2].token_type is TokenType.IN
    return is_listed or _is_relation(tokens, place)


def _end_of_rows(tokens: Sequence[Token], place: int) -> int | None:
    """Where the rows of VALUES end with more to come; None when nothing but the bracket follows them."""
    depth = 0
    for at in range(place + 1, len(tokens)):
        kind = tokens[at].token_type
        depth += (kind in _OPENING) - (kind in _CLOSING)
        if depth < 0:
            return None
        if depth == 0 and kind in TAIL:
            return at
    return None


def _sign(kind: TokenType, text: str, where: Token) -> Token:
    return Token(kind, text, where.line, where.col, where.start, where.start)


def bare_values(tree: exp.Expr) -> exp.Expr:
    """The tree with VALUES for what the library made of it.

    >>> from gateway.pipeline.dialect import parse_tokens, regenerate, tokenize
    >>> sql = "WITH a AS (VALUES 1 ORDER BY 1) SELECT * FROM a"
    >>> regenerate(bare_values(parse_tokens(tokenize(sql), sql)[0]))
    'WITH a AS (VALUES (1) ORDER BY 1) SELECT * FROM a'
    """
    for query in list(tree.find_all(exp.In)):
        _ordered(query.args.get("query"))
    for select in list(tree.find_all(exp.Select)):
        values = _wrapped(select)
        if values is None:
            continue
        values.set("alias", None)
        for clause in _CLAUSES:
            values.set(clause, select.args.get(clause))
        if select is tree:
            return values.pop()
        select.replace(values)
    return tree


def _ordered(query: exp.Expr | None) -> None:
    """`IN ((VALUES …) ORDER BY 1)` becomes `IN (VALUES … ORDER BY 1)`, from which `bracketed` made it."""
    inner = query.this if isinstance(query, exp.Subquery) else None
    if not isinstance(inner, exp.Subquery) or not isinstance(inner.this, exp.Values):
        return
    if {name for name, value in inner.args.items() if value} <= {"this", *_CLAUSES}:
        for clause in _CLAUSES:
            inner.this.set(clause, inner.args.get(clause))
        inner.replace(inner.this)


def _wrapped(select: exp.Select) -> exp.Values | None:
    """The VALUES that a select is nothing but the library's frame of; ORDER BY and the like go with it."""
    said = {name for name, value in select.args.items() if value}
    values = select.args["from_"].this if {"expressions", "from_"} <= said else None
    if (
        not isinstance(values, exp.Values)
        or not said <= {"expressions", "from_", *_CLAUSES}
        or len(select.expressions) != 1
    ):
        return None
    alias = values.args.get("alias")
    if alias is None or alias.name != "_values" or alias.columns or not isinstance(select.expressions[0], exp.Star):
        return None
    return values
