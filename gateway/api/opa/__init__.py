"""Answers Trino's own access control (its OPA plugin) from the policy set and the catalogue that the rewriter uses: a second lock, inside Trino."""
