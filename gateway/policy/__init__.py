"""The decision point: who may see what, decided by Casbin over an immutable policy set."""
