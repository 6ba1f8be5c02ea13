"""Fixtures for all tests: real servers, started only when a test asks for them; and one seed for all property tests in CI."""

import os

from hypothesis import settings

from tests.servers import mariadb, postgresql
from tests.trino.fixture import trino

__all__ = ["mariadb", "postgresql", "trino"]

# In CI the same cases run every time, so that a change is judged and not the day's luck. Elsewhere they are drawn anew.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")
