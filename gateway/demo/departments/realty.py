"""自然资源局: the register of real estate, a DuckDB file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from gateway.demo.columns import Random, amounts, dates, days_before, join, padded, pick
from gateway.demo.department import Column, Department, Relation, Store
from gateway.demo.dirt import bad_date, malformed, not_a_number, stale, swapped, twice
from gateway.demo.people import People


def tables(city: People, random: Random) -> Mapping[str, pa.Table]:
    """Grown-ups own none, one or several properties, the rich more of them."""
    chance = np.clip(0.45 * city.wealth, 0.02, 2.5) * (city.age >= 22)
    person = np.repeat(np.arange(len(city)), random.poisson(chance))
    size, who = len(person), pa.array(person)
    use = pick(random, ("住宅", "商业", "车位", "办公", "工业"), size, (70, 8, 17, 4, 1))
    area = np.clip(random.normal(95, 32, size) * city.wealth[person] ** 0.2, 12, 600)
    region = city.region_code.take(who)
    registered = days_before(random, size, 10.5)
    year = registered.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    serial = city.first * 2 + np.arange(size)
    columns = {
        "unit_no": join(region, "GB", padded(random.integers(1, 90_000, size), 5), "F", padded(serial, 8)),
        "certificate_no": join("浙(", year, ")临江市不动产权第", padded(serial, 7), "号"),
        "owner_id_card": city.id_card.take(who),
        "owner_name": city.name.take(who),
        "ownership": pick(random, ("单独所有", "共同共有", "按份共有"), size, (62, 33, 5)),
        "use": use,
        "area_m2": amounts(area, 10, 2),
        "value": amounts(area * np.exp(random.normal(9.4, 0.35, size)), 14, 2),
        "is_mortgaged": pa.array(random.random(size) < 0.31),
        "address": city.address.take(who),
        "region_code": region,
        "registered_on": dates(registered),
    }
    return {"properties": pa.table(columns)}


REALTY = Department(
    code="realty",
    title="自然资源和规划局",
    source_title="不动产登记库",
    store=Store.DUCKDB,
    tables=tables,
    relations=(
        Relation(
            name="properties",
            title="不动产权利",
            comment="一处不动产的一个权利人一行",
            dirt=(
                malformed("owner_id_card"),
                swapped("owner_name", "owner_id_card"),
                stale(),
                not_a_number("area_m2"),
                bad_date("registered_on"),
                twice,
            ),
            columns=(
                Column("unit_no", "VARCHAR(28)", "不动产单元号"),
                Column("certificate_no", "VARCHAR(60)", "不动产权证号"),
                Column("owner_id_card", "VARCHAR(18)", "权利人身份号码", indexed=True),
                Column("owner_name", "VARCHAR(60)", "权利人姓名"),
                Column("ownership", "VARCHAR(20)", "共有方式"),
                Column("use", "VARCHAR(20)", "用途"),
                Column("area_m2", "DECIMAL(10,2)", "建筑面积（平方米）"),
                Column("value", "DECIMAL(14,2)", "评估价值（元）"),
                Column("is_mortgaged", "BOOLEAN", "是否抵押"),
                Column("address", "VARCHAR(300)", "坐落"),
                Column("region_code", "VARCHAR(12)", "坐落村（社区）代码"),
                Column("registered_on", "DATE", "登记日期"),
            ),
        ),
    ),
)
