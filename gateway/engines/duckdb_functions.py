"""Functions that a text for DuckDB may call: those that forms of the function table and readings of columns are made of, and no other.

What is not here cannot run, whatever the printer writes: settings and catalogue (`current_setting`, `getvariable`), SQL in strings (`query`,
`json_execute_serialized_sql`), files, scanners and pass-through (`read_…`, `…_scan`, `…_query`), sleeping, and what nothing can interrupt or bound (`repeat`, `levenshtein`).
A new form that calls another function needs it here too; a test runs every form of the table through the guard.
"""

from __future__ import annotations

from typing import Final

OPERATORS: Final = "!~~ % & * + - -> ->> / // << >> ^ | || ~ ~~"

SYNTAX: Final = """
array_extract array_slice count_star date_part like_escape list_extract list_slice list_value map not_like_escape row struct_extract struct_pack
timezone to_days to_hours to_microseconds to_milliseconds to_minutes to_months to_seconds to_weeks to_years trunc unnest
"""
"""What DuckDB's parser makes of its own syntax: lists, structs, subscripts, LIKE … ESCAPE, intervals, EXTRACT, AT TIME ZONE, count(*)."""

SCALARS: Final = """
abs acos array_to_string asin atan atan2 bit_count cardinality cbrt ceil chr coalesce concat concat_ws contains cos cosh date_diff date_trunc day
dayofyear decode degrees encode epoch_ms exp flatten floor from_base64 generate_series greatest hex hour isfinite isinf isnan isodow isoyear
json_array_length json_extract json_extract_string json_keys json_type json_valid last_day least left len length list_append list_concat list_contains
list_filter list_max list_min list_position list_prepend list_reduce list_reverse list_sort list_transform list_zip ln log10 log2 lower lpad ltrim
make_date map_concat map_contains map_entries map_from_entries map_keys map_values md5 millisecond minute month nfc_normalize nullif octet_length pi
pow printf quarter radians random range regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array
replace round rpad rtrim second sha1 sha256 sign sin sinh sqrt starts_with strftime string_split strpos strptime struct_extract_at substring tan tanh
to_base to_base64 to_json translate trim unhex unicode upper url_decode url_encode uuid week xor year
"""

AGGREGATES: Final = """
any_value arg_max_null arg_min_null avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp cume_dist dense_rank first_value
histogram lag last_value lead list max min nth_value ntile percent_rank quantile_disc rank regr_intercept regr_slope row_number stddev_pop stddev_samp
string_agg sum var_pop var_samp
"""

OWN: Final = "huiliu_hmac_sm3"

ALLOWED: Final = frozenset(f"{OPERATORS} {SYNTAX} {SCALARS} {AGGREGATES} {OWN}".split())
