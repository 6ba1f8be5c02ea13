"""Random rows for the three relations: few distinct values, so that joins, groups and rules meet; NULLs and edges throughout."""

from __future__ import annotations

import datetime
from decimal import Decimal

from hypothesis import strategies as st

REGIONS = st.sampled_from([None, "A1", "A2", "A", "B1", "B2", "", "a1", "A%", "AA"])
SMALL = st.sampled_from([None, 0, 1, -1, 2, 3, 7, 30, 61, 100, 2147483647])
TEXT = st.sampled_from(
    [None, "", "x", "张三", "12", "7", "0", "A1", "13812345678", "13812345679", " 13812345678", "x%y", "***"]
)
DAYS = st.sampled_from([None, datetime.date(2020, 2, 29), datetime.date(2026, 1, 1), datetime.date(1960, 12, 31)])
MONEY = st.sampled_from([None, Decimal("0.00"), Decimal("10.50"), Decimal("-3.00"), Decimal("99999999.99")])
FLAGS = st.sampled_from([None, True, False])
WEIGHT = st.sampled_from([None, 0.0, 1.5, -2.25, 1e10])

PERSON = st.tuples(SMALL, TEXT, REGIONS, SMALL, TEXT, MONEY, DAYS, FLAGS, TEXT)
VISIT = st.tuples(SMALL, DAYS, SMALL, TEXT, REGIONS, WEIGHT)
PLACE = st.tuples(REGIONS, TEXT, SMALL)

WORLDS = st.fixed_dictionaries(
    {
        "person": st.lists(PERSON, max_size=6),
        "visit": st.lists(VISIT, max_size=6),
        "place": st.lists(PLACE, max_size=4),
    }
)
