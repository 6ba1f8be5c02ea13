"""Hours in which a source may be read, as its owner writes them: `08:00-18:00`, `Mon-Fri 07:30-20:00`, `Sat,Sun 22:00-06:00`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

WEEK: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY: Final = 24 * 60
FORM: Final = re.compile(r"(?:(\w{3}(?:-\w{3})?(?:,\w{3}(?:-\w{3})?)*) )?(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
AHEAD: Final = 8
"""Days that are looked ahead: every window comes again within a week."""

Span = tuple[datetime.datetime, datetime.datetime]


@dataclass(frozen=True, slots=True)
class Window:
    """On these days of the week (0 is Monday) from one minute of the day to another, which may lie on the next day."""

    text: str
    days: frozenset[int]
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether it is open, and the moment at which that changes; None when it does not."""

    is_open: bool
    until: datetime.datetime | None


def parse(text: str) -> Window:
    """Raises ValueError that says what is wrong.

    >>> parse("Fri-Mon 22:00-06:00")
    Window(text='Fri-Mon 22:00-06:00', days=frozenset({0, 4, 5, 6}), begin=1320, end=1800)
    """
    found = FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"`{text}` is not a window, write for example Mon-Fri 07:30-20:00")
    begin, end = _minute(found[2], found[3], text), _minute(found[4], found[5], text)
    if begin in (end, DAY):
        raise ValueError(f"`{text}` is empty, the whole day is 00:00-24:00")
    days = frozenset(_days(found[1], text)) if found[1] else frozenset(range(7))
    return Window(text, days, begin, end if end > begin else end + DAY)


def _minute(hour: str, minute: str, text: str) -> int:
    found = int(hour) * 60 + int(minute)
    if found > DAY or int(minute) > 59:
        raise ValueError(f"`{text}` names a time that no day has")
    return found


def _days(names: str, text: str) -> Iterator[int]:
    for part in names.split(","):
        first, _, last = part.partition("-")
        if first not in WEEK or (last and last not in WEEK):
            raise ValueError(f"`{text}` names a day that no week has, they are {', '.join(WEEK)}")
        length = (WEEK.index(last or first) - WEEK.index(first)) % 7
        yield from ((WEEK.index(first) + number) % 7 for number in range(length + 1))


def opening(windows: Sequence[Window], now: datetime.datetime, zone: datetime.tzinfo) -> Opening:
    """How it stands at a moment; without windows it is always open."""
    spans = list(_joined(sorted(_spans(windows, now.astimezone(zone).date(), zone))))
    for begin, end in spans:
        if begin <= now < end:
            last = (begin, end) == spans[-1] and end - now > datetime.timedelta(days=AHEAD - 2)
            return Opening(True, None if last else end)
    return Opening(not windows, min((begin for begin, _ in spans if begin > now), default=None))


def _spans(windows: Iterable[Window], today: datetime.date, zone: datetime.tzinfo) -> Iterator[Span]:
    for day in (today + datetime.timedelta(days=number) for number in range(-1, AHEAD + 1)):
        for window in windows:
            if day.weekday() in window.days:
                yield _moment(day, window.begin, zone), _moment(day, window.end, zone)


def _moment(day: datetime.date, minute: int, zone: datetime.tzinfo) -> datetime.datetime:
    """By the clock on the wall: a day on which it is changed is shorter or longer."""
    date = day + datetime.timedelta(days=minute // DAY)
    time = datetime.time(minute % DAY // 60, minute % 60, tzinfo=zone)
    return datetime.datetime.combine(date, time).astimezone(datetime.UTC)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Those that touch or overlap are one."""
    begun: Span | None = None
    for begin, end in spans:
        if begun is None or begin > begun[1]:
            if begun is not None:
                yield begun
            begun = begin, end
        else:
            begun = begun[0], max(begun[1], end)
    if begun is not None:
        yield begun
