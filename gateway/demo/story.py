"""What `make demo` shows: the same statement asked by different people, and what to look for in each answer.

Data only. The command line runs it through the gateway's one door and prints the tables.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """One principal with a declared purpose (None: none), and what governs the answer."""

    principal: str
    title: str
    purpose: str | None
    look: str
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One SQL text and those who ask it, in order."""

    title: str
    sql: str
    askers: tuple[Asker, ...]


CHECK = Statement(
    title="Who applies for low-income support, and what do four other departments know of them?  低保核查",
    sql="""\
SELECT a.application_no, a.name, a.id_card, r.birth_date, a.declared_income, s.monthly_base, h.homes, h.worth, c.cars
FROM civil.main.applicants a
JOIN police.main.residents r ON r.id_card = a.id_card
LEFT JOIN social.main.insured s ON s.id_card = a.id_card
LEFT JOIN (SELECT owner_id_card, count(*) AS homes, sum(value) AS worth
           FROM realty.main.properties GROUP BY owner_id_card) h ON h.owner_id_card = a.id_card
LEFT JOIN (SELECT owner_id_card, count(*) AS cars
           FROM traffic.main.vehicles GROUP BY owner_id_card) c ON c.owner_id_card = a.id_card
WHERE a.status = '待核对' AND (h.homes > 1 OR s.monthly_base > 5000)
ORDER BY a.application_no, r.birth_date LIMIT 5""",
    askers=(
        Asker(
            principal="user:lihua",
            title="李华, civil affairs of 望江区, for 低保核查",
            purpose="dibao-check",
            look="own district only; ID numbers are tokens that join five departments and cannot be read; birth years; values in bands",
        ),
        Asker(
            principal="user:zhangwei",
            title="张伟, police investigator of 望江区, for a case",
            purpose="case-investigation",
            look="the same people, clear: an unmask grant for this purpose, until 2029-12-31",
        ),
        Asker(
            principal="user:public",
            title="the public",
            purpose=None,
            look="refused as if the tables did not exist",
            refused=True,
        ),
    ),
)

REGISTER = Statement(
    title="SELECT * over the register of companies",
    sql="""\
SELECT * FROM market.main.entities
WHERE kind = '有限责任公司' AND established_on >= DATE '2020-01-01'
ORDER BY name, credit_code LIMIT 3""",
    askers=(
        Asker(
            principal="user:public",
            title="the public",
            purpose=None,
            look="seven public columns; registered entities only",
        ),
        Asker(
            principal="user:hejing",
            title="何静, social insurance",
            purpose=None,
            look="all columns; ID numbers are tokens, phones are masked",
        ),
        Asker(principal="user:xuming", title="徐明, the register's own staff", purpose=None, look="everything, clear"),
    ),
)

STATISTICS = Statement(
    title="Diabetes by age and place",
    sql="""\
SELECT region_code, birth_date, count(*) AS visits, count(DISTINCT id_card) AS patients
FROM health.main.visits WHERE diagnosis_code = 'E11.9'
GROUP BY region_code, birth_date ORDER BY visits DESC, region_code, birth_date LIMIT 5""",
    askers=(
        Asker(
            principal="user:wangfang",
            title="王芳, health analyst, for statistics",
            purpose="health-statistics",
            look="counties and bands of ten years: grouping sees the generalised values",
        ),
        Asker(principal="user:liumei", title="刘梅, clinical staff", purpose=None, look="villages and days of birth"),
        Asker(
            principal="user:sunli",
            title="孙丽, auditor",
            purpose=None,
            look="refused, but told that the table exists and whom to ask",
            refused=True,
        ),
    ),
)

ALL: tuple[Statement, ...] = (CHECK, REGISTER, STATISTICS)

TRY = "SELECT name, phone, id_card, declared_income FROM civil.main.applicants LIMIT 5"
"""Short enough to paste."""


def curl_line(address: str, token: str, asker: Asker, sql: str = TRY) -> str:
    """A curl command ready to paste.

    >>> print(curl_line("http://127.0.0.1:8440", "hl_x", CHECK.askers[2], "SELECT 1"))
    curl -s http://127.0.0.1:8440/v1/query -H 'Authorization: Bearer hl_x' -H 'Content-Type: application/json' -d '{"sql": "SELECT 1"}'
    """
    body = {"sql": sql} | ({"purpose": asker.purpose} if asker.purpose else {})
    headers = (f"Authorization: Bearer {token}", "Content-Type: application/json")
    words = ["curl", "-s", f"{address}/v1/query", *(word for header in headers for word in ("-H", header))]
    return shlex.join([*words, "-d", json.dumps(body, ensure_ascii=False)])


def cli_line(asker: Asker, sql: str = TRY) -> str:
    """A `huiliu query` command ready to paste.

    >>> print(cli_line(CHECK.askers[0], "SELECT 1"))
    huiliu query --as user:lihua --purpose dibao-check 'SELECT 1'
    """
    purpose = ("--purpose", asker.purpose) if asker.purpose else ()
    return shlex.join(["huiliu", "query", "--as", asker.principal, *purpose, sql])


def tokens() -> dict[str, tuple[str, ...]]:
    """Who needs a token to ask what the story asks, and the purposes that it must allow.

    >>> tokens()["user:lihua"], tokens()["user:public"]
    (('dibao-check',), ())
    """
    needed: dict[str, dict[str, None]] = {}
    for statement in ALL:
        for asker in statement.askers:
            purposes = needed.setdefault(asker.principal, {})
            if asker.purpose:
                purposes[asker.purpose] = None
    return {principal: tuple(purposes) for principal, purposes in needed.items()}


KEYS = ("k1",)
"""The token keys that the policies of the demo name."""
