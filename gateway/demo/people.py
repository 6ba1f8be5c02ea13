"""The city itself: households in villages, people in households, companies with employees, one block at a time.

Departments see parts of it, each in its own dirty copy; no department's table is made from another's.
Blocks of at most BLOCK people keep memory bounded; every block has its own random stream, drawn from seed and number.
"""

# ruff: noqa: SIM905 - lists of short words read better as one string

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gateway.demo.columns import TODAY_NUMBER, Flags, Numbers, Random, blank, choose, dates, join, padded, pick, skewed
from gateway.demo.names import company_names, full_names, surnames
from gateway.demo.numbers import citizen_numbers, credit_codes
from gateway.demo.regions import COUNTIES, villages

BLOCK = 250_000
_SIZES = (0.25, 0.29, 0.24, 0.14, 0.06, 0.02)
_OTHER_REGIONS = (330106, 330282, 330326, 340104, 360730, 410122, 420106, 500101, 510107, 522725, 530112, 610113)
_PHONE_HEADS = (
    "130 131 132 133 135 136 137 138 139 150 151 152 157 158 159 166 173 177 180 182 186 187 188 189 191 198 199"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One block's residents, a column each, and the companies they work for."""

    first: int
    """Number of people in the blocks before."""
    id_card: pa.Array
    name: pa.Array
    sex: pa.Array
    male: Flags
    birth_day: Numbers
    age: Numbers
    household: Numbers
    place: Numbers
    """Position within the household; 0 is its head."""
    village: Numbers
    region_code: pa.Array
    address: pa.Array
    phone: pa.Array
    wealth: npt.NDArray[np.float64]
    """Around 1; never in any table, but income, property and vehicles follow it."""
    employer: Numbers
    """Index into the companies, -1 for none."""
    company_code: pa.Array
    company_name: pa.Array
    company_kind: Numbers
    company_village: Numbers

    def __len__(self) -> int:
        return len(self.age)


def people(random: Random, block: int, size: int) -> People:
    """The block's people. Same random stream, same people."""
    household, place, members = _households(random, size)
    village = choose(random, len(villages()), len(members), _weights())[household]
    male, age = _sex_and_age(random, household, place)
    birth_day = TODAY_NUMBER - (age * 365.25 + random.random(size) * 365).astype(np.int64)
    born = birth_day.astype("datetime64[D]")
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    wealth = np.exp(random.normal(0, 0.6, len(members))[household] + random.normal(0, 0.35, size))
    kind, company_village = _companies(random, max(20, size // 16))
    employer = np.where(
        (age >= 20) & (age < 60) & (random.random(size) < 0.35 + 0.3 * (wealth > 0.7)),
        skewed(random, len(kind), size, 2.5),
        -1,
    )
    origin = _origin(random, village)
    regions = pa.array([leaf.code for leaf in villages()])
    return People(
        first=block * BLOCK,
        id_card=citizen_numbers(origin, _calendar(born), _sequence(block, origin, birth_day, male)),
        name=full_names(random, _surname(random, household, place), male, year),
        male=male,
        sex=pc.if_else(pa.array(male), "男", "女"),
        birth_day=birth_day,
        age=age,
        household=household,
        place=place,
        village=village,
        region_code=regions.take(pa.array(village)),
        address=_addresses(random, village, household, members),
        phone=_phones(random, age),
        wealth=wealth,
        employer=employer,
        company_code=credit_codes(
            kind.astype(np.uint8), _county(company_village), block * BLOCK + np.arange(len(kind))
        ),
        company_name=company_names(random, kind, _leaf("county").take(pa.array(company_village))),
        company_kind=kind,
        company_village=company_village,
    )


def _weights() -> list[float]:
    return [leaf.weight for leaf in villages()]


def _leaf(field: str) -> pa.Array:
    return pa.array([getattr(leaf, field) for leaf in villages()])


def _households(random: Random, size: int) -> tuple[Numbers, Numbers, Numbers]:
    """Household number and place within it for every person, and the size of every household."""
    sizes = choose(random, len(_SIZES), size, _SIZES) + 1
    ends = np.cumsum(sizes)
    count = int(np.searchsorted(ends, size)) + 1
    sizes = sizes[:count].copy()
    sizes[-1] -= ends[count - 1] - size
    household = np.repeat(np.arange(count), sizes)
    place = np.arange(size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return household, place, sizes


def _sex_and_age(random: Random, household: Numbers, place: Numbers) -> tuple[Flags, Numbers]:
    """Head, spouse, children, a parent: ages that fit each other."""
    size, count = len(household), int(household[-1]) + 1
    head_age = np.clip(random.normal(50, 15, count), 22, 95)[household]
    child_age = np.maximum(head_age - random.uniform(22, 38, size), random.uniform(0, 6, size))
    parent_age = np.minimum(head_age + random.uniform(21, 33, size), random.uniform(84, 101, size))
    spouse_age = np.clip(head_age + random.normal(-1, 3, size), 20, 99)
    age = np.choose(np.minimum(place, 4), [head_age, spouse_age, child_age, child_age, parent_age]).astype(np.int64)
    head_male = (random.random(count) < 0.68)[household]
    male = np.where(place == 0, head_male, np.where(place == 1, ~head_male, random.random(size) < 0.52))
    return male.astype(np.bool_), age


def _surname(random: Random, household: Numbers, place: Numbers) -> Numbers:
    family = surnames(random, int(household[-1]) + 1)[household]
    own = surnames(random, len(household))
    return np.where((place == 1) | (random.random(len(place)) < 0.06), own, family)


def _county(village: Numbers) -> Numbers:
    counties: Numbers = np.array([int(leaf.code[:6]) for leaf in villages()])[village]
    return counties


def _origin(random: Random, village: Numbers) -> Numbers:
    """Where the number was first given: mostly here, some in other counties, some in other provinces."""
    size = len(village)
    elsewhere = np.array(_OTHER_REGIONS)[choose(random, len(_OTHER_REGIONS), size)]
    nearby = np.array([int(code) for _, code, *_ in COUNTIES])[choose(random, len(COUNTIES), size)]
    draw = random.random(size)
    return np.where(draw < 0.08, elsewhere, np.where(draw < 0.2, nearby, _county(village)))


def _calendar(born: npt.NDArray[np.datetime64]) -> Numbers:
    """Dates as numbers yyyymmdd."""
    months = born.astype("datetime64[M]")
    year, month = np.divmod(months.astype(np.int64), 12)
    numbers: Numbers = (year + 1970) * 10000 + (month + 1) * 100 + (born - months).astype(np.int64) + 1
    return numbers


def _sequence(block: int, origin: Numbers, birth_day: Numbers, male: Flags) -> Numbers:
    """Three digits, odd for men, that no two people of one region and birthday share: a block has 20 of either sex."""
    key = (origin * 100_000 + birth_day + 50_000) * 2 + male
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    rank = np.empty(len(key), dtype=np.int64)
    rank[order] = np.arange(len(key)) - np.repeat(starts, np.diff(np.r_[starts, len(key)]))
    # 173 has no factor in common with 500, so the numbers stay different and look as scattered as real ones.
    scattered = ((block * 20 + rank) * 173 + key * 7) % 500
    numbers: Numbers = scattered * 2 + male
    return numbers


def _addresses(random: Random, village: Numbers, household: Numbers, members: Numbers) -> pa.Array:
    count = len(members)
    home = np.zeros(count, dtype=np.int64)
    home[household] = village
    leaves = pa.array(home)
    road = pick(random, "人民路 解放路 中山路 建设路 文化路 滨江路 学院路 望江路 新华路 环城北路".split(), count)
    town = join("浙江省临江市", _leaf("county").take(leaves), _leaf("town").take(leaves))
    name = _leaf("name").take(leaves)
    flat = join(
        town,
        name,
        road,
        random.integers(1, 300, count),
        "号",
        random.integers(1, 30, count),
        "幢",
        random.integers(1, 4, count),
        "单元",
        random.integers(1, 29, count) * 100 + random.integers(1, 5, count),
        "室",
    )
    farm = join(town, name, random.integers(1, 12, count), "组", random.integers(1, 120, count), "号")
    urban = pa.array([leaf.urban for leaf in villages()]).take(leaves)
    return pc.if_else(urban, flat, farm).take(pa.array(household))


def _phones(random: Random, age: Numbers) -> pa.Array:
    size = len(age)
    numbers = join(pick(random, _PHONE_HEADS.split(), size), padded(random.integers(0, 10**8, size), 8))
    return blank(random, pc.if_else(pa.array(age < 11), pa.scalar(None, pa.string()), numbers), 0.06)


def _companies(random: Random, count: int) -> tuple[Numbers, Numbers]:
    kind = choose(random, 3, count, (0.42, 0.53, 0.05)) + 1
    return kind, choose(random, len(villages()), count, _weights())


def birth_dates(block: People) -> pa.Array:
    """Birth dates as a column."""
    return dates(block.birth_day)
