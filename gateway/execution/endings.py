"""The errors by which the gateway itself ends a statement."""

from __future__ import annotations

from gateway.errors import AccessError, EngineError, ErrorCode, GatewayError, OwnError
from gateway.execution.lifecycle import Step


def canceled() -> EngineError:
    """The client left, or asked for it."""
    return EngineError("the statement was canceled", code=ErrorCode.CANCELED)


def too_slow(seconds: float) -> EngineError:
    """It took too long."""
    return EngineError(
        f"the statement took longer than {seconds:g} seconds",
        code=ErrorCode.EXCEEDED_TIME_LIMIT,
        hint="narrow it down, or ask for a smaller period or region",
    )


def too_large(limit: int) -> EngineError:
    """Its answer is too large."""
    return EngineError(
        f"the answer is larger than {limit} bytes",
        code=ErrorCode.EXCEEDED_SIZE_LIMIT,
        hint="select fewer columns or rows, or aggregate",
    )


def withdrawn() -> AccessError:
    """It lost its grant while it ran; the error does not say which."""
    return AccessError(
        "the policy changed while the statement ran, and no longer gives the same answer",
        code=ErrorCode.GRANT_WITHDRAWN,
        hint="send the statement again to get what is permitted now",
    )


def token_gone() -> AccessError:
    """The caller's token ended while the statement ran."""
    return AccessError("the token was revoked or has expired", code=ErrorCode.GRANT_WITHDRAWN)


def shutting_down() -> OwnError:
    """The gateway is being stopped."""
    return OwnError("the gateway is shutting down", code=ErrorCode.SHUTTING_DOWN, hint="try again in a moment")


class ClosedElsewhereError(OwnError):
    """The statement's end stands in the audit already, written by another replica."""


def closed_elsewhere() -> ClosedElsewhereError:
    """This replica was silent for so long that another one closed what ran here."""
    return ClosedElsewhereError(
        "the gateway was silent for so long that the statement counts as lost",
        code=ErrorCode.STORAGE_FAILED,
        hint="send it again",
    )


def taken_up() -> OwnError:
    """Another replica reads it on; whoever still reads here is told."""
    return OwnError("another gateway goes on with the statement", code=ErrorCode.CANCELED, hint="ask there")


def unexpected(error: BaseException) -> OwnError:
    """A fault of ours or of a library; its words are for the operator only."""
    return OwnError("the gateway failed to run the statement", detail=f"{type(error).__name__}: {error}")


def step_of(error: GatewayError) -> Step:
    """Whether an error ends a statement as canceled or as failed."""
    return Step.CANCELED if error.code is ErrorCode.CANCELED else Step.FAILED
