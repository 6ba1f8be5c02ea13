"""民政局: applications for low-income support (低保), support paid, and the region tree, a SQLite file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from gateway.demo.columns import Numbers, Random, amounts, blank, dates, days_before, join, padded, pick
from gateway.demo.department import Column, Department, Relation, Store
from gateway.demo.dirt import bad_date, malformed, not_a_number, stale, swapped, twice
from gateway.demo.numbers import bank_cards
from gateway.demo.people import People
from gateway.demo.regions import regions

_BANKS = (621700, 622848, 621661, 622202, 621799)


def tables(city: People, random: Random) -> Mapping[str, pa.Table]:
    """The poorest apply, and a few who are not poor; most of the poor have been granted support."""
    grown = city.age >= 18
    poor = grown & (city.employer < 0) & (city.wealth < 0.75)
    applies = (poor & (random.random(len(city)) < 0.14)) | (grown & (random.random(len(city)) < 0.003))
    return {
        "applicants": _applicants(city, random, np.flatnonzero(applies)),
        "support": _support(city, random, np.flatnonzero(poor & (random.random(len(city)) < 0.1))),
    }


def fixed() -> Mapping[str, pa.Table]:
    """The region tree, retired codes included."""
    names = ("code", "name", "level", "parent", "valid_until", "successor")
    return {"regions": pa.table({name: pa.array([getattr(region, name) for region in regions()]) for name in names})}


def _applicants(city: People, random: Random, person: Numbers) -> pa.Table:
    size, who = len(person), pa.array(person)
    income = np.clip(random.normal(720, 210, size), 0, 1250)
    columns = {
        "application_no": join("DB2026", padded(city.first + np.arange(size) + 1, 8)),
        "id_card": city.id_card.take(who),
        "name": city.name.take(who),
        "phone": city.phone.take(who),
        "family_size": pa.array(np.bincount(city.household)[city.household[person]]),
        "declared_income": blank(random, amounts(np.round(income, -1)), 0.02),
        "reason": pick(random, ("重病", "残疾", "失业", "年老无业", "单亲", "其他"), size, (30, 22, 20, 18, 6, 4)),
        "bank_card": blank(
            random,
            bank_cards(np.array(_BANKS)[random.integers(0, len(_BANKS), size)], random.integers(0, 10**12, size)),
            0.04,
        ),
        "address": city.address.take(who),
        "region_code": city.region_code.take(who),
        "applied_on": dates(days_before(random, size, 0.8)),
        "status": pick(random, ("待核对", "核对中", "已核准", "不予核准"), size, (46, 21, 25, 8)),
    }
    return pa.table(columns)


def _support(city: People, random: Random, person: Numbers) -> pa.Table:
    size, who = len(person), pa.array(person)
    start = days_before(random, size, 5)
    columns = {
        "id_card": city.id_card.take(who),
        "name": city.name.take(who),
        "category": pick(random, ("A", "B", "C"), size, (22, 48, 30)),
        "monthly_amount": amounts(np.round(np.clip(random.normal(780, 160, size), 200, 1300), -1)),
        "started_on": dates(start),
        "ended_on": blank(random, dates(start + random.integers(200, 1500, size)), 0.72),
        "region_code": city.region_code.take(who),
    }
    return pa.table(columns)


CIVIL = Department(
    code="civil",
    title="民政局",
    source_title="社会救助库",
    store=Store.SQLITE,
    tables=tables,
    fixed=fixed,
    relations=(
        Relation(
            name="applicants",
            title="低保申请人",
            comment="2026 年低保申请，一次申请一行",
            dirt=(
                malformed("id_card"),
                swapped("name", "phone"),
                stale(),
                not_a_number("declared_income"),
                bad_date("applied_on"),
                twice,
            ),
            columns=(
                Column("application_no", "VARCHAR(20)", "申请编号"),
                Column("id_card", "VARCHAR(18)", "公民身份号码", indexed=True),
                Column("name", "VARCHAR(60)", "姓名"),
                Column("phone", "VARCHAR(20)", "联系电话"),
                Column("family_size", "INTEGER", "家庭人口"),
                Column("declared_income", "DECIMAL(12,2)", "申报人均月收入（元）"),
                Column("reason", "VARCHAR(30)", "致困原因"),
                Column("bank_card", "VARCHAR(19)", "发放银行卡号"),
                Column("address", "VARCHAR(300)", "居住地址"),
                Column("region_code", "VARCHAR(12)", "村（社区）代码", indexed=True),
                Column("applied_on", "DATE", "申请日期"),
                Column("status", "VARCHAR(20)", "办理状态"),
            ),
        ),
        Relation(
            name="support",
            title="低保在册",
            comment="已核准的救助，一人一段一行",
            dirt=(malformed("id_card"), not_a_number("monthly_amount"), stale(), twice),
            columns=(
                Column("id_card", "VARCHAR(18)", "公民身份号码", indexed=True),
                Column("name", "VARCHAR(60)", "姓名"),
                Column("category", "VARCHAR(5)", "救助类别"),
                Column("monthly_amount", "DECIMAL(12,2)", "月救助金（元）"),
                Column("started_on", "DATE", "开始日期"),
                Column("ended_on", "DATE", "停发日期", "空为仍在发放"),
                Column("region_code", "VARCHAR(12)", "村（社区）代码", indexed=True),
            ),
        ),
        Relation(
            name="regions",
            title="行政区划",
            comment="省、市、县、乡、村五级代码，含已撤并的旧代码",
            columns=(
                Column("code", "VARCHAR(12)", "区划代码", indexed=True),
                Column("name", "VARCHAR(60)", "名称"),
                Column("level", "INTEGER", "级次", "1 省 2 市 3 县 4 乡 5 村"),
                Column("parent", "VARCHAR(12)", "上级代码"),
                Column("valid_until", "DATE", "停用日期", "空为现行"),
                Column("successor", "VARCHAR(12)", "并入代码"),
            ),
        ),
    ),
)
