"""A start-up check of the library that decides: the right distribution, alone, and switched on."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from gateway.errors import ErrorCode, OwnError
from gateway.policy.enforcer import Gate, PolicyBroken


def check_library() -> None:
    """Raise unless `pycasbin` alone provides `casbin` and denies by default. (`casbin` on PyPI is a frozen older copy of the same folder.)"""
    if _installed("casbin"):
        raise OwnError(
            "two packages provide the policy library",
            code=ErrorCode.POLICY_INVALID,
            hint="uninstall `casbin` and `pycasbin`, then install `pycasbin` alone",
        )
    if not _installed("pycasbin"):
        raise OwnError("the policy library is missing", code=ErrorCode.POLICY_INVALID, hint="install `pycasbin`")
    try:
        Gate((), {})
    except PolicyBroken as error:
        raise OwnError(
            "the policy library does not deny by default", code=ErrorCode.POLICY_INVALID, detail=str(error)
        ) from error


def _installed(distribution: str) -> bool:
    try:
        return bool(version(distribution))
    except PackageNotFoundError:
        return False
