"""Reading dirty text totally: see `gateway.catalog.convert`, which holds it because printing stands below connectors."""

from gateway.catalog.convert import PATTERNS, convert_expression, convertible

__all__ = ["PATTERNS", "convert_expression", "convertible"]
