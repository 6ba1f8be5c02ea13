"""Engines: what executes SQL. Each implements `engine.Engine`."""
