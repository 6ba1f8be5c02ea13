"""Fixtures for all tests: real servers, started only when a test asks for them."""

from tests.servers import mariadb, postgresql

__all__ = ["mariadb", "postgresql"]
