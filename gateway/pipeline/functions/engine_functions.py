"""The DuckDB functions that forms of the table and casts call: what an engine must allow, and all that it needs to."""

from __future__ import annotations

from typing import Final

DUCKDB_FUNCTIONS: Final = frozenset(
    {
        "abs", "acos", "any_value", "arg_max_null", "arg_min_null", "array_slice", "array_to_string", "asin",
        "atan", "atan2", "avg", "bit_and", "bit_count", "bit_or", "bit_xor", "bool_and", "bool_or",
        "cardinality", "cbrt", "ceil", "chr", "coalesce", "concat", "concat_ws", "contains", "corr", "cos",
        "cosh", "count", "covar_pop", "covar_samp", "cume_dist", "date_diff", "date_trunc", "day",
        "dayofyear", "decode", "degrees", "dense_rank", "encode", "epoch_ms", "exp", "first_value", "flatten",
        "floor", "from_base64", "generate_series", "greatest", "hex", "histogram", "hour", "huiliu_hmac_sm3",
        "isfinite", "isinf", "isnan", "isodow", "isoyear", "json_array_length", "json_extract",
        "json_extract_string", "json_keys", "json_type", "json_valid", "lag", "last_day", "last_value",
        "lead", "least", "left", "len", "length", "list", "list_append", "list_concat", "list_contains",
        "list_filter", "list_max", "list_min", "list_position", "list_prepend", "list_reduce", "list_reverse",
        "list_slice", "list_sort", "list_transform", "list_zip", "ln", "log10", "log2", "lower", "lpad",
        "ltrim", "make_date", "map", "map_concat", "map_contains", "map_entries", "map_from_entries", "map_keys",
        "map_values", "max", "md5", "millisecond", "min", "minute", "month", "nfc_normalize", "nth_value",
        "ntile", "nullif", "octet_length", "percent_rank", "pi", "pow", "printf", "quantile_disc", "quarter",
        "radians", "random", "range", "rank", "regexp_extract", "regexp_extract_all", "regexp_full_match",
        "regexp_matches", "regexp_replace", "regexp_split_to_array", "regr_intercept", "regr_slope",
        "replace", "round", "row_number", "rpad", "rtrim", "second", "sha1", "sha256", "sign", "sin", "sinh",
        "sqrt", "starts_with", "stddev_pop", "stddev_samp", "strftime", "string_agg", "string_split",
        "strpos", "strptime", "struct_extract_at", "substring", "sum", "tan", "tanh", "to_base", "to_base64",
        "to_days", "to_hours", "to_json", "to_milliseconds", "to_minutes", "to_months", "to_years", "translate", "trim",
        "trunc", "unhex", "unicode", "upper", "url_decode", "url_encode", "uuid", "var_pop", "var_samp",
        "week", "xor", "year",
    }
)  # fmt: skip
