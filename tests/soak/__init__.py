"""Crowds of Trino clients for as long as one likes: `make soak-clients`."""
