"""Deliberate breaks of the product: each must be caught by a test of `make test`. `make mutants` shows by which."""
