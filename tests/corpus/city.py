"""The small city that the corpus asks about: one definition, from which every engine and source gets the same rows.

Few rows, many edges: NULL in every column that may have it, empty texts, CJK, characters beyond the first plane, trailing blanks, days before 1970,
leap days, negative and largest numbers, NaN and infinities, padded `char`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A relation: Trino's types by column, and its rows as Python values."""

    name: str
    types: dict[str, str]
    rows: Sequence[Row]
    nested: bool = False
    """It holds values that no server source can hold."""


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


D: Final = Decimal
NAN: Final = float("nan")
INFINITY: Final = float("inf")

DISTRICTS: Final = Table(
    "districts",
    {"code": "varchar(12)", "name": "varchar(20)", "parent": "varchar(12)", "population": "integer"},
    [
        ("320000", "江北省", None, 8000000),
        ("320500", "清河市", "320000", 1200000),
        ("320508", "东城区", "320500", 400000),
        ("320509", "西城区", "320500", 0),
        ("320510", "南湖区", "320500", None),
        ("320511", "", "320500", 5),
    ],
)

RESIDENTS: Final = Table(
    "residents",
    {
        "id": "bigint", "name": "varchar(20)", "gender": "char(1)", "born": "date", "district": "varchar(12)", "street": "varchar(40)",
        "phone": "varchar(20)", "household": "integer", "income": "decimal(10,2)", "height": "double", "married": "boolean",
        "registered": "timestamp(3)",
    },
    [
        (1, "张三", "M", day("1990-02-28"), "320508", "人民路1号", "13800000001", 10, D("5200.50"), 1.75, True, moment("2020-01-02 03:04:05.678")),
        (2, "李四", "F", day("2000-02-29"), "320508", "人民路1号", "13800000002", 10, D("0.00"), 1.62, True, moment("2020-02-29 23:59:59.999")),
        (3, "王五", "M", day("1949-10-01"), "320509", "解放街20号", "13900000003", 11, D("-120.75"), 1.8, False, moment("1969-12-31 23:59:59")),
        (4, "欧阳修", "M", day("1969-12-31"), "320509", "", None, 11, None, None, None, moment("2021-06-30 12:00:00.5")),
        (5, "Anna Müller", "F", day("1985-05-05"), "320510", "Main St. 5", "021-5555", 12, D("99999999.99"), 0.0, True, moment("2022-12-31 00:00:00")),
        (6, "", None, None, None, None, "", None, D("1.00"), -0.5, False, None),
        (7, "𠀀𠮷", "F", day("2024-12-31"), "320508", "人民路2号 ", "13800000007", 13, D("0.01"), 0.52, None, moment("2024-12-31 08:00:00")),
        (8, "anna müller", "F", day("1970-01-01"), "320511", "main st. 5", "021-5555", 12, D("12345.67"), 1e10, False, moment("1970-01-01 00:00:00")),
        (9, "O'Brien", "M", day("1900-03-01"), "999999", "a%b_c\\d", "+86 138", 14, D("-99999999.99"), 1.75, True, moment("2023-03-15 15:30:00.001")),
    ],
)  # fmt: skip

VISITS: Final = Table(
    "visits",
    {
        "id": "bigint", "resident_id": "bigint", "hospital": "varchar(40)", "dept": "varchar(20)", "day": "date", "cost": "decimal(8,2)",
        "insured": "boolean", "note": "varchar(60)", "admitted": "timestamp(6)", "score": "smallint",
    },
    [
        (101, 1, "第一人民医院", "内科", day("2026-01-05"), D("120.50"), True, "flu, mild", moment("2026-01-05 08:30:00.123456"), 7),
        (102, 1, "第一人民医院", "外科", day("2026-01-20"), D("980.00"), True, "arm;x-ray", moment("2026-01-20 23:15:00"), -3),
        (103, 2, "中医院", "内科", day("2026-02-01"), D("60.00"), False, "", moment("2026-02-01 00:00:00"), 0),
        (104, 3, "第一人民医院", "内科", day("2025-12-31"), D("0.00"), None, "复查", moment("2025-12-31 23:59:59.999999"), 32767),
        (105, 3, "中医院", None, day("2026-02-28"), None, True, None, None, None),
        (106, 5, "Clinic A", "Dental", day("2024-02-29"), D("999999.99"), False, "key=value;k2=v2", moment("2024-02-29 10:00:00"), 7),
        (107, 8, "Clinic A", "Dental", day("2026-02-01"), D("-10.00"), False, "12", moment("2026-02-01 10:10:10.1"), -32768),
        (108, 77, "中医院", "骨科", day("1969-07-20"), D("60.00"), True, "12.5", moment("1969-07-20 20:17:40"), 5),
        (109, None, "中医院", "骨科", None, D("15.25"), False, "x", moment("2026-03-01 09:00:00"), 5),
    ],
)  # fmt: skip

COMPANIES: Final = Table(
    "companies",
    {
        "code": "varchar(18)", "name": "varchar(60)", "legal_id": "bigint", "capital": "decimal(18,2)", "founded": "date",
        "district": "varchar(12)", "employees": "integer", "status": "varchar(10)", "rating": "real", "kind": "char(4)",
    },
    [
        ("91320508MA1", "清河科技有限公司", 1, D("1000000.00"), day("2015-03-01"), "320508", 120, "active", 4.5, "ltd"),
        ("91320508MA2", "东城餐饮店", 2, D("50000.00"), day("2019-07-15"), "320508", 3, "active", 3.25, "solo"),
        ("91320509MB1", "西城建设集团", 3, D("9999999999999999.99"), day("1998-11-30"), "320509", 2147483647, "closed", None, "plc"),
        ("91320510MC1", "Müller & Söhne", 5, None, day("2024-02-29"), "320510", 0, "ACTIVE", -0.5, "ltd"),
        ("91999999MX1", "无主公司", None, D("0.01"), None, "999999", None, "", 0.0, None),
        ("91320508MA3", "100% 好店_分店", 1, D("50000.00"), day("2019-07-15"), "320508", 3, "frozen", 3.25, "solo"),
    ],
)  # fmt: skip

PROPERTIES: Final = Table(
    "properties",
    {
        "id": "integer", "owner_id": "bigint", "address": "varchar(60)", "area": "double", "price": "bigint", "built": "smallint",
        "floors": "tinyint", "kind": "char(4)", "bought": "date", "mortgage": "decimal(12,4)",
    },
    [
        (1, 1, "清河市东城区人民路1号101室", 88.5, 2100000, 2005, 6, "flat", day("2010-05-01"), D("150000.1234")),
        (2, 1, "清河市东城区人民路2号", 120.0, 3300000, 2012, 18, "flat", day("2015-10-10"), D("0.0000")),
        (3, 3, "清河市西城区解放街20号", 45.25, 900000, 1978, 2, "hut", day("1999-01-31"), None),
        (4, 5, "Main St. 5", 300.0, 9223372036854775807, 1890, -1, "shop", None, D("99999999.9999")),
        (5, 8, "main st. 5", 0.0, 0, None, None, "hut", day("2020-02-29"), D("-0.0001")),
        (6, None, "", None, None, 2020, 127, None, day("1969-12-31"), D("12.5000")),
        (7, 42, "无名巷7号", -1.5, -5, 0, 0, "shop", day("2026-01-31"), D("1.0000")),
    ],
)  # fmt: skip

READINGS: Final = Table(
    "readings",
    {"station": "varchar(8)", "taken": "timestamp(3)", "pm25": "double", "temperature": "real", "wind": "tinyint"},
    [
        ("S1", moment("2026-01-01 00:00:00"), 35.5, -3.5, 2),
        ("S1", moment("2026-01-01 00:15:00"), 40.25, -3.25, 3),
        ("S1", moment("2026-01-01 01:00:00"), NAN, -2.0, 3),
        ("S1", moment("2026-01-01 01:30:00"), 55.0, None, None),
        ("S2", moment("2026-01-01 00:05:00"), 12.0, 0.5, 0),
        ("S2", moment("2026-01-01 00:59:59.999"), None, 1.25, -1),
        ("S2", moment("2026-01-01 02:00:00"), INFINITY, 1.5, 7),
        ("S2", moment("2026-01-02 00:00:00"), -0.0, 2.5, 7),
    ],
    nested=True,
)

PROFILES: Final = Table(
    "profiles",
    {
        "resident_id": "bigint", "tags": "array(varchar(10))", "scores": "map(varchar(10), bigint)",
        "address": "row(street varchar(30), number integer)", "stays": "array(row(day date, cost integer))", "data": "json", "raw": "varchar(120)",
        "photo": "varbinary", "total": "decimal(38,10)", "ref": "uuid", "wake": "time(3)", "numbers": "array(bigint)",
    },
    [
        (1, ["vip", "老人"], {"math": 90, "art": 75}, ("人民路", 1), [(day("2026-01-01"), 100), (day("2026-01-03"), 250)],
         '{"a":1,"b":{"c":"x"},"list":[1,2,3]}', '{"a": 1, "b": {"c": "x"}, "list": [1, 2, 3]}', bytes.fromhex("00ffe5bca0"),
         D("1234567890123456789012345678.0123456789"), "12151fd2-7586-11e9-8f9e-2a86e4085a59", datetime.time(6, 30), [3, 1, 2, 3]),
        (2, [], {}, ("解放街", None), [], "[]", "[]", b"", D("0E-10"), "00000000-0000-0000-0000-000000000000", datetime.time(23, 59, 59, 999000), []),
        (3, ["a", None, "a", "b"], {"math": None, "pe": -5}, (None, 20), [(None, 5), (day("1969-12-31"), None)], '"text"', '"text"', b"abc",
         D("-1.5000000000"), "ffffffff-ffff-ffff-ffff-ffffffffffff", datetime.time(0), [None, -7, 0]),
        (5, None, None, None, None, None, None, None, None, None, None, None),
        (8, ["𠮷", "", "vip"], {"": 0, "艺术": 9223372036854775807}, ("", -1), [(day("2024-02-29"), 0)], '{"a":null,"n":-1.5,"t":true}',
         '{"a": null, "n": -1.5, "t": true}', bytes(range(16)), D("0.0000000001"), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
         datetime.time(12, 0, 0, 1000), [9223372036854775807, -9223372036854775807]),
    ],
    nested=True,
)  # fmt: skip

TABLES: Final = (DISTRICTS, RESIDENTS, VISITS, COMPANIES, PROPERTIES, READINGS, PROFILES)
