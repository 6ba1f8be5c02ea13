"""The seven departments of Linjiang. To add one: a module beside these, and its name here."""

from __future__ import annotations

from gateway.demo.department import Department
from gateway.demo.departments.civil import CIVIL
from gateway.demo.departments.health import HEALTH
from gateway.demo.departments.market import MARKET
from gateway.demo.departments.police import POLICE
from gateway.demo.departments.realty import REALTY
from gateway.demo.departments.social import SOCIAL
from gateway.demo.departments.traffic import TRAFFIC

ALL: tuple[Department, ...] = (POLICE, HEALTH, SOCIAL, REALTY, MARKET, CIVIL, TRAFFIC)
