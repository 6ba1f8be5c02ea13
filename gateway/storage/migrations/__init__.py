"""Versions of the storage schema, oldest first, applied by alembic when storage is opened."""
