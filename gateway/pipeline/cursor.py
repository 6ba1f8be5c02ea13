"""Reads the words of a statement one after the other: what is no query has so few forms that they need no tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot.tokenizer_core import Token, TokenType

from gateway.catalog.names import fold
from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.grammar import RESERVED
from gateway.pipeline.positions import token_position


@dataclass(frozen=True, slots=True)
class Like:
    """A pattern over names, as LIKE writes it."""

    pattern: str
    escape: str | None = None


class Cursor:
    """A cursor over tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        """The next word in upper case; empty at the end and for quoted names and strings."""
        index = self.at + ahead
        if index >= len(self.tokens):
            return ""
        token = self.tokens[index]
        return "" if token.token_type in (TokenType.IDENTIFIER, TokenType.STRING) else token.text.upper()

    def here(self) -> Token:
        """The token at hand, or the last one."""
        return self.tokens[min(self.at, len(self.tokens) - 1)]

    def accept(self, *words: str) -> bool:
        """Pass one of these words, if it stands here."""
        if self.peek() in words:
            self.at += 1
            return True
        return False

    def expect(self, *words: str) -> str:
        """The same, and one must. Raises StatementError."""
        found = self.peek()
        if not self.accept(*words):
            raise self.wrong("expected " + " or ".join(f"`{word}`" for word in words))
        return found

    def string(self) -> str:
        """The value of a string, which must stand here."""
        if self.at >= len(self.tokens) or self.tokens[self.at].token_type is not TokenType.STRING:
            raise self.wrong("expected a string")
        self.at += 1
        return self.tokens[self.at - 1].text

    def name(self) -> str:
        """One name, folded."""
        if self.at >= len(self.tokens):
            raise self.wrong("expected a name")
        token = self.tokens[self.at]
        if token.token_type is TokenType.STRING:
            raise self.wrong("expected a name")
        quoted = token.token_type is TokenType.IDENTIFIER
        if not quoted and (not token.text.isidentifier() or not token.text.isascii() or token.text.lower() in RESERVED):
            raise self.wrong("expected a name")
        if not token.text or "$" in token.text:
            raise refused(token, f"`{token.text}` is not supported as a name", "query the relation itself")
        self.at += 1
        return fold(token.text)

    def dotted(self, most: int) -> tuple[str, ...]:
        """Names with points between them, at most so many."""
        parts = [self.name()]
        while self.accept("."):
            parts.append(self.name())
        if len(parts) > most:
            raise self.wrong(f"a name has at most {most} parts here")
        return tuple(parts)

    def like(self) -> Like | None:
        """LIKE and its pattern, if they stand here."""
        if not self.accept("LIKE"):
            return None
        pattern = self.string()
        return Like(pattern, self.string() if self.accept("ESCAPE") else None)

    def end(self) -> None:
        """Nothing may follow."""
        if self.at < len(self.tokens):
            raise self.wrong("the statement goes on where it should end")

    def wrong(self, message: str) -> StatementError:
        """A syntax error at this place."""
        token = self.here()
        return StatementError(f"{message} at `{token.text[:40]}`", position=token_position(token))


def refused(token: Token, message: str, hint: str) -> StatementError:
    """What the gateway does not do, at its place."""
    return StatementError(message, code=ErrorCode.NOT_SUPPORTED, hint=hint, position=token_position(token))
