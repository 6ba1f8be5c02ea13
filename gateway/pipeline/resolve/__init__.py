"""Names and types: a located, authorized tree becomes the bound query. `policy_sql` binds row rules and masks."""

from gateway.pipeline.resolve.statement import resolve

__all__ = ["resolve"]
