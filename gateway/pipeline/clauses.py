"""What is refused of clauses that the library takes incomplete, doubled, or at places where Trino has none: seen on the words, for the tree no longer tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.constructs import CLOCKS
from gateway.pipeline.grammar import PLAIN_NAME, RESERVED
from gateway.pipeline.positions import token_position

_FRAMES: Final = frozenset({"rows", "range", "groups"})
"""A statement without these has no window with a frame: `OVER (w)` says the same as `OVER w`."""
_TEXTS: Final = frozenset({TokenType.STRING, TokenType.HEX_STRING, TokenType.UNICODE_STRING, TokenType.NUMBER})
_AFTER_TABLE: Final = frozenset(
    {TokenType.R_PAREN, TokenType.ORDER_BY, TokenType.LIMIT, TokenType.OFFSET, TokenType.FETCH, TokenType.UNION,
     TokenType.EXCEPT, TokenType.INTERSECT}
)  # fmt: skip
"""What may follow the query `TABLE t`."""
_BEFORE_VALUE: Final = frozenset(
    {TokenType.ORDER_BY, TokenType.COMMA, TokenType.DOT, TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.PLUS,
     TokenType.DASH, TokenType.STAR, TokenType.SLASH, TokenType.MOD, TokenType.DPIPE, TokenType.EQ, TokenType.NEQ,
     TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.AND, TokenType.OR, TokenType.NOT}
)  # fmt: skip
"""Behind these `asc` is the name of a column: `ORDER BY asc DESC`."""
_NO_CALLS: Final = CLOCKS | {"grouping", "row"}
"""What looks like calls of functions, and takes no ALL."""
_ALL_COUNTED: Final = [TokenType.L_PAREN, TokenType.ALL, TokenType.STAR, TokenType.R_PAREN]


def check_clauses(tokens: Sequence[Token]) -> None:
    """Raise for a clause that lacks a part or says one twice."""
    words = [token.text.lower() for token in tokens]
    for index, token in enumerate(tokens):
        match token.token_type:
            case TokenType.TABLE_SAMPLE:
                if words[index + 2 : index + 3] != ["("] or words[index + 3 : index + 4] == [")"]:
                    raise StatementError("TABLESAMPLE needs a percentage in brackets", position=token_position(token))
            case TokenType.TABLE:
                _check_table(tokens, index)
            case TokenType.GROUP_BY if words[index + 1 : index + 2] == ["auto"] and not _is_quoted(tokens[index + 1]):
                raise _refused(token, "`GROUP BY AUTO` is not supported", "name the columns")
            case TokenType.USING if _is_name(tokens[index + 1 : index + 2]):
                raise _missing(tokens[index + 1], "USING names its columns in brackets")
            case TokenType.OVER if _names_window(words[index + 1 : index + 4]):
                if _is_quoted(tokens[index + 2]) or not _FRAMES.isdisjoint(words):
                    # Trino takes it of a window without a frame only; the library does not tell it from `OVER w`. "w" is not w there.
                    hint = "write OVER and the name alone"
                    raise _refused(token, "a window's name is not supported in brackets", hint)
            case TokenType.DESC if index > 1 and tokens[index - 1].token_type is TokenType.ASC:
                if tokens[index - 2].token_type not in _BEFORE_VALUE:
                    raise _missing(token, "ORDER BY takes one direction for each key")
            case TokenType.ALL if [t.token_type for t in tokens[index - 1 : index + 3]] == _ALL_COUNTED:
                raise _missing(tokens[index + 1], "ALL needs an argument")
            case TokenType.ALL if (
                index > 1 and words[index - 1] == "(" and _is_no_call(tokens[max(0, index - 3) : index - 1])
            ):
                raise _missing(token, f"ALL can not stand in {words[index - 2].upper()}")
            case TokenType.DOUBLE if " " in words[index] and words[index + 1 : index + 2] == ["("]:
                raise _missing(tokens[index + 1], "DOUBLE PRECISION has no size")
            case TokenType.IDENTIFIER if _is_quoted_type(words, index):
                raise _missing(token, "a type of several words has no quotes")
            case TokenType.VAR if words[index - 2 : index + 2] == ["nulls", "first", "nulls", "last"]:
                raise _missing(token, "ORDER BY says once for each key where NULLs stand")


def check_windows(tokens: Sequence[Token], tree: exp.Expr) -> None:
    """Raise unless each definition of WINDOW is a name, AS and brackets; the library does without all but the name."""
    windows = [window for select in tree.find_all(exp.Select) for window in select.args.get("windows") or ()]
    places = {token.start: place for place, token in enumerate(tokens)} if windows else {}
    for window in windows:
        place = places.get(window.this.meta.get("start"), len(tokens))
        after = [token.token_type for token in tokens[place + 1 : place + 3]]
        if after != [TokenType.ALIAS, TokenType.L_PAREN]:
            token = tokens[min(place + 1, len(tokens) - 1)]
            raise StatementError("expected AS and brackets after the window's name", position=token_position(token))


def _check_table(tokens: Sequence[Token], place: int) -> None:
    """`TABLE t` becomes `SELECT * FROM t`, to which the library adds whatever follows: WHERE, JOIN, GROUP BY."""
    if not _is_name(tokens[place + 1 : place + 2]):
        return
    place += 2
    while place + 1 < len(tokens) and tokens[place].token_type is TokenType.DOT:
        place += 2
    if place < len(tokens) and tokens[place].token_type not in _AFTER_TABLE:
        raise StatementError(
            f"`{tokens[place].text[:40]}` can not follow TABLE and a name",
            hint="write SELECT * FROM …",
            position=token_position(tokens[place]),
        )


def _names_window(after: Sequence[str]) -> bool:
    match after:
        case ["(", name, ")"]:
            return name != ")"
    return False


def _is_quoted_type(words: Sequence[str], place: int) -> bool:
    """Whether `"timestamp"(3) WITH TIME ZONE` or `"interval" DAY TO SECOND` starts here."""
    rest = words[place + 1 : place + 7]
    match words[place], rest:
        case "interval", [_, "to", *_]:
            return True
        case "time" | "timestamp", ["(", _, ")", "with", "time", "zone"]:
            return True
        case "time" | "timestamp", ["with", "time", "zone", *_]:
            return True
    return False


def _is_no_call(tokens: Sequence[Token]) -> bool:
    """Whether the second word is syntax that looks like a call; behind AS or a name ROW is a type, and `all` its field."""
    word = tokens[-1].text.lower()
    return word in _NO_CALLS and not (
        word == "row" and (tokens[0].token_type is TokenType.ALIAS or _is_name(tokens[:1]))
    )


def _is_name(tokens: Sequence[Token]) -> bool:
    """Whether the first token is a name."""
    if not tokens or tokens[0].token_type in _TEXTS:
        return False
    text = tokens[0].text
    return tokens[0].token_type is TokenType.IDENTIFIER or (
        PLAIN_NAME.fullmatch(text) is not None and text.lower() not in RESERVED
    )


def _is_quoted(token: Token) -> bool:
    return token.token_type is TokenType.IDENTIFIER


def _refused(token: Token, message: str, hint: str) -> StatementError:
    return StatementError(message, code=ErrorCode.NOT_SUPPORTED, hint=hint, position=token_position(token))


def _missing(token: Token, message: str) -> StatementError:
    return StatementError(f"{message}: it can not go on with `{token.text[:40]}`", position=token_position(token))
