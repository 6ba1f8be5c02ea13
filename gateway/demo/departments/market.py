"""市场监管局: the register of companies, a CSV folder. Much of it is public by law."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.demo.columns import Random, amounts, blank, dates, days_before, pick
from gateway.demo.department import Column, Department, Relation, Store
from gateway.demo.dirt import bad_date, malformed, not_a_number, stale, twice
from gateway.demo.people import People
from gateway.demo.regions import villages

_KINDS = ("有限责任公司", "个体工商户", "农民专业合作社")


def tables(city: People, random: Random) -> Mapping[str, pa.Table]:
    """Every company with its legal representative, and who holds its shares."""
    count = len(city.company_code)
    grown = np.flatnonzero(city.age >= 20)
    boss = pa.array(grown[random.integers(0, len(grown), count)])
    village = pa.array(city.company_village)
    capital = np.exp(random.normal(0, 1.2, count)) * np.where(city.company_kind == 1, 1_200_000, 60_000)
    columns = {
        "credit_code": city.company_code,
        "name": city.company_name,
        "kind": pa.array(_KINDS).take(pa.array(city.company_kind - 1)),
        "legal_person": city.name.take(boss),
        "legal_person_id_card": city.id_card.take(boss),
        "phone": blank(random, city.phone.take(boss), 0.1),
        "registered_capital": amounts(np.round(capital, -4) + 10_000, 16, 2),
        "established_on": dates(days_before(random, count, 18)),
        "status": pick(random, ("存续", "注销", "吊销", "经营异常"), count, (82, 11, 3, 4)),
        "address": pc.binary_join_element_wise(
            "浙江省临江市", _leaf("county").take(village), _leaf("town").take(village), _leaf("name").take(village), ""
        ),
        "region_code": _leaf("code").take(village),
    }
    company = np.repeat(np.arange(count), np.where(city.company_kind == 2, 1, random.integers(1, 4, count)))
    holder = pa.array(grown[random.integers(0, len(grown), len(company))])
    parts = np.bincount(company)[company]
    shares = {
        "credit_code": city.company_code.take(pa.array(company)),
        "holder_name": city.name.take(holder),
        "holder_id_card": city.id_card.take(holder),
        "percent": amounts(100 / parts, 5, 2),
    }
    return {"entities": pa.table(columns), "shareholders": pa.table(shares)}


def _leaf(field: str) -> pa.Array:
    return pa.array([getattr(leaf, field) for leaf in villages()])


MARKET = Department(
    code="market",
    title="市场监督管理局",
    source_title="法人库",
    store=Store.CSV,
    tables=tables,
    relations=(
        Relation(
            name="entities",
            title="市场主体",
            comment="企业、个体工商户和合作社；登记公示信息依法公开",
            dirt=(
                malformed("credit_code"),
                not_a_number("registered_capital"),
                bad_date("established_on"),
                stale(),
                twice,
            ),
            columns=(
                Column("credit_code", "VARCHAR(18)", "统一社会信用代码", "GB 32100，18 位"),
                Column("name", "VARCHAR(100)", "名称"),
                Column("kind", "VARCHAR(30)", "主体类型"),
                Column("legal_person", "VARCHAR(60)", "法定代表人"),
                Column("legal_person_id_card", "VARCHAR(18)", "法定代表人身份号码"),
                Column("phone", "VARCHAR(20)", "联系电话"),
                Column("registered_capital", "DECIMAL(16,2)", "注册资本（元）"),
                Column("established_on", "DATE", "成立日期"),
                Column("status", "VARCHAR(20)", "登记状态"),
                Column("address", "VARCHAR(300)", "住所"),
                Column("region_code", "VARCHAR(12)", "住所村（社区）代码"),
            ),
        ),
        Relation(
            name="shareholders",
            title="股东出资",
            comment="一个股东在一家企业一行",
            dirt=(malformed("holder_id_card"), not_a_number("percent"), twice),
            columns=(
                Column("credit_code", "VARCHAR(18)", "统一社会信用代码"),
                Column("holder_name", "VARCHAR(60)", "股东姓名"),
                Column("holder_id_card", "VARCHAR(18)", "股东身份号码"),
                Column("percent", "DECIMAL(5,2)", "出资比例（%）"),
            ),
        ),
    ),
)
