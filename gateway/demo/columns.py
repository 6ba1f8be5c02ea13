"""Small tools that make whole columns at once: every one takes the random stream and gives an Arrow array.

Nothing here loops over rows. `Random` is numpy's PCG64 stream, whose output is part of numpy's promise,
so that one seed gives one city on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Random = np.random.Generator
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TODAY = date(2026, 10, 31)
"""The day on which the city's data ends: a constant, because a clock would make two runs differ."""
TODAY_NUMBER = (TODAY - date(1970, 1, 1)).days


def pick(random: Random, values: Sequence[Any], size: int, weights: Sequence[float] | None = None) -> pa.Array:
    """`size` values drawn from `values`."""
    return pa.array(values).take(pa.array(choose(random, len(values), size, weights)))


def choose(random: Random, count: int, size: int, weights: Sequence[float] | None = None) -> Numbers:
    """`size` indexes below `count`, skewed by `weights` when given."""
    if weights is None:
        return random.integers(0, count, size)
    bounds = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(bounds / bounds[-1], random.random(size), side="right").clip(0, count - 1)


def skewed(random: Random, count: int, size: int, power: float = 2.0) -> Numbers:
    """`size` indexes below `count`, the low ones far more often: few big employers, many small ones."""
    return (count * random.random(size) ** power).astype(np.int64)


def blank(random: Random, values: pa.Array, share: float) -> pa.Array:
    """The same column with `share` of its values NULL."""
    return pc.if_else(pa.array(random.random(len(values)) < share), pa.scalar(None, values.type), values)


def join(*parts: Any) -> pa.Array:
    """Strings side by side; NULL in any part gives NULL.

    >>> join(pa.array(["浙A", "浙B"]), "·", pa.array([1, 2])).to_pylist()
    ['浙A·1', '浙B·2']
    """
    return pc.binary_join_element_wise(*(part if isinstance(part, str) else text(part) for part in parts), "")


def text(values: Any) -> pa.Array:
    """Any column as strings."""
    array = values if isinstance(values, (pa.Array, pa.ChunkedArray)) else pa.array(values)
    return array if pa.types.is_string(array.type) else array.cast(pa.string())


def dates(days: Numbers) -> pa.Array:
    """Days since 1970 as dates."""
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def days_before(random: Random, size: int, years: float) -> Numbers:
    """Day numbers spread over the last `years` before the city's today."""
    return TODAY_NUMBER - (random.random(size) * years * 365.25).astype(np.int64)


def amounts(values: npt.NDArray[np.floating[Any]], precision: int = 12, scale: int = 2) -> pa.Array:
    """Numbers as exact decimals."""
    return pa.array(np.round(values, scale)).cast(pa.decimal128(precision, scale), safe=False)


def ascii_rows(codes: npt.NDArray[np.uint8]) -> pa.Array:
    """A matrix of ASCII codes, one row a string.

    >>> ascii_rows(np.array([[51, 51], [49, 88]], dtype=np.uint8)).to_pylist()
    ['33', '1X']
    """
    width = codes.shape[1]
    return pa.array(np.ascontiguousarray(codes).view(f"S{width}").ravel(), type=pa.binary()).cast(pa.string())


def digits(values: Numbers, width: int) -> npt.NDArray[np.uint8]:
    """The decimal digits of each value, most significant first.

    >>> digits(np.array([7, 120]), 3).tolist()
    [[0, 0, 7], [1, 2, 0]]
    """
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return ((values[:, None] // powers) % 10).astype(np.uint8)


def padded(values: Numbers, width: int) -> pa.Array:
    """Numbers as strings of `width` digits."""
    return ascii_rows(digits(values, width) + np.uint8(48))
