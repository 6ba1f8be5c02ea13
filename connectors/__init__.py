"""Kinds of sources: one module a kind. `ALL` is written out; nothing registers itself."""
