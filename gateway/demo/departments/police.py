"""公安局: the household registry, a SQLite file. Authoritative for who lives where."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.demo.columns import Random, blank, dates, days_before, join, padded, pick, text
from gateway.demo.department import Column, Department, Relation, Store
from gateway.demo.dirt import bad_date, malformed, not_a_number, stale, swapped, twice
from gateway.demo.people import People, birth_dates

_NATIONS = ("汉族", "畲族", "苗族", "土家族", "布依族", "回族", "壮族", "侗族")
_PLACES = ("户主", "配偶", "子女", "子女", "父母", "其他亲属")


def tables(city: People, random: Random) -> Mapping[str, pa.Table]:
    """Every person once, every household once."""
    size = len(city)
    households = int(city.household[-1]) + 1
    number = join("HJ", padded(city.first + city.household, 9))
    heads = np.flatnonzero(city.place == 0)
    residents = {
        "id_card": city.id_card,
        "name": city.name,
        "sex": city.sex,
        "birth_date": birth_dates(city),
        "nation": pick(random, _NATIONS, size, (0.985, 0.006, 0.002, 0.002, 0.002, 0.001, 0.001, 0.001)),
        "household_no": number,
        "household_place": pa.array(_PLACES).take(pa.array(np.minimum(city.place, 5))),
        "marital_status": _marriage(random, city),
        "phone": city.phone,
        "address": city.address,
        "region_code": city.region_code,
        "status": pick(random, ("正常", "迁出", "死亡", "注销"), size, (0.968, 0.02, 0.01, 0.002)),
        "updated_on": dates(np.maximum(days_before(random, size, 12), city.birth_day)),
    }
    whole = {
        "household_no": number.take(pa.array(heads)),
        "head_id_card": city.id_card.take(pa.array(heads)),
        "members": pa.array(np.bincount(city.household)),
        "kind": pick(random, ("家庭户", "集体户"), households, (0.95, 0.05)),
        "address": city.address.take(pa.array(heads)),
        "region_code": city.region_code.take(pa.array(heads)),
        "created_on": dates(days_before(random, households, 40)),
    }
    return {"residents": pa.table(residents), "households": pa.table(whole)}


def _marriage(random: Random, city: People) -> pa.Array:
    single = pa.array(city.age < 22)
    couple = pa.array((city.place == 1) | (np.bincount(city.household)[city.household] > 1) & (city.place == 0))
    alone = pick(random, ("未婚", "离婚", "丧偶"), len(city), (0.55, 0.25, 0.2))
    status = pc.if_else(single, "未婚", pc.if_else(couple, "已婚", alone))
    return blank(random, text(status), 0.03)


POLICE = Department(
    code="police",
    title="公安局",
    source_title="户籍人口库",
    store=Store.SQLITE,
    tables=tables,
    relations=(
        Relation(
            name="residents",
            title="户籍人口",
            comment="全市户籍人员，一人一行",
            dirt=(malformed("id_card"), swapped("name", "id_card"), stale(), bad_date("birth_date"), twice),
            columns=(
                Column("id_card", "VARCHAR(18)", "公民身份号码", "GB 11643，18 位", indexed=True),
                Column("name", "VARCHAR(60)", "姓名"),
                Column("sex", "VARCHAR(3)", "性别"),
                Column("birth_date", "DATE", "出生日期"),
                Column("nation", "VARCHAR(30)", "民族"),
                Column("household_no", "VARCHAR(20)", "户号", indexed=True),
                Column("household_place", "VARCHAR(20)", "与户主关系"),
                Column("marital_status", "VARCHAR(20)", "婚姻状况", "敏感个人信息"),
                Column("phone", "VARCHAR(20)", "联系电话"),
                Column("address", "VARCHAR(300)", "户籍地址"),
                Column("region_code", "VARCHAR(12)", "村（社区）代码", "12 位统计用区划代码", indexed=True),
                Column("status", "VARCHAR(20)", "人员状态", "正常、迁出、死亡、注销"),
                Column("updated_on", "DATE", "更新日期"),
            ),
        ),
        Relation(
            name="households",
            title="家庭户",
            comment="一户一行",
            dirt=(malformed("head_id_card"), stale(), not_a_number("members")),
            columns=(
                Column("household_no", "VARCHAR(20)", "户号", indexed=True),
                Column("head_id_card", "VARCHAR(18)", "户主公民身份号码", indexed=True),
                Column("members", "INTEGER", "户内人数"),
                Column("kind", "VARCHAR(20)", "户类型"),
                Column("address", "VARCHAR(300)", "户籍地址"),
                Column("region_code", "VARCHAR(12)", "村（社区）代码", indexed=True),
                Column("created_on", "DATE", "立户日期"),
            ),
        ),
    ),
)
