"""Python's garbage collector in a process that serves: a statement makes ten thousand objects that go by themselves, so looking through them is in vain."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

YOUNG: Final = 50_000
"""Objects that may be made before the youngest are looked through; Python's own 700 costs a tenth to a fifth of `prepare`."""


@contextmanager
def loading() -> Iterator[None]:
    """While modules are imported: what comes stays."""
    gc.disable()
    try:
        yield
    finally:
        settle()
        gc.enable()


def settle() -> None:
    """What is there stays, and is never looked through again; what comes is looked through less often."""
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 100)
