"""The region tree of Linjiang: province, city, 9 counties, 45 streets and towns, 326 villages and communities.

Codes have the real shape (2 + 2 + 2 + 3 + 3 digits, GB/T 2260 and GB/T 10114). 3312 is not given to any real city.
The tree is the same for every seed: policies and documents name its codes.
"""

# ruff: noqa: SIM905 - lists of short words read better as one string

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

PROVINCE = ("330000000000", "浙江省")
CITY = ("331200000000", "临江市")

# name, six-digit code, share of the city's people, streets, towns
COUNTIES: tuple[tuple[str, str, float, str, str], ...] = (
    ("望江区", "331202", 0.22, "城东 城西 鼓楼 滨江 望潮 新桥", ""),
    ("清源区", "331203", 0.17, "清源 学院 东湖 南塘 石门", "沙湾"),
    ("云栖区", "331204", 0.13, "云栖 北山 梅园 凤凰", "白鹭"),
    ("松阳湖区", "331205", 0.10, "湖滨 松林 金沙", "龙泉 大塘"),
    ("临江新区", "331206", 0.09, "高新 港湾 科创", "三合"),
    ("青禾县", "331221", 0.08, "青禾", "竹溪 石桥 上坪 东坑"),
    ("兰溪川县", "331222", 0.06, "兰川", "水口 枫林 前洋"),
    ("明山县", "331223", 0.05, "明山", "岭下 大源"),
    ("永宁市", "331281", 0.10, "永宁 江北 宝塔", "横溪 新昌铺 双溪"),
)

RETIRED: tuple[tuple[str, str, str], ...] = (
    ("331211000000", "老城区", "331202000000"),
    ("331211001000", "西门街道", "331202002000"),
    ("331224000000", "河口县", "331206000000"),
    ("331224101000", "河口镇", "331206101000"),
    ("331224101201", "渡头村", "331206101201"),
)
"""Merged in 2021; some rows still carry them."""

VILLAGES = 326
_FIRST = "东 西 南 北 上 下 前 后 大 新 金 银 青 白 红 石 双 三 龙 凤 长 平 安 和".split()
_SECOND = "山 河 塘 桥 坪 湾 岭 溪 井 庙 田 园 洲 岗 泉 亭".split()
_COMMUNITY = "花园 新苑 佳苑 锦园 公园 书院 广场 车站 码头 桂苑".split()


@dataclass(frozen=True, slots=True)
class Region:
    """One region of today or of the past; `level` is 1 (province) to 5 (village)."""

    code: str
    name: str
    level: int
    parent: str
    valid_until: str | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Village:
    """A leaf of the tree with the names above it, which addresses are made of."""

    code: str
    name: str
    town: str
    county: str
    urban: bool
    weight: float


@cache
def villages() -> tuple[Village, ...]:
    """The 326 villages and communities, big ones first within a town."""
    towns = _towns()
    found: list[Village] = []
    for index, (code, town, county, share, urban) in enumerate(towns):
        count = VILLAGES // len(towns) + (index < VILLAGES % len(towns))
        for number in range(count):
            seed = index * 7 + number * 5
            first, second = _FIRST[seed % len(_FIRST)], _SECOND[(seed * 3 + index) % len(_SECOND)]
            name = (
                f"{first}{second}{_COMMUNITY[(index + number) % len(_COMMUNITY)]}社区"
                if urban
                else f"{first}{second}村"
            )
            leaf = f"{code}{(1 if urban else 201) + number:03d}"
            found.append(Village(leaf, name, town, county, urban, share / (number + 1) ** 0.7))
    return tuple(found)


def _towns() -> list[tuple[str, str, str, float, bool]]:
    towns: list[tuple[str, str, str, float, bool]] = []
    for county, code, share, streets, rural in COUNTIES:
        kinds = [(name, True) for name in streets.split()] + [(name, False) for name in rural.split()]
        for number, (name, urban) in enumerate(kinds, start=1):
            place = number if urban else 100 + number - len(streets.split())
            weight = share / len(kinds) * (1.3 if urban else 0.6)
            towns.append((f"{code}{place:03d}", f"{name}{'街道' if urban else '镇'}", county, weight, urban))
    return towns


@cache
def regions() -> tuple[Region, ...]:
    """Every region of the tree, then the retired ones with their successors."""
    province, city = PROVINCE, CITY
    tree = [Region(*province, 1, ""), Region(*city, 2, province[0])]
    tree += [Region(f"{code}000000", name, 3, city[0]) for name, code, *_ in COUNTIES]
    tree += [Region(f"{code}000", name, 4, f"{code[:6]}000000") for code, name, *_ in _towns()]
    tree += [Region(village.code, village.name, 5, f"{village.code[:9]}000") for village in villages()]
    for code, name, successor in RETIRED:
        parent = (
            city[0] if code.endswith("000000") else f"{code[:6]}000000" if code.endswith("000") else f"{code[:9]}000"
        )
        level = 3 if code.endswith("000000") else 4 if code.endswith("000") else 5
        tree.append(Region(code, name, level, parent, "2021-06-30", successor))
    return tuple(tree)
