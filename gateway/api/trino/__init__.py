"""The endpoint that Trino's clients connect to: they find a Trino whose data is governed."""
