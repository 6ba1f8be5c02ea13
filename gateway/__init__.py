"""Huiliu (汇流): many department databases, one governed SQL, no data moved."""

__version__ = "0.1.0"
