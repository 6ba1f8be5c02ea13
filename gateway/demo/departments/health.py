"""卫健委: visits to hospitals and health records, a Parquet folder. Holds the most sensitive columns of the city."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.demo.columns import (
    TODAY_NUMBER,
    Flags,
    Numbers,
    Random,
    amounts,
    blank,
    choose,
    dates,
    days_before,
    join,
    padded,
    pick,
)
from gateway.demo.department import Column, Department, Relation, Store
from gateway.demo.dirt import bad_date, malformed, not_a_number, stale, swapped, twice
from gateway.demo.people import People, birth_dates

_HOSPITALS = (
    "临江市人民医院",
    "临江市中医院",
    "临江市第二医院",
    "临江市妇幼保健院",
    "永宁市人民医院",
    "望江区社区卫生服务中心",
    "青禾县人民医院",
    "明山县卫生院",
)
# ICD-10 code, name, hospital department, weight
_DIAGNOSES = (
    ("J06.9", "急性上呼吸道感染", "呼吸内科", 18.0), ("I10", "原发性高血压", "心内科", 15.0), ("E11.9", "2型糖尿病", "内分泌科", 10.0),
    ("K29.5", "慢性胃炎", "消化内科", 9.0), ("M54.5", "腰痛", "骨科", 8.0), ("J18.9", "肺炎", "呼吸内科", 5.0), ("I25.1", "冠状动脉粥样硬化性心脏病", "心内科", 5.0),
    ("L30.9", "皮炎", "皮肤科", 5.0), ("H10.9", "结膜炎", "眼科", 4.0), ("N39.0", "泌尿道感染", "肾内科", 4.0), ("S93.4", "踝关节扭伤", "骨科", 4.0),
    ("O80", "顺产", "产科", 1.5), ("C34.9", "肺恶性肿瘤", "肿瘤科", 1.0), ("C50.9", "乳腺恶性肿瘤", "肿瘤科", 0.8), ("F32.9", "抑郁发作", "精神科", 1.5),
    ("B18.1", "慢性乙型病毒性肝炎", "感染科", 1.5), ("A15.0", "肺结核", "感染科", 0.5), ("B24", "人类免疫缺陷病毒病", "感染科", 0.08),
)  # fmt: skip


_CHILDREN = ("J06.9", "J18.9", "L30.9", "H10.9", "S93.4", "K29.5")


def tables(city: People, random: Random) -> Mapping[str, pa.Table]:
    """Visits of the last two years, many for the old and few for the young; a record for seven people in ten."""
    often = 0.4 + (city.age > 45) * 1.1 + (city.age > 65) * 1.4 + (city.age < 6) * 1.2
    person = np.repeat(np.arange(len(city)), random.poisson(often * np.exp(random.normal(-0.3, 0.8, len(city)))))
    random.shuffle(person)
    return {"visits": _visits(city, random, person), "records": _records(city, random)}


def _visits(city: People, random: Random, person: Numbers) -> pa.Table:
    size, who = len(person), pa.array(person)
    diagnosis = pa.array(_diagnoses(random, city.age[person], city.male[person]))
    seconds = (TODAY_NUMBER - random.integers(0, 730, size)) * 86_400 + random.integers(7 * 3600, 18 * 3600, size)
    cost = np.exp(random.normal(5.4, 1.1, size))
    code, name, ward = (pa.array([row[i] for row in _DIAGNOSES]).take(diagnosis) for i in range(3))
    columns = {
        "visit_no": pa.array(city.first * 10 + np.arange(size, dtype=np.int64) + 1),
        "id_card": city.id_card.take(who),
        "patient_name": city.name.take(who),
        "birth_date": birth_dates(city).take(who),
        "hospital": pick(random, _HOSPITALS, size, (30, 15, 14, 8, 12, 10, 6, 5)),
        "ward": ward,
        "visited_at": pa.array(seconds).cast(pa.timestamp("s")).cast(pa.timestamp("ms")),
        "diagnosis_code": blank(random, code, 0.02),
        "diagnosis": name,
        "cost": amounts(cost),
        "paid_by_insurance": blank(random, amounts(cost * random.uniform(0.3, 0.85, size)), 0.18),
        "region_code": city.region_code.take(who),
    }
    return pa.table(columns)


def _diagnoses(random: Random, age: Numbers, male: Flags) -> Numbers:
    """Indexes into _DIAGNOSES that suit the patient: children have colds and sprains, births need mothers."""
    drawn = choose(random, len(_DIAGNOSES), len(age), [row[3] for row in _DIAGNOSES])
    childhood = np.array([i for i, row in enumerate(_DIAGNOSES) if row[0] in _CHILDREN])
    drawn = np.where(age < 16, childhood[choose(random, len(childhood), len(age))], drawn)
    births = np.array([row[0] == "O80" for row in _DIAGNOSES])[drawn]
    return np.where(births & (male | (age < 18) | (age > 45)), 0, drawn)


def _records(city: People, random: Random) -> pa.Table:
    person = np.flatnonzero(random.random(len(city)) < 0.7)
    size, who, age = len(person), pa.array(person), city.age[person]
    chronic = pick(random, ("高血压", "糖尿病", "高血压、糖尿病", "冠心病", "慢阻肺"), size, (50, 25, 12, 8, 5))
    sick = pa.array(random.random(size) < np.clip((age - 25) / 90, 0.01, 0.6))
    infectious = pick(random, ("乙肝", "肺结核", "梅毒", "HIV"), size, (70, 18, 9, 3))
    columns = {
        "record_no": join("JK", padded(city.first + person, 9)),
        "id_card": city.id_card.take(who),
        "name": city.name.take(who),
        "birth_date": birth_dates(city).take(who),
        "blood_type": blank(
            random, pick(random, ("A", "B", "O", "AB", "A-", "O-"), size, (30, 26, 33, 10, 0.5, 0.5)), 0.25
        ),
        "height_cm": blank(random, amounts(np.where(age < 18, 60 + age * 6, random.normal(165, 8, size)), 5, 1), 0.1),
        "weight_kg": blank(random, amounts(np.where(age < 18, 5 + age * 3.2, random.normal(64, 11, size)), 5, 1), 0.1),
        "chronic_disease": pc.if_else(sick, chronic, pa.scalar(None, pa.string())),
        "infectious_disease": pc.if_else(
            pa.array(random.random(size) < 0.02), infectious, pa.scalar(None, pa.string())
        ),
        "phone": city.phone.take(who),
        "region_code": city.region_code.take(who),
        "updated_on": dates(np.maximum(days_before(random, size, 3), city.birth_day[person])),
    }
    return pa.table(columns)


HEALTH = Department(
    code="health",
    title="卫生健康委员会",
    source_title="全民健康信息库",
    store=Store.PARQUET,
    tables=tables,
    relations=(
        Relation(
            name="visits",
            title="就诊记录",
            comment="近两年门诊和住院，一次一行",
            dirt=(malformed("id_card"), swapped("patient_name", "id_card"), stale(), not_a_number("cost"), twice),
            columns=(
                Column("visit_no", "BIGINT", "就诊流水号"),
                Column("id_card", "VARCHAR(18)", "公民身份号码"),
                Column("patient_name", "VARCHAR(60)", "患者姓名"),
                Column("birth_date", "DATE", "出生日期"),
                Column("hospital", "VARCHAR(60)", "医疗机构"),
                Column("ward", "VARCHAR(30)", "科室"),
                Column("visited_at", "TIMESTAMP(3)", "就诊时间"),
                Column("diagnosis_code", "VARCHAR(10)", "诊断编码", "ICD-10"),
                Column("diagnosis", "VARCHAR(60)", "诊断名称"),
                Column("cost", "DECIMAL(12,2)", "费用（元）"),
                Column("paid_by_insurance", "DECIMAL(12,2)", "医保支付（元）"),
                Column("region_code", "VARCHAR(12)", "居住村（社区）代码"),
            ),
        ),
        Relation(
            name="records",
            title="健康档案",
            comment="居民电子健康档案，一人一行",
            dirt=(malformed("id_card"), stale(), bad_date("updated_on"), twice),
            columns=(
                Column("record_no", "VARCHAR(20)", "档案号"),
                Column("id_card", "VARCHAR(18)", "公民身份号码"),
                Column("name", "VARCHAR(60)", "姓名"),
                Column("birth_date", "DATE", "出生日期"),
                Column("blood_type", "VARCHAR(5)", "血型"),
                Column("height_cm", "DECIMAL(5,1)", "身高（厘米）"),
                Column("weight_kg", "DECIMAL(5,1)", "体重（公斤）"),
                Column("chronic_disease", "VARCHAR(60)", "慢性病"),
                Column("infectious_disease", "VARCHAR(60)", "传染病", "高度敏感"),
                Column("phone", "VARCHAR(20)", "联系电话"),
                Column("region_code", "VARCHAR(12)", "居住村（社区）代码"),
                Column("updated_on", "DATE", "更新日期"),
            ),
        ),
    ),
)
