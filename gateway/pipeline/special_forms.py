"""Readers for the few calls that have a syntax of their own in Trino, and for typed literals.

Each takes sqlglot's parser after the opening bracket; the parser itself closes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from sqlglot import exp
from sqlglot.parsers.trino import TrinoParser
from sqlglot.tokenizer_core import TokenType

UnaryPlus: Final = exp.Prior
"""The node of `+x`. The library reads it as `x`, and its compiled classes cannot be subclassed: an operator that Trino lacks stands in."""

TRIM_SIDES: Final = ("LEADING", "TRAILING", "BOTH")

_DECIMAL: Final = re.compile(r"[+-]?0*(\d*)(?:\.(\d*))?")
_TIMESTAMP: Final = re.compile(r"\s*[+-]?\d+-\d+-\d+(?:[ T]\d+:\d+(?::\d+(?:\.(\d+))?)?)?\s*([A-Za-z+-].*)?")
_TIME: Final = re.compile(r"\s*\d+:\d+(?::\d+(?:\.(\d+))?)?\s*([+-].*)?")


def unary_plus(parser: Any) -> exp.Expr:
    """`+x`: not the same as `x` to GROUP BY, to ORDER BY and to values that are no numbers."""
    operand = parser._parse_unary()
    if operand is None:
        parser.raise_error("expected an operand")
    return UnaryPlus(this=operand)


def typed_literal(parser: Any, this: exp.Expr, to: exp.DataType) -> exp.Expr:
    """`DECIMAL '1.20'` keeps the type that its text gives it: decimal(3, 2), not decimal(38, 0)."""
    if not isinstance(this, exp.Literal) or not this.is_string or to.expressions:
        parser.raise_error("a type name can only be followed by a string")
    text = this.name
    match to.this:
        case exp.DType.DECIMAL:
            to = _decimal(text)
        case exp.DType.CHAR:
            to = _sized("CHAR", len(text))
        case exp.DType.TIMESTAMP | exp.DType.TIMESTAMPTZ:
            to = _temporal("TIMESTAMP", _TIMESTAMP.fullmatch(text))
        case exp.DType.TIME | exp.DType.TIMETZ:
            to = _temporal("TIME", _TIME.fullmatch(text))
    node = exp.Cast(this=this, to=to)
    node.meta["literal"] = True
    return node


def _sized(name: str, *sizes: int) -> exp.DataType:
    return exp.DataType(
        this=exp.DType[name],
        expressions=[exp.DataTypeParam(this=exp.Literal.number(size)) for size in sizes],
        nested=False,
    )


def _decimal(text: str) -> exp.DataType:
    digits = _DECIMAL.fullmatch(text.strip())
    whole, fraction = (digits.group(1), digits.group(2) or "") if digits else ("", "")
    return _sized("DECIMAL", max(1, len(whole) + len(fraction)), len(fraction))


def _temporal(name: str, parts: re.Match[str] | None) -> exp.DataType:
    """A text of another shape is left to `resolve`, which reads the value and reports it."""
    fraction, zone = parts.groups() if parts else (None, None)
    return _sized(f"{name}TZ" if zone else name, len(fraction or ""))


def _plain(name: str, arguments: list[exp.Expr | None]) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=arguments)


def _operand(parser: Any) -> exp.Expr:
    """A part of a form that must be there; the library takes nothing for it, too."""
    operand = parser._parse_bitwise()
    if operand is None:
        parser.raise_error("Expected an operand")
    return operand  # type: ignore[no-any-return]


def trim(parser: Any) -> exp.Expr:
    """`TRIM([LEADING | TRAILING | BOTH] [chars] FROM source)`; any other form is an ordinary call."""
    name = parser._tokens[parser._index - 2].text
    side = None
    quoted = parser._curr.token_type is TokenType.IDENTIFIER
    if not quoted and parser._curr.text.upper() in TRIM_SIDES and parser._next.token_type not in (
        TokenType.R_PAREN, TokenType.COMMA, TokenType.DOT,
    ):  # fmt: skip
        side = parser._curr.text.upper()
        parser._advance()
    first = None if parser._match(TokenType.FROM, advance=False) else _operand(parser)
    if parser._match(TokenType.FROM):
        if not (side or first):
            parser.raise_error("expected what to trim")
        return exp.Trim(this=_operand(parser), expression=first, position=side)
    if side:
        parser.raise_error("expected FROM")
    return _plain(name, [first, *_more(parser)])


def _more(parser: Any) -> list[exp.Expr]:
    found = []
    while parser._match(TokenType.COMMA):
        found.append(parser._parse_lambda())
    return found


def substring(parser: Any) -> exp.Expr:
    """`SUBSTRING(source FROM start [FOR length])`; with commas an ordinary call."""
    name = parser._tokens[parser._index - 2].text
    if parser._match(TokenType.R_PAREN, advance=False):
        return _plain(name, [])
    first = _operand(parser)
    if not parser._match(TokenType.FROM):
        return _plain(name, [first, *_more(parser)])
    start = _operand(parser)
    length = _operand(parser) if parser._match(TokenType.FOR) else None
    return exp.Substring(this=first, start=start, length=length)


def position(parser: Any) -> exp.Expr:
    """`POSITION(needle IN haystack)`."""
    needle = _operand(parser)
    if not parser._match(TokenType.IN):
        parser.raise_error("expected IN")
    return exp.StrPosition(this=_operand(parser), substr=needle)


def _by_its_word(form: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A form of syntax is called by its word alone: in quotes the word is the name of a function."""

    def read(parser: Any) -> exp.Expr:
        name = parser._tokens[parser._index - 2]
        if name.token_type is not TokenType.IDENTIFIER:
            return form(parser)  # type: ignore[no-any-return]
        arguments = [] if parser._match(TokenType.R_PAREN, advance=False) else [parser._parse_lambda(), *_more(parser)]
        return exp.Anonymous(this=exp.Identifier(this=name.text, quoted=True), expressions=arguments)

    return read


_FORMS: Final[dict[str, Callable[[Any], Any]]] = {
    **{
        name: TrinoParser.FUNCTION_PARSERS[name]
        for name in ("CAST", "TRY_CAST", "EXTRACT", "LISTAGG", "NORMALIZE")
        if name in TrinoParser.FUNCTION_PARSERS
    },
    "TRIM": trim,
    "SUBSTRING": substring,
    "POSITION": position,
}
FUNCTION_PARSERS: Final = {name: _by_its_word(form) for name, form in _FORMS.items()}
