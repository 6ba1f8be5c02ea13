"""人社局: social insurance, a DuckDB file. Tells who earns what, and from whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.demo.columns import Random, amounts, blank, dates, days_before, pick
from gateway.demo.department import Column, Department, Relation, Store
from gateway.demo.dirt import bad_date, malformed, not_a_number, stale, swapped, twice
from gateway.demo.people import People

_MONTHS = tuple((date(2026, month, 1) - date(1970, 1, 1)).days for month in (8, 9, 10))
"""The last three contributions."""


def tables(city: People, random: Random) -> Mapping[str, pa.Table]:
    """The employed and the insured residents; three months of contributions for the employed."""
    insured = np.flatnonzero((city.employer >= 0) | ((city.age >= 16) & (random.random(len(city)) < 0.55)))
    size, who, employer = len(insured), pa.array(insured), city.employer[insured]
    employed = pa.array(employer >= 0)
    codes = city.company_code.take(pa.array(np.maximum(employer, 0)))
    names = city.company_name.take(pa.array(np.maximum(employer, 0)))
    base = np.clip(5200 * city.wealth[insured], 4462, 27_000)
    none = pa.scalar(None, pa.string())
    columns = {
        "id_card": city.id_card.take(who),
        "name": city.name.take(who),
        "insurance_kind": pc.if_else(employed, "职工养老", "城乡居民养老"),
        "employer_code": pc.if_else(employed, codes, none),
        "employer_name": pc.if_else(employed, names, none),
        "monthly_base": pc.if_else(employed, amounts(base), pa.scalar(None, pa.decimal128(12, 2))),
        "status": pick(random, ("正常参保", "暂停缴费", "终止"), size, (0.9, 0.08, 0.02)),
        "insured_since": dates(days_before(random, size, 20)),
        "phone": blank(random, city.phone.take(who), 0.05),
        "region_code": city.region_code.take(who),
    }
    workers = np.flatnonzero(employer >= 0)
    months = np.repeat(np.array(_MONTHS), len(workers))
    each = np.tile(workers, len(_MONTHS))
    paid = {
        "id_card": city.id_card.take(pa.array(insured[each])),
        "employer_code": codes.take(pa.array(each)),
        "month": dates(months),
        "amount": amounts(base[each] * 0.24),
        "region_code": city.region_code.take(pa.array(insured[each])),
    }
    return {"insured": pa.table(columns), "contributions": pa.table(paid)}


SOCIAL = Department(
    code="social",
    title="人力资源和社会保障局",
    source_title="社会保险库",
    store=Store.DUCKDB,
    tables=tables,
    relations=(
        Relation(
            name="insured",
            title="参保人员",
            comment="一人一行；月缴费基数近似月工资",
            dirt=(malformed("id_card"), swapped("name", "id_card"), stale(), bad_date("insured_since"), twice),
            columns=(
                Column("id_card", "VARCHAR(18)", "公民身份号码", indexed=True),
                Column("name", "VARCHAR(60)", "姓名"),
                Column("insurance_kind", "VARCHAR(30)", "险种"),
                Column("employer_code", "VARCHAR(18)", "单位统一社会信用代码"),
                Column("employer_name", "VARCHAR(100)", "单位名称"),
                Column("monthly_base", "DECIMAL(12,2)", "月缴费基数（元）"),
                Column("status", "VARCHAR(20)", "参保状态"),
                Column("insured_since", "DATE", "参保日期"),
                Column("phone", "VARCHAR(20)", "联系电话"),
                Column("region_code", "VARCHAR(12)", "居住村（社区）代码"),
            ),
        ),
        Relation(
            name="contributions",
            title="缴费明细",
            comment="近三个月单位缴费，一人一月一行",
            dirt=(malformed("id_card"), not_a_number("amount"), stale(), twice),
            columns=(
                Column("id_card", "VARCHAR(18)", "公民身份号码", indexed=True),
                Column("employer_code", "VARCHAR(18)", "单位统一社会信用代码"),
                Column("month", "DATE", "费款所属月", "当月一日"),
                Column("amount", "DECIMAL(12,2)", "缴费额（元）"),
                Column("region_code", "VARCHAR(12)", "居住村（社区）代码"),
            ),
        ),
    ),
)
