"""Rows of the function table: text. Positions and lengths count code points, on both engines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from gateway.catalog.types import Type, varchar
from gateway.pipeline.functions.charconcat import char_concat, not_of_char
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Row, Use
from gateway.pipeline.functions.forms import concatenated, failing, joined, known, quoted, when_known

# Java's Character.isWhitespace: what Trino trims.
WHITESPACE: Final = "".join(
    map(chr, [*range(9, 14), *range(28, 33), 0x1680, *range(0x2000, 0x2007), *range(0x2008, 0x200B), 0x2028, 0x2029, 0x205F, 0x3000])
)  # fmt: skip
_BLANK: Final = "[\t-\r\x1c- \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]"
LONGEST_PAD: Final = 100_000
"""Characters that lpad and rpad make at most. The engine works on 2048 rows at a time and does not count their texts as memory."""

_MOST: Final = 2**31 - 1
_FAR: Final = 4294967295  # the longest substring that DuckDB takes


def _trim(*ends: str) -> str:
    """By a regular expression: DuckDB's own trim makes a new set of all these characters for each row, at five times the cost."""
    return f"regexp_replace($1, '{'|'.join(ends)}', '', 'g')"


_LEADING: Final = f"^{_BLANK}+"
_TRAILING: Final = f"{_BLANK}+$"


def _concat_arrays(use: Use) -> str:
    count = len(use.arguments)
    form = "$1"
    for n in range(1, count):
        form = f"list_concat({form}, ${n + 1})"
    return f"CASE WHEN {known(count)} THEN {form} END"


def _far(value: int) -> int:
    return max(-_FAR, min(value, _FAR))


def _start(use: Use) -> str:
    """A position as DuckDB counts it: 0 and positions before the start are turned to one behind the end, where nothing is."""
    start = use.constant(1)
    if isinstance(start, int) and start > 0:
        return str(_far(start))
    return f"CASE WHEN $2 = 0 OR $2 NOT BETWEEN -length($1) AND {_FAR} THEN {_FAR} ELSE $2 END"


def _size(use: Use) -> str:
    """A length as DuckDB takes it: a negative one would count backwards."""
    size = use.constant(2)
    if isinstance(size, int):
        return str(max(0, _far(size)))
    return f"CASE WHEN $3 < 0 THEN 0 WHEN $3 > {_FAR} THEN {_FAR} ELSE $3 END"


def _substr(use: Use) -> str:
    start = use.constant(1)
    size = f", {_size(use)}" if len(use.arguments) == 3 else ""
    if start == 0:
        return "left($1, 0)" if not size else f"substring($1, {_FAR}{size})"
    if isinstance(start, int) and -_FAR < start < 0 and (not size or isinstance(use.constant(2), int)):
        return f"CASE WHEN length($1) < {-start} THEN '' ELSE substring($1, {start}{size}) END"
    return f"substring($1, {_start(use)}{size})"


def _pad(name: str) -> Callable[[Use], str]:
    def form(use: Use) -> str:
        if _pad_total(use):
            return f"{name}($1, {use.constant(1)!r}, $3)"
        plain = f"{name}($1, CAST($2 AS INTEGER), $3)"
        return failing(
            f"$2 < 0 OR $2 > {LONGEST_PAD} OR $3 = ''", "pad size out of range, or nothing to pad with", plain, 3
        )

    return form


def _pad_total(use: Use) -> bool:
    size, text = use.constant(1), use.constant(2)
    return isinstance(size, int) and 0 <= size <= LONGEST_PAD and isinstance(text, str) and text != ""


def _pad_problem(use: Use) -> str | None:
    size, text = use.constant(1), use.constant(2)
    if isinstance(size, int) and not 0 <= size <= LONGEST_PAD:
        return f"target length of padding must be between 0 and {LONGEST_PAD}"
    return "padding text must not be empty" if text == "" else None


def _replace(use: Use) -> str | None:
    search = use.constant(1)
    with_ = "$3" if len(use.arguments) == 3 else "''"
    if isinstance(search, str) and search:
        return f"replace($1, $2, {with_})"
    # An empty search text stands between all characters.
    parts = joined("string_split($1, '')", with_, constant=use.is_constant(2))
    between = f"CASE WHEN $1 = '' THEN {with_} ELSE {with_} || {parts} || {with_} END"
    form = f"CASE WHEN $2 = '' THEN {between} ELSE replace($1, $2, {with_}) END"
    return form if len(use.arguments) == 3 else "CASE WHEN $2 = '' THEN $1 ELSE replace($1, $2, '') END"


def _replaced_type(types: tuple[Type, ...]) -> Type:
    """As long as the text can become: something new before, between and behind all of its characters."""
    length, new = types[0].length, types[2].length
    return varchar(None if length is None or new is None else length + new * (length + 1))


def _delimiter_known(index: int) -> Callable[[Use], bool]:
    return lambda use: isinstance(use.constant(index), str) and use.constant(index) != ""


def _delimiter_problem(use: Use) -> str | None:
    if use.constant(1) == "":
        return "the delimiter must not be empty"
    return _number_problem(use)


def _number_problem(use: Use) -> str | None:
    number = use.constant(2)
    return (
        f"index or limit must be between 1 and {_MOST}"
        if isinstance(number, int) and not 1 <= number <= _MOST
        else None
    )


def _split(use: Use) -> str:
    if _delimiter_known(1)(use):
        return "string_split($1, $2)"
    return failing("$2 = ''", "the delimiter must not be empty", "string_split($1, $2)", 2)


def _split_part(use: Use) -> str:
    if _part_known(use):
        return f"string_split($1, $2)[{use.constant(2)!r}]"
    return failing("$3 <= 0", "index must be greater than zero", when_known("string_split($1, $2)[$3]", 3), 3)


def _part_known(use: Use) -> bool:
    index = use.constant(2)
    return _delimiter_known(1)(use) and isinstance(index, int) and index > 0


def _part_problem(use: Use) -> str | None:
    index = use.constant(2)
    return "index must be greater than zero" if isinstance(index, int) and index <= 0 else None


def _split_limited(use: Use) -> str:
    parts = "string_split($1, $2)"
    rest = joined(f"list_slice({parts}, $3, len({parts}))", "$2", constant=use.is_constant(1))
    form = f"CASE WHEN len({parts}) <= $3 THEN {parts} ELSE list_append(list_slice({parts}, 1, $3 - 1), {rest}) END"
    return failing(f"$3 NOT BETWEEN 1 AND {_MOST} OR $2 = ''", "limit must be positive", form, 3)


def _concat_ws(use: Use) -> str:
    return when_known(joined("$2", "$1", constant=use.is_constant(0)), 2)


def _printf(use: Use) -> str | None:
    """Only conversions that C and Java print alike. NULL is the word `null`, as wide as a number would be."""
    pattern = use.constant(0)
    kinds = format_kinds(pattern) if isinstance(pattern, str) else None
    if not isinstance(pattern, str) or kinds is None or len(kinds) != len(use.arguments) - 1:
        return None
    texts: list[str] = []
    for number, (kind, type_) in enumerate(zip(kinds, use.arguments[1:], strict=True), start=2):
        text = _formatted(kind, type_, f"${number}")
        if text is None:
            return None
        texts.append(text)
    plain = re.sub(r"%\d*[sd]|%%", lambda found: "%%" if found[0] == "%%" else "%s", pattern)
    return f"printf({', '.join([quoted(plain), *texts])})"


def _formatted(kind: str, type_: Type, value: str) -> str | None:
    """One value as its conversion prints it; None where the engines may differ."""
    width = int(kind[:-1] or 0)
    if kind[-1] == "s":
        return f"coalesce({value}, 'null')" if type_.base == "varchar" else None
    if type_.base not in ("tinyint", "smallint", "integer", "bigint"):
        return None
    return f"CASE WHEN {value} IS NULL THEN '{'null'.rjust(width)}' ELSE printf('%{kind}', {value}) END"


def format_kinds(pattern: str) -> list[str] | None:
    """The conversions of a format, `s`, `d` or `0…d`; None when there is one that engines print differently.

    >>> format_kinds("%s-%05d%%"), format_kinds("%,d")
    (['s', '05d'], None)
    """
    kinds: list[str] = []
    parts = pattern.replace("%%", "").split("%")
    for part in parts[1:]:
        digits = part.lstrip("0123456789")
        width = part[: len(part) - len(digits)]
        if (
            not digits
            or digits[0] not in "sd"
            or len(width) > 3
            or (width and not (digits[0] == "d" and width[0] == "0" and len(width) > 1))
        ):
            return None
        kinds.append(width + digits[0])
    return kinds


_UPPER: Final = (
    # Java leaves the sharp s as it is.
    "CASE WHEN contains($1, 'ß') THEN array_to_string(list_transform(string_split($1, 'ß'), lambda $v_p: upper($v_p)), 'ß') ELSE upper($1) END"
)
_HAMMING: Final = failing(
    "length($1) <> length($2)",
    "texts must have the same length",
    "len(list_filter(range(1, length($1) + 1), lambda $v_i: substring($1, $v_i, 1) <> substring($2, $v_i, 1)))",
    2,
)
_CODE_POINT: Final = failing(
    "$1 < 0 OR $1 > 1114111 OR $1 BETWEEN 55296 AND 57343", "not a code point", "chr(CAST($1 AS INTEGER))", 1
)

ROWS: Final[tuple[Row, ...]] = (
    F("length", "varchar(x) -> bigint", TOTAL, "length($1)"),
    F("lower", "varchar(x) -> varchar(x)", TOTAL, "lower($1)"),
    F("lower", "char(x) -> char(x)", TOTAL, "lower($1)"),
    F("upper", "varchar(x) -> varchar(x)", TOTAL, _UPPER),
    F("upper", "char(x) -> char(x)", TOTAL, _UPPER),
    F("substr substring", "varchar(x), bigint -> varchar(x)", TOTAL, _substr),
    F("substr substring", "varchar(x), bigint, bigint -> varchar(x)", TOTAL, _substr),
    F("concat", "varchar, varchar, varchar... -> varchar", TOTAL, concatenated, check=not_of_char),
    *char_concat("concat"),
    F("concat", "varbinary, varbinary, varbinary... -> varbinary", TOTAL, concatenated),
    F("concat", "array(T), array(T), array(T)... -> array(T)", TOTAL, _concat_arrays),
    F("concat", "array(T), T -> array(T)", TOTAL, when_known("list_append($1, $2)", 2)),
    F("concat", "T, array(T) -> array(T)", TOTAL, when_known("list_prepend($1, $2)", 2)),
    F("concat_ws", "varchar, varchar, varchar... -> varchar", TOTAL, "concat_ws($*)", strict=False),
    F("concat_ws", "varchar, array(varchar) -> varchar", TOTAL, _concat_ws),
    F("trim", "varchar(x) -> varchar(x)", TOTAL, _trim(_LEADING, _TRAILING)),
    F("ltrim", "varchar(x) -> varchar(x)", TOTAL, _trim(_LEADING)),
    F("rtrim", "varchar(x) -> varchar(x)", TOTAL, _trim(_TRAILING)),
    *(F(name, "varchar(x), varchar -> varchar(x)", TOTAL, f"{name}($1, $2)") for name in ("trim", "ltrim", "rtrim")),
    F("lpad", "varchar(x), bigint, varchar(y) -> varchar", _pad_total, _pad("lpad"), check=_pad_problem),
    F("rpad", "varchar(x), bigint, varchar(y) -> varchar", _pad_total, _pad("rpad"), check=_pad_problem),
    F("replace", "varchar(x), varchar(y) -> varchar(x)", TOTAL, _replace),
    F("replace", "varchar(x), varchar(y), varchar(z) -> varchar", TOTAL, _replace, returns=_replaced_type),
    F("translate", "varchar, varchar, varchar -> varchar", TOTAL, "translate($1, $2, $3)"),
    F("reverse", "varchar(x) -> varchar(x)", TOTAL, when_known("array_to_string(list_reverse(string_split($1, '')), '')", 1)),
    F("starts_with", "varchar(x), varchar(y) -> boolean", TOTAL, "starts_with($1, $2)"),
    F("strpos", "varchar(x), varchar(y) -> bigint", TOTAL, "strpos($1, $2)"),
    F("strpos", "varchar(x), varchar(y), bigint -> bigint", FALLIBLE, None),
    F("split", "varchar(x), varchar(y) -> array(varchar(x))", _delimiter_known(1), _split, check=_delimiter_problem),
    F("split", "varchar(x), varchar(y), bigint -> array(varchar(x))", FALLIBLE, _split_limited, check=_delimiter_problem),
    F("split_part", "varchar(x), varchar(y), bigint -> varchar(x)", _part_known, _split_part, check=_part_problem),
    F("split_to_map", "varchar, varchar, varchar -> map(varchar, varchar)", FALLIBLE, None),
    F("split_to_multimap", "varchar, varchar, varchar -> map(varchar, array(varchar))", FALLIBLE, None),
    F("chr", "bigint -> varchar(1)", FALLIBLE, _CODE_POINT),
    F("codepoint", "varchar(1) -> integer", FALLIBLE, failing("$1 = ''", "not a single character", "CAST(unicode($1) AS INTEGER)", 1)),
    F("hamming_distance", "varchar(x), varchar(y) -> bigint", FALLIBLE, _HAMMING),
    # DuckDB counts bytes.
    F("levenshtein_distance", "varchar(x), varchar(y) -> bigint", TOTAL, None),
    F("normalize", "varchar(x) -> varchar", TOTAL, "nfc_normalize($1)"),
    F("normalize", "varchar(x), varchar(y) -> varchar", TOTAL, None),
    F("format", "varchar, any, any... -> varchar", lambda use: _printf(use) is not None, _printf, strict=False),
    F("soundex", "varchar -> varchar(4)", FALLIBLE, None),
    F("word_stem", "varchar(x) -> varchar(x)", TOTAL, None),
    F("luhn_check", "varchar -> boolean", FALLIBLE, None),
    F("uuid", "-> uuid", TOTAL, "uuid()", deterministic=False),
    F("format_number", "double -> varchar", TOTAL, None),
    F("human_readable_seconds", "double -> varchar", TOTAL, None),
)  # fmt: skip
