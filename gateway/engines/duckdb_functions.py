"""Functions that a text for DuckDB may call: pure ones that forms of the function table, reading and encoding are made of.

What is not here cannot run, whatever the printer writes: settings and catalogue (`current_setting`, `getvariable`, `duckdb_…`), SQL in strings (`query`,
`json_execute_serialized_sql`), files, scanners and pass-through (`read_…`, `…_scan`, `…_query`), time and chance (`now`, `random`, `uuid`, `sleep_ms`), and functions that
nothing can interrupt or bound (`repeat` and `levenshtein` only as the function table's own, checked forms).
"""

from __future__ import annotations

from typing import Final

_OPERATORS: Final = "+ - * / // % ^ ** & | << >> ~ || @> <@ && ~~ !~~ ~~~ -> ->>"

_SCALARS: Final = """
abs acos acosh add age apply array_append array_cat array_concat array_contains array_distinct array_extract array_filter array_has array_has_all
array_has_any array_intersect array_length array_position array_prepend array_reverse array_reverse_sort array_slice array_sort array_to_string array_transform
array_unique array_value ascii asin asinh atan atan2 atanh base64 bin bit_count bit_length bitstring cardinality cbrt ceil ceiling century
char_length character_length chr coalesce concat concat_ws constant_or_null contains cos cosh cot date_add date_diff date_part date_sub date_trunc datediff datepart
datesub datetrunc day dayname dayofmonth dayofweek dayofyear decade decode degrees divide element_at encode ends_with epoch epoch_ms epoch_ns
epoch_us era even exp factorial fdiv filter flatten floor fmod format from_base64 from_binary from_hex gamma gcd greatest
greatest_common_divisor hamming hash hex hour ilike_escape instr isfinite isinf isnan isodow isoyear jaccard json_array
json_array_length json_contains json_exists json_extract json_extract_path json_extract_path_text json_extract_string json_keys json_merge_patch json_object json_quote
json_structure json_transform json_type json_valid json_value json julian last_day lcase lcm least left left_grapheme len length length_grapheme
levenshtein damerau_levenshtein lgamma like_escape list_aggr list_aggregate list_any_value list_append list_apply list_avg list_bit_and list_bit_or list_bit_xor list_bool_and list_bool_or
list_cat list_concat list_contains list_cosine_similarity list_cosine_distance list_count list_distance list_distinct list_dot_product list_element list_extract list_filter list_first
list_grade_up list_has list_has_all list_has_any list_histogram list_indexof list_inner_product list_intersect list_last list_max list_median list_min list_mode list_pack
list_position list_prepend list_product list_reduce list_resize list_reverse list_reverse_sort list_select list_slice list_sort list_string_agg list_sum list_transform list_unique
list_value list_where list_zip array_zip ln log log10 log2 lower lpad ltrim make_date make_time make_timestamp make_timestamp_ms make_timestamp_ns
make_timestamptz map map_concat map_contains map_entries map_extract map_extract_value map_from_entries map_keys map_values md5 microsecond millennium millisecond minute
mod month monthname multiply nanosecond nfc_normalize not_ilike_escape not_like_escape nullif octet_length ord pi position pow power prefix printf
quarter radians range generate_series reduce regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array repeat
replace reverse right right_grapheme round round_even row row_to_json rpad rtrim second sha1 sha256 sign signbit sin sinh split split_part sqrt
starts_with str_split str_split_regex strftime string_split string_split_regex string_to_array strip_accents strlen strpos strptime struct_concat
struct_extract struct_extract_at struct_insert struct_pack struct_update substr substring substring_grapheme subtract suffix tan tanh time_bucket timezone timezone_hour
timezone_minute to_base to_base64 to_binary to_centuries to_days to_decades to_hex to_hours to_json to_microseconds to_milliseconds to_minutes
to_months to_quarters to_seconds to_timestamp to_weeks to_years translate trim trunc try_strptime ucase unbin unhex unicode unnest upper
url_decode url_encode week weekday weekofyear xor year yearweek huiliu_hmac_sm3
"""

_AGGREGATES: Final = """
any_value approx_count_distinct approx_quantile arbitrary arg_max arg_max_null arg_min arg_min_null argmax argmin array_agg avg bit_and bit_or
bit_xor bool_and bool_or corr count count_if count_star countif covar_pop covar_samp cume_dist dense_rank entropy favg first first_value fsum geomean geometric_mean
group_concat grouping histogram kahan_sum kurtosis kurtosis_pop lag last last_value lead list listagg mad max max_by mean median min min_by mode nth_value ntile
percent_rank product quantile quantile_cont quantile_disc rank rank_dense regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
regr_sxy regr_syy row_number sem skewness stddev stddev_pop stddev_samp string_agg sum sumkahan var_pop var_samp variance
"""

ALLOWED: Final = frozenset(f"{_OPERATORS} {_SCALARS} {_AGGREGATES}".split())
