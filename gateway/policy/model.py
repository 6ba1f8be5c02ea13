"""The shipped Casbin model: its text, and the hash that a bundle's copy must have."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from gateway.errors import ErrorCode, OwnError

MODEL_HASH: Final = "f732d8df09c540fcaccdf75b0b77c3dd39deeb71c60f15f50e85700290703aa3"


def is_shipped(model: bytes) -> bool:
    """Whether a model is the shipped one; the candidate index is sound for this matcher only."""
    return hashlib.sha256(model).hexdigest() == MODEL_HASH


@cache
def shipped_model() -> str:
    """The text of the model, read once from the package."""
    data = (files("gateway.policy") / "model.conf").read_bytes()
    if not is_shipped(data):
        raise OwnError(
            "the installed policy model was altered", code=ErrorCode.POLICY_INVALID, hint="install the gateway again"
        )
    return data.decode()
