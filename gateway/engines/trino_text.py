"""The text that Trino is sent for a plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gateway.engines.trino_errors import too_long
from gateway.errors import ErrorCode, PlanError
from gateway.pipeline.bound import Key
from gateway.pipeline.stages import Plan

QUOTE: Final = "'"


def text_of(plan: Plan, key_material: Callable[[Key], bytes], most: int) -> str:
    """What is sent, no more than `most` characters. Keys are parameters by their place in the text, bound by Trino itself: no text is patched.

    Raises PlanError, and EngineError when it is too long.
    """
    text = plan.sql
    if plan.keys:
        places = [str(place) for place in range(1, len(plan.keys) + 1)]
        if set(places) != set(plan.keys):
            raise PlanError("the keys of the text are not in its order", code=ErrorCode.INTERNAL_ERROR)
        values = ", ".join(f"X'{key_material(plan.keys[place]).hex()}'" for place in places)
        text = f"EXECUTE IMMEDIATE '{text.replace(QUOTE, QUOTE * 2)}' USING {values}"
    if len(text) > most:
        raise too_long(len(text), most)
    return text
