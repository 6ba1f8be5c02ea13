"""交通运输局: vehicles and driving licences, a Parquet folder."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.demo.columns import Flags, Numbers, Random, amounts, choose, dates, days_before, join, pick
from gateway.demo.department import Column, Department, Relation, Store
from gateway.demo.dirt import bad_date, malformed, not_a_number, stale, swapped, twice
from gateway.demo.people import People

_BRANDS = ("比亚迪", "大众", "丰田", "吉利", "本田", "长安", "特斯拉", "五菱", "奥迪", "宝马", "理想", "其他")
# name, share, usual price
_KINDS = (
    ("小型轿车", 60, 105_000), ("小型越野客车", 22, 160_000), ("面包车", 6, 45_000), ("轻型货车", 7, 80_000), ("摩托车", 5, 9_000),
)  # fmt: skip
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Plates have no I and no O."""


def tables(city: People, random: Random) -> Mapping[str, pa.Table]:
    """Who can pay has a car; a licence comes first."""
    grown = (city.age >= 18) & (city.age < 80)
    licensed = np.flatnonzero(grown & (random.random(len(city)) < 0.52))
    owner = np.repeat(np.arange(len(city)), random.poisson(np.clip(0.3 * city.wealth, 0.01, 1.5) * grown))
    return {"vehicles": _vehicles(city, random, owner), "licences": _licences(city, random, licensed)}


def _vehicles(city: People, random: Random, owner: Numbers) -> pa.Table:
    size, who = len(owner), pa.array(owner)
    kind = choose(random, len(_KINDS), size, [share for _, share, _ in _KINDS])
    usual = np.array([price for _, _, price in _KINDS])[kind]
    electric = (random.random(size) < 0.27) & (kind < 2)
    columns = {
        "plate": _plates(city.first + np.arange(size, dtype=np.int64), electric),
        "owner_id_card": city.id_card.take(who),
        "owner_name": city.name.take(who),
        "kind": pa.array([name for name, _, _ in _KINDS]).take(pa.array(kind)),
        "brand": pick(random, _BRANDS, size, (18, 14, 10, 10, 8, 8, 6, 7, 4, 4, 3, 8)),
        "is_electric": pa.array(electric),
        "price": amounts(np.clip(usual * city.wealth[owner] * np.exp(random.normal(0, 0.4, size)), 3_000, 2_000_000)),
        "registered_on": dates(days_before(random, size, 12)),
        "status": pick(random, ("正常", "逾期未检", "注销", "查封"), size, (90, 6, 3, 1)),
        "region_code": city.region_code.take(who),
    }
    return pa.table(columns)


def _plates(number: Numbers, electric: Flags) -> pa.Array:
    """浙M plus five characters, six for electric vehicles; spread by a step coprime to the 576,000 there are (they repeat beyond)."""
    letters = pa.array(list(_LETTERS))
    spread = (number * 7_368_787) % (24 * 24 * 1000)
    first, second = letters.take(pa.array(spread // 24_000)), letters.take(pa.array(spread // 1000 % 24))
    serial = pc.utf8_lpad(pc.cast(pa.array(spread % 1000), pa.string()), 3, "0")
    return pc.if_else(pa.array(electric), join("浙MD", first, second, serial), join("浙M", first, second, serial))


def _licences(city: People, random: Random, person: Numbers) -> pa.Table:
    size, who = len(person), pa.array(person)
    issued = days_before(random, size, 25)
    columns = {
        "id_card": city.id_card.take(who),
        "name": city.name.take(who),
        "class": pick(random, ("C1", "C2", "B2", "A1", "A2", "D"), size, (62, 24, 6, 1, 3, 4)),
        "points": pa.array(np.minimum(12, random.poisson(1.2, size)).astype(np.int32)),
        "issued_on": dates(issued),
        "expires_on": dates(issued + 3652),
        "phone": city.phone.take(who),
        "region_code": city.region_code.take(who),
    }
    return pa.table(columns)


TRAFFIC = Department(
    code="traffic",
    title="交通运输局",
    source_title="车辆驾驶人库",
    store=Store.PARQUET,
    tables=tables,
    relations=(
        Relation(
            name="vehicles",
            title="机动车",
            comment="一车一行",
            dirt=(
                malformed("owner_id_card"),
                swapped("owner_name", "owner_id_card"),
                stale(),
                not_a_number("price"),
                bad_date("registered_on"),
                twice,
            ),
            columns=(
                Column("plate", "VARCHAR(10)", "号牌号码"),
                Column("owner_id_card", "VARCHAR(18)", "所有人身份号码"),
                Column("owner_name", "VARCHAR(60)", "所有人"),
                Column("kind", "VARCHAR(30)", "车辆类型"),
                Column("brand", "VARCHAR(30)", "品牌"),
                Column("is_electric", "BOOLEAN", "是否新能源"),
                Column("price", "DECIMAL(12,2)", "购置价（元）"),
                Column("registered_on", "DATE", "注册登记日期"),
                Column("status", "VARCHAR(20)", "状态"),
                Column("region_code", "VARCHAR(12)", "所有人居住村（社区）代码"),
            ),
        ),
        Relation(
            name="licences",
            title="驾驶证",
            comment="一证一行",
            dirt=(malformed("id_card"), stale(), bad_date("expires_on"), twice),
            columns=(
                Column("id_card", "VARCHAR(18)", "公民身份号码"),
                Column("name", "VARCHAR(60)", "姓名"),
                Column("class", "VARCHAR(5)", "准驾车型"),
                Column("points", "INTEGER", "累积记分"),
                Column("issued_on", "DATE", "初次领证日期"),
                Column("expires_on", "DATE", "有效期止"),
                Column("phone", "VARCHAR(20)", "联系电话"),
                Column("region_code", "VARCHAR(12)", "居住村（社区）代码"),
            ),
        ),
    ),
)
