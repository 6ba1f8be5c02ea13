"""Arguments with a meaning of their own: patterns, units, formats, paths, positions, lambdas. By function and place, counted from 0."""

from __future__ import annotations

from typing import Final

_UNITS: Final = (
    "'day'",
    "'month'",
    "'YEAR'",
    "'week'",
    "'quarter'",
    "'hour'",
    "'minute'",
    "'second'",
    "'millisecond'",
    "'decade'",
    "''",
    "CAST(NULL AS varchar)",
)
_MYSQL: Final = (
    "'%Y-%m-%d %H:%i:%s'", "'%d/%m/%y'", "'%W %M %e %j'", "'%a %b %c %k %l %I %p'", "'%f %T %r %S'", "'%h%%x%'", "'年%Y'", "'%U'", "'%v %x'", "''", "'%Q'",
    "CAST(NULL AS varchar)",
)  # fmt: skip
_JODA: Final = (
    "'yyyy-MM-dd HH:mm:ss'", "'yyyy-MM-dd''T''HH:mm:ss.SSS'", "'EEEE d MMM'", "'YYYY-DDD'", "'xxxx-ww-e'", "'h:mm a'", "'yy M d H'", "'ZZ'", "''", "'k K'",
    "'G'", "'中'", "CAST(NULL AS varchar)",
)  # fmt: skip
_REGEX: Final = (
    "'[a-z]+'", "'b'", "''", "'^a'", "'c$'", "'.'", "'(a)(b)?'", "'\\d+'", "'[中-龥]'", "'(?i)ABC'", "'\\p{L}'", "'x*'", "'a|b'", "'\\s'", "'('", "'(?=a)'", "'\\bX'",
    "CAST(NULL AS varchar)",
)  # fmt: skip
_PATHS: Final = (
    "'$.a'", "'$'", "'$.a[0]'", "'$.a[1]'", "'$.a[9]'", "'$.b'", "'$[\"a\"]'", "'$.a.c'", "'$[0]'", "'$..a'", "'a'", "''", "'$.a[-1]'", "'$.*'", "CAST(NULL AS varchar)",
)  # fmt: skip
_DOCUMENTS: Final = (
    "'{\"a\":[1,2.50,\"x\",null,true]}'", "'[1,2]'", "'\"x\"'", "'null'", "'1'", "'{\"a\":{\"c\":\"中\\u00e9\"},\"b\":1}'", "'{\"a\":1e2}'", "'{\"a\":1.0}'", "'{\"a\":1,\"a\":2}'",
    "'{\"a\":\"\\n\"}'", "' [ 1 , 2 ] '", "'{\"a\":12345678901234567890}'", "'{'", "''", "'nul'", "'[1,]'", "'{\"b\":1,\"a\":2}'", "'true'", "CAST(NULL AS varchar)",
)  # fmt: skip
_SMALL: Final = ("2", "1", "0", "-1", "-2", "3", "4", "100", "CAST(NULL AS bigint)")
_POSITIONS: Final = (*_SMALL, "9223372036854775807", "BIGINT '-9223372036854775808'", "2147483648", "-3", "-4")
_ZONES: Final = ("'Asia/Shanghai'", "'UTC'", "'+05:30'", "'America/New_York'", "'Nowhere'", "CAST(NULL AS varchar)")
_URLS: Final = (
    "'http://user@example.org:8080/a%20b/c?x=1&y=%E4%B8%AD#frag'", "'https://example.org'", "'not a url'", "''", "'/path?x'", "'http://例子.cn/路'", "CAST(NULL AS varchar)",
)  # fmt: skip
_PROBABILITIES: Final = ("0.5e0", "0e0", "1e0", "0.25e0", "-1e0", "2e0", "nan()", "CAST(NULL AS double)")
_MOMENTS: Final = (
    "'2020-02-29'", "'2020-02-29T10:11:12'", "'2020-02-29T10:11:12.123Z'", "'2020-02-29T10:11:12+08:00'", "'2020-W09-6'", "'2020-060'", "'2020-2-9'", "'2021-02-29'", "'2020'",
    "'2020-02'", "'20200229'", "' 2020-02-29'", "'-0044-03-15'", "'+10000-01-01'", "''", "'x'", "CAST(NULL AS varchar)",
)  # fmt: skip
_CHECKED: Final = (
    "'79927398713'",
    "'79927398714'",
    "''",
    "'x'",
    "'Robert'",
    "'running'",
    "'中'",
    "CAST(NULL AS varchar)",
)

PLACES: Final[dict[tuple[str, int], tuple[str, ...]]] = {
    **{(name, 0): _UNITS for name in ("date_trunc", "date_add", "date_diff")},
    ("date_add", 1): ("1", "-1", "0", "13", "100000", "2147483648", "9223372036854775807", "CAST(NULL AS bigint)"),
    **{(name, 1): _MYSQL for name in ("date_format",)},
    ("date_parse", 0): ("'2020-02-29 13:14:15'", "'29/02/20'", "'2020-02-30 00:00:00'", "'2020-2-9 1:2:3'", "''", "'x'", "CAST(NULL AS varchar)"),
    ("date_parse", 1): ("'%Y-%m-%d %H:%i:%s'", "'%d/%m/%y'", "'%Y-%m-%d'", "'%Y'", "'%x'", "''", "CAST(NULL AS varchar)"),
    ("format_datetime", 1): _JODA,
    ("parse_datetime", 0): ("'2020-02-29 13:14:15'", "'2020-02-29'", "'x'", "CAST(NULL AS varchar)"),
    ("parse_datetime", 1): ("'yyyy-MM-dd HH:mm:ss'", "'yyyy-MM-dd'", "'Q'", "CAST(NULL AS varchar)"),
    **{(name, 1): _REGEX for name in (
        "regexp_like", "regexp_extract", "regexp_extract_all", "regexp_count", "regexp_replace", "regexp_split", "regexp_position",
    )},
    **{(name, 0): ("'abcabc'", "'a1b22 c'", "''", "'中文abc🎉'", "'ABC'", "'aXbX'", "CAST(NULL AS varchar)") for name in (
        "regexp_like", "regexp_extract", "regexp_extract_all", "regexp_count", "regexp_replace", "regexp_split", "regexp_position",
    )},
    **{(name, 2): ("0", "1", "2", "-1", "CAST(NULL AS bigint)") for name in ("regexp_extract", "regexp_extract_all")},
    ("regexp_replace", 2): ("'<$0>'", "''", "'$1'", "'\\$'", "'$9'", "'$'", "'中'", "'${x}'", "CAST(NULL AS varchar)"),
    **{(name, 1): _PATHS for name in ("json_extract_scalar", "json_extract", "json_size")},
    **{(name, 0): _DOCUMENTS for name in (
        "json_extract_scalar", "json_extract", "json_size", "json_array_length", "is_json_scalar", "json_parse", "json_array_get", "json_array_contains", "json_format",
    )},
    **dict.fromkeys((("substr", 1), ("substr", 2), ("substring", 1), ("substring", 2), ("element_at", 1), ("slice", 1), ("slice", 2), ("<subscript>", 1), ("split_part", 2), ("split", 2), ("lpad", 1), ("rpad", 1), ("strpos", 2), ("trim_array", 1), ("repeat", 1), ("json_array_get", 1), ("combinations", 1), ("ngrams", 1)), _POSITIONS),
    **{(name, 1): ("'b'", "','", "''", "'🎉'", "'bc'", "'aa'", "' '", "CAST(NULL AS varchar)") for name in (
        "trim", "ltrim", "rtrim", "replace", "translate", "starts_with", "split", "split_part", "strpos", "array_join", "split_to_map", "split_to_multimap",
    )},
    **{(name, 2): ("'xy'", "''", "'中🎉'", "' '", "'$1'", "CAST(NULL AS varchar)") for name in ("replace", "translate", "lpad", "rpad", "array_join", "split_to_map")},
    ("chr", 0): ("65", "20013", "128512", "0", "-1", "55296", "57343", "1114111", "1114112", "9223372036854775807", "CAST(NULL AS bigint)"),
    ("codepoint", 0): ("'a'", "'中'", "'🎉'", "''", "CAST('ab' AS varchar(1))", "CAST(NULL AS varchar(1))"),
    ("hamming_distance", 1): ("'abd'", "'xyz'", "'ab'", "''", "'中b🎉'"),
    ("levenshtein_distance", 1): ("'abd'", "'xyz'", "'ab'", "''", "'中b🎉'"),
    ("to_base", 1): ("16", "2", "36", "10", "1", "37", "0", "CAST(NULL AS bigint)"),
    ("from_base", 0): ("'ff'", "'-101'", "'ZZ'", "''", "'8000000000000000'", "'+1'", "CAST(NULL AS varchar)"),
    ("from_base", 1): ("16", "2", "36", "10", "1", "37", "CAST(NULL AS bigint)"),
    ("bit_count", 1): ("64", "8", "32", "2", "1", "65", "CAST(NULL AS bigint)"),
    ("round", 1): ("1", "0", "2", "-1", "10", "-40", "40", "CAST(NULL AS integer)"), ("truncate", 1): ("1", "0", "2", "-1", "10", "40", "CAST(NULL AS integer)"),
    ("width_bucket", 3): ("4", "1", "0", "-1"),
    ("from_hex", 0): ("'61ff'", "'ABcd'", "''", "'a'", "'zz'", "' 61'", "'é1'", "CAST(NULL AS varchar)"),
    **{(name, 0): ("'YWJj'", "'/w=='", "'_w=='", "''", "'YQ'", "'a'", "'?'", "'YW Jj'", "'YQ==YQ=='", "CAST(NULL AS varchar)") for name in ("from_base64", "from_base64url")},
    ("from_utf8", 0): ("X'616263'", "X'e4b8ad'", "X'ff'", "X'e4b8'", "X'f09f8e89'", "X'eda080'", "X'00'", "X''", "CAST(NULL AS varbinary)"),
    **{(name, 0): ("'a b'", "'a*~-_.中+/?&='", "'%41%e4%b8%ad'", "'a+b'", "'%'", "'%zz'", "'%ff'", "''", "CAST(NULL AS varchar)") for name in ("url_encode", "url_decode")},
    **{(f"url_extract_{part}", 0): _URLS for part in ("fragment", "host", "path", "protocol", "query", "parameter", "port")},
    ("url_extract_parameter", 1): ("'x'", "'y'", "'z'", "''", "CAST(NULL AS varchar)"),
    **{(name, 1): _ZONES for name in ("at_timezone", "with_timezone", "<at time zone>")},
    **{(name, 0): _MOMENTS for name in ("date", "from_iso8601_date", "from_iso8601_timestamp", "from_iso8601_timestamp_nanos")},
    ("from_unixtime", 0): ("0e0", "1577836800.5e0", "-1.5e0", "1e11", "nan()", "CAST(NULL AS double)"),
    ("from_unixtime", 1): ("8", "'Asia/Shanghai'", "'UTC'"),
    ("from_unixtime", 2): ("0", "30"),
    ("from_unixtime_nanos", 0): ("0", "1577836800123456789", "-1", "CAST(NULL AS bigint)"),
    ("parse_duration", 0): ("'1d'", "'3.5h'", "'10ms'", "'x'", "''", "CAST(NULL AS varchar)"),
    **{(name, 0): _CHECKED for name in ("soundex", "word_stem", "luhn_check")},
    ("format", 0): ("'%s-%s'", "'%s'", "'%d'", "'%05d'", "'%,d'", "'%.2f'", "'%%'", "'%x'", "'%10s|'", "CAST(NULL AS varchar)"),
    ("normalize", 1): ("NFC", "NFD", "NFKC", "NFKD"),
    **{("sequence", n): ("1", "5", "-3", "0", "2", "10001", "9223372036854775807", "CAST(NULL AS bigint)") for n in (0, 1, 2)},
    ("approx_percentile", 1): _PROBABILITIES,
    ("approx_distinct", 1): ("0.1e0", "0.01e0", "0.001e0", "0.5e0"),
    ("listagg", 1): ("','", "''", "'中'"),
    **{(name, 1): ("2", "1", "0", "-1", "100") for name in ("min", "max", "lag", "lead", "nth_value")},
    **{(name, 2): ("2", "1", "0", "-1") for name in ("min_by", "max_by")},
    ("ntile", 0): ("2", "1", "5", "0", "-1"),
    ("random", 0): ("1", "0", "-1"),
    ("<like>", 1): ("'a%'", "'_b_'", "''", "'%'", "'abc'", "'%🎉_'", "'A%'", "'a\\%'", "'%%c'", "CAST(NULL AS varchar)"),
    ("<like>", 2): ("'\\'", "'#'", "'a'", "''", "'ab'"),
}  # fmt: skip
"""The first is tame. Functions that are not here take literals of their arguments' types."""

LAMBDAS: Final[dict[str, tuple[str, ...]]] = {
    "transform": ("x -> x", "x -> coalesce(x, NULL)", "x -> 1", "x -> CAST(NULL AS integer)", "x -> ARRAY[x]"),
    "filter": ("x -> x IS NOT NULL", "x -> TRUE", "x -> FALSE", "x -> CAST(NULL AS boolean)", "x -> x = x"),
    "any_match": ("x -> x IS NULL", "x -> TRUE", "x -> CAST(NULL AS boolean)", "x -> x = x", "x -> x <> x"),
    "all_match": ("x -> x IS NULL", "x -> TRUE", "x -> CAST(NULL AS boolean)", "x -> x = x", "x -> x <> x"),
    "none_match": ("x -> x IS NULL", "x -> TRUE", "x -> CAST(NULL AS boolean)", "x -> x = x", "x -> x <> x"),
    "array_sort": ("(x, y) -> 0", "(x, y) -> IF(x < y, 1, IF(x = y, 0, -1))", "(x, y) -> NULL"),
    "zip_with": ("(x, y) -> ROW(x, y)", "(x, y) -> coalesce(x, x)", "(x, y) -> y", "(x, y) -> x IS NULL"),
    "map_filter": ("(k, v) -> v IS NOT NULL", "(k, v) -> TRUE", "(k, v) -> k = k", "(k, v) -> CAST(NULL AS boolean)"),
    "transform_values": ("(k, v) -> v", "(k, v) -> k", "(k, v) -> 1", "(k, v) -> CAST(NULL AS varchar)"),
    "transform_keys": ("(k, v) -> k", "(k, v) -> 1", "(k, v) -> v", "(k, v) -> ROW(k)"),
    "map_zip_with": ("(k, v, w) -> v", "(k, v, w) -> ROW(v, w)", "(k, v, w) -> w IS NULL"),
}
REDUCE: Final = (
    "0, (s, x) -> s + 1, s -> s",
    "0, (s, x) -> s + 1, s -> s * 2e0",
    "CAST(NULL AS integer), (s, x) -> s, s -> s",
    "0, (s, x) -> CAST(NULL AS integer), s -> s IS NULL",
)
