"""Whether a statement may read its sources now: none is suspended, each is open, and one that bounds its readers has a place.

Asked once a statement is judged: only who may read a source hears of it.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from gateway.engines.places import Places, take_all
from gateway.errors import EngineError, ErrorCode
from gateway.execution.windows import Opening, Window, opening
from gateway.storage import Suspension

UTC: Final = ZoneInfo("UTC")
HOUR: Final = datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBounds:
    """What its owner lets a source bear. `rows` and `seconds` bound each statement that reads it, `concurrent` how many do at once."""

    windows: tuple[Window, ...] = ()
    concurrent: int | None = None
    rows: int | None = None
    seconds: float | None = None
    contact: str = ""


@dataclass(slots=True, kw_only=True)
class Sources:
    """Belongs to one event loop. `suspended` is replaced as a whole by whoever hears of it; `most_waiting` statements at most wait for places."""

    bounds: Mapping[str, SourceBounds] = field(default_factory=dict)
    zone: datetime.tzinfo = UTC
    queue_seconds: float = 30
    most_waiting: int = 16
    suspended: Mapping[str, Suspension] = field(default_factory=dict)
    _places: dict[str, Places] = field(default_factory=dict)
    _openings: dict[tuple[Window, ...], tuple[datetime.datetime, datetime.datetime, Opening]] = field(
        default_factory=dict
    )
    _waiting: int = 0

    def refusal(self, names: Collection[str], now: datetime.datetime) -> EngineError | None:
        """Why one of them may not be read at this moment."""
        for name in sorted(names):
            suspension = self.suspended.get(name)
            if suspension is not None:
                return self._suspended(name, suspension)
            bounds = self.bounds.get(name)
            if bounds is not None and bounds.windows:
                state = self._opening(bounds.windows, now)
                if not state.is_open:
                    return self._closed(name, bounds, state.until)
        return None

    async def enter(
        self, names: Collection[str], principal: str, clock: Callable[[], datetime.datetime]
    ) -> Callable[[], None]:
        """Wait for a place at each that has so many; gives what leaves them. Raises SOURCE_SUSPENDED, SOURCE_CLOSED, TOO_MANY_STATEMENTS."""

        async def admit() -> None:
            if (error := self.refusal(names, clock())) is not None:
                raise error

        await admit()
        wanted = [places for name in sorted(names) if (places := self._of(name)) is not None]
        if all(places.fits(principal) for places in wanted):
            return await take_all(wanted, principal)
        if self._waiting >= self.most_waiting:
            raise self._crowded(names, "too many statements wait for places at their sources already")
        self._waiting += 1
        try:
            async with asyncio.timeout(self.queue_seconds):
                return await take_all(wanted, principal, admit)
        except TimeoutError:
            raise self._crowded(names, "no place became free in time") from None
        finally:
            self._waiting -= 1

    def concurrent(self, names: Collection[str]) -> dict[str, int]:
        """The bounds of those that have one."""
        found = {name: self.bounds[name].concurrent for name in names if name in self.bounds}
        return {name: most for name, most in found.items() if most is not None}

    def rows(self, names: Collection[str]) -> int | None:
        """The most rows of an answer that reads them."""
        return min((r for n in names if n in self.bounds and (r := self.bounds[n].rows) is not None), default=None)

    def seconds(self, names: Collection[str], otherwise: float) -> float:
        """How long a statement may read them; no longer than `otherwise`."""
        found = (s for n in names if n in self.bounds and (s := self.bounds[n].seconds) is not None)
        return min((otherwise, *found))

    def states(self, now: datetime.datetime) -> dict[str, str]:
        """What is not open, in a word for the operator."""
        refused = {name: self.refusal([name], now) for name in {*self.bounds, *self.suspended}}
        return {name: error.message for name, error in refused.items() if error is not None}

    def _opening(self, windows: tuple[Window, ...], now: datetime.datetime) -> Opening:
        """Worked out once for as long as it holds, or an hour; anew when the clock goes back."""
        known = self._openings.get(windows)
        if known is None or not known[0] <= now < known[1]:
            state = opening(windows, now, self.zone)
            known = self._openings[windows] = now, state.until or now + HOUR, state
        return known[2]

    def _of(self, name: str) -> Places | None:
        bounds = self.bounds.get(name)
        if bounds is None or bounds.concurrent is None:
            return None
        return self._places.setdefault(name, Places(bounds.concurrent, bounds.concurrent))

    def _contact(self, name: str) -> str | None:
        bounds = self.bounds.get(name)
        return bounds.contact or None if bounds is not None else None

    def _suspended(self, name: str, suspension: Suspension) -> EngineError:
        since = suspension.since.astimezone(self.zone)
        return EngineError(
            f"the source `{name}` is suspended since {since:%Y-%m-%d %H:%M}" + _because(suspension.reason),
            code=ErrorCode.SOURCE_SUSPENDED,
            hint="nobody reads it until it is resumed; other sources can be read",
            contact=self._contact(name),
        )

    def _closed(self, name: str, bounds: SourceBounds, opens: datetime.datetime | None) -> EngineError:
        hours = ", ".join(window.text for window in bounds.windows)
        again = f"; it opens again at {opens.astimezone(self.zone):%Y-%m-%d %H:%M}" if opens is not None else ""
        return EngineError(
            f"the source `{name}` is closed at this hour{again}",
            code=ErrorCode.SOURCE_CLOSED,
            hint=f"it may be read {hours} ({self.zone})",
            contact=self._contact(name),
        )

    def _crowded(self, names: Collection[str], reason: str) -> EngineError:
        bounds = self.concurrent(names)
        told = ", ".join(f"{most} at `{name}`" for name, most in sorted(bounds.items()))
        return EngineError(
            reason, code=ErrorCode.TOO_MANY_STATEMENTS, hint=f"statements at once are bounded: {told}; try again later"
        )


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""
