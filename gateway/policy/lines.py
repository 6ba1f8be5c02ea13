"""Bytes of a policy file to lines of fields, strictly: what Casbin's own reader drops or misreads without a word is a problem here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from gateway.policy.problems import Problem

_FIELD: Final = re.compile(r' *(?:"((?:[^"]|"")*)"|([^",]*)) *(?:,|$)')
_COMMA: Final = re.compile(r" *, *")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')


class Line(NamedTuple):
    """The fields of one line, and where it stands."""

    file: str
    number: int
    fields: tuple[str, ...]

    def problem(self, message: str) -> Problem:
        return Problem(self.file, self.number, message)


def read_lines(file: str, data: bytes, *, free_text: bool = False) -> tuple[list[Line], list[Problem]]:
    """All good lines and all problems. `free_text` files hold titles and values, where `#` and `，` are ordinary."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for found in each_line(file, data, free_text=free_text):
        if isinstance(found, Line):
            lines.append(found)
        else:
            problems.append(found)
    return lines, problems


def each_line(file: str, data: bytes, *, free_text: bool = False) -> Iterator[Line | Problem]:
    """The same one by one: of a large file, no line need be kept."""
    if not data:
        yield Problem(file, 0, "the file is empty; delete it, or leave a comment in it")
    if data.startswith(b"\xef\xbb\xbf"):
        yield Problem(file, 1, "the file begins with a byte order mark (Excel writes it); save it as UTF-8 without BOM")
        data = data[3:]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 (byte 0x{data[error.start]:02x}); was the file saved as GBK/ANSI? save it as UTF-8"
        yield Problem(file, number, message)
        return
    for number, raw in enumerate(text.split("\n"), 1):
        source = raw.removesuffix("\r").strip(" ")
        if not source or source.startswith("#"):
            continue
        # Printable ASCII hides nothing: as good as every line of rules. The rest is looked at character by character.
        plain = source.isascii() and source.isprintable()
        if plain and '"' not in source and "#" not in source:
            yield Line(file, number, _separated(source))
        else:
            found = None if plain else _text_problem(source)
            found = found or _layout_problem(source, free_text=free_text)
            yield Problem(file, number, found) if found else _quoted(file, number, source)


def _quoted(file: str, number: int, source: str) -> Line | Problem:
    fields = _fields(source)
    if fields is not None:
        return Line(file, number, fields)
    message = 'quotes do not pair up: quote a whole field on one line, and write `""` for a quote inside'
    return Problem(file, number, message)


def _text_problem(source: str) -> str | None:
    if control := _CONTROL.search(source):
        return (
            "tab; use spaces"
            if control.group() == "\t"
            else f"invisible or control character U+{ord(control.group()):04X}"
        )
    if source.isascii():
        return None
    for character in source:
        if unicodedata.category(character) in {"Cf", "Cc", "Co", "Cs", "Cn", "Zl", "Zp"} or (
            character != " " and character.isspace()
        ):
            return f"invisible or control character U+{ord(character):04X}"
    if not unicodedata.is_normalized("NFC", source):
        return "not in Unicode normal form NFC: the same name can be written in two ways; retype it"
    return None


def _layout_problem(source: str, *, free_text: bool) -> str | None:
    if free_text or ("#" not in source and "，" not in source):
        return None
    bare = _QUOTED.sub("", source)
    if "，" in bare:
        return "full-width comma `，` used as separator; use `,`"
    return "no comment allowed after a rule; write it on its own line" if "#" in bare else None


def _separated(source: str) -> tuple[str, ...]:
    close = source.replace(", ", ",")
    return tuple(_COMMA.split(source) if " " in close else close.split(","))


def _fields(source: str) -> tuple[str, ...] | None:
    if '"' not in source:
        return _separated(source)
    fields: list[str] = []
    at = 0
    while True:
        found = _FIELD.match(source, at)
        if found is None:
            return None
        quoted, plain = found.groups()
        fields.append(plain.strip(" ") if quoted is None else quoted.replace('""', '"').strip(" "))
        at = found.end()
        if at == len(source):
            return (*fields, "") if found.group().endswith(",") else tuple(fields)
