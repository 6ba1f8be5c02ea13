"""Case `number` of a seed: the same statement, policy and session every time, on every machine."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from gateway.pipeline.stages import Session, Statement
from tests.attacks.world import INSTANT
from tests.fuzz import texts
from tests.fuzz.policies import SITES, WHO, Site
from tests.fuzz.queries import Queries

WAYS: Final = (
    ("generated",) * 24
    + ("wild",) * 4
    + ("mutated attack",) * 3
    + ("mutated text", "mutated generated", "flipped", "flipped generated")
)
SESSIONS: Final = (("data", "main"),) * 40 + ((None, None), ("data", None), ("data", "nothing"), ("nothing", "main"))
ZONES: Final = ("Asia/Shanghai",) * 4 + ("UTC", "America/New_York", "Pacific/Apia")
VALUES: Final = (7, "A1", None, True, 1.5, "CANARY", -1)


@dataclass(frozen=True)
class Case:
    """One case, told completely, so that a file of it replays it wherever the generator has gone since."""

    seed: int
    number: int
    way: str
    site: str
    sql: str
    parameters: tuple[Any, ...] = ()
    catalog: str | None = "data"
    schema: str | None = "main"
    timezone: str = "Asia/Shanghai"

    @property
    def governed(self) -> Site:
        return next(site for site in SITES if site.name == self.site)

    @property
    def statement(self) -> Statement:
        return Statement(
            sql=self.sql,
            asking=WHO,
            session=Session(catalog=self.catalog, schema=self.schema, timezone=self.timezone),
            instant=INSTANT,
            parameters=self.parameters,
        )

    def told(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Case:
        return cls(**{**told, "parameters": tuple(told["parameters"])})


def case(seed: int, number: int) -> Case:
    chance = random.Random(f"{seed}:{number}")
    way = chance.choice(WAYS)
    site = chance.choice(SITES)
    sql, parameters = _written(chance, way, site)
    catalog, schema = chance.choice(SESSIONS)
    return Case(seed, number, way, site.name, sql, parameters, catalog, schema, chance.choice(ZONES))


def _written(chance: random.Random, way: str, site: Site) -> tuple[str, tuple[Any, ...]]:
    maker = Queries(chance, site.relations, wild=0.08 if way == "wild" else 0.0)
    match way:
        case "generated" | "wild":
            sql = maker.statement()
            return sql, tuple(maker.parameters[: sql.count("?")])
        case "mutated attack":
            sql = texts.mutated(chance, chance.choice(ATTACKS))
        case "mutated text":
            sql = texts.transposed(chance, chance.choice(texts.written()))
            if chance.random() < 0.5:
                sql = texts.mutated(chance, sql)
        case "mutated generated":
            sql = texts.mutated(chance, maker.statement())
        case "flipped":
            sql = texts.flipped(chance, chance.choice(texts.written()))
        case _:
            sql = texts.flipped(chance, maker.statement())
    return sql, tuple(chance.choice(VALUES) for _ in range(sql.count("?")))


ATTACKS: Final = [text.sql for text in texts.cases()]
