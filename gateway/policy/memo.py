"""A bounded memory of answers: the least recently used goes first, by weight. It lives and dies with the policy set that it belongs to."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Memo(Generic[_K, _V]):
    """Answers by question, for any number of threads.

    >>> memo = Memo[str, int](most=3)
    >>> memo.put("a", 1, weight=1); memo.put("b", 2, weight=2); memo.get("a"); memo.put("c", 3, weight=1); memo.get("b"), memo.get("a")
    1
    (None, 1)
    """

    __slots__ = ("_known", "_lock", "_most", "_weight")

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._weight = 0
        self._known: OrderedDict[_K, tuple[_V, int]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def weight(self) -> int:
        """What all that is remembered weighs."""
        return self._weight

    def get(self, key: _K) -> _V | None:
        with self._lock:
            found = self._known.get(key)
            if found is None:
                return None
            self._known.move_to_end(key)
            return found[0]

    def put(self, key: _K, value: _V, *, weight: int) -> None:
        """Remember, and forget what is beyond the bound."""
        with self._lock:
            before = self._known.pop(key, None)
            self._known[key] = (value, weight)
            self._weight += weight - (before[1] if before else 0)
            while self._weight > self._most:
                _, (_, lost) = self._known.popitem(last=False)
                self._weight -= lost
