"""Prefixes as ranges: in the order of code points, which is that of UTF-8's bytes."""

from __future__ import annotations


def after(prefix: str) -> str | None:
    """The least text greater than everything that starts with `prefix`; None when there is none.

    >>> after("33"), after("a\\U0010ffff"), after("\\U0010ffff"), after("\\ud7ff") == "\\ue000"
    ('34', 'b', None, True)
    """
    while prefix:
        last = ord(prefix[-1])
        prefix = prefix[:-1]
        if last < 0x10FFFF:
            # The surrogates are no characters of any text.
            return prefix + chr(0xE000 if last == 0xD7FF else last + 1)
    return None


def like_prefix(pattern: str, escape: str | None) -> tuple[str, bool]:
    r"""What every match of the pattern starts with, and whether that is all of it.

    >>> like_prefix("50\\%_x", "\\"), like_prefix("a%", None), like_prefix("abc", None)
    (('50%', False), ('a', False), ('abc', True))
    """
    found: list[str] = []
    characters = iter(pattern)
    for character in characters:
        if character == escape:
            found.append(next(characters, ""))
        elif character in ("%", "_"):
            return "".join(found), False
        else:
            found.append(character)
    return "".join(found), True
