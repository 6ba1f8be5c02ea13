"""Hours of a source: what is read, what is refused, and how a moment stands to them."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from gateway.execution.windows import Opening, opening, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: datetime.tzinfo = SHANGHAI) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone)


def stands(now: str, *windows: str, zone: datetime.tzinfo = SHANGHAI) -> Opening:
    return opening([parse(text) for text in windows], at(now, zone), zone)


@pytest.mark.parametrize(
    ("now", "windows", "is_open", "until"),
    [  # 2026-11-23 is a Monday
        ("2026-11-23 07:59:59", ["08:00-18:00"], False, "2026-11-23 08:00"),
        ("2026-11-23 08:00:00", ["08:00-18:00"], True, "2026-11-23 18:00"),
        ("2026-11-23 17:59:59", ["08:00-18:00"], True, "2026-11-23 18:00"),
        ("2026-11-23 18:00:00", ["08:00-18:00"], False, "2026-11-24 08:00"),
        ("2026-11-27 20:00:00", ["Mon-Fri 07:30-20:00"], False, "2026-11-30 07:30"),
        ("2026-11-23 05:00:00", ["Sun 22:00-06:00"], True, "2026-11-23 06:00"),
        ("2026-11-23 23:00:00", ["Sun 22:00-06:00"], False, "2026-11-29 22:00"),
        ("2026-11-23 10:00:00", ["08:00-12:00", "12:00-18:00"], True, "2026-11-23 18:00"),
        ("2026-11-23 10:00:00", ["Sat-Mon 00:00-24:00"], True, "2026-11-24 00:00"),
        ("2026-11-25 10:00:00", ["Mon,Wed-Thu 09:00-11:00"], True, "2026-11-25 11:00"),
        ("2026-11-24 10:00:00", ["Mon,Wed-Thu 09:00-11:00"], False, "2026-11-25 09:00"),
        ("2026-11-23 10:00:00", ["Mon 09:00-11:00"], True, "2026-11-23 11:00"),
        ("2026-11-23 11:00:00", ["Mon 09:00-11:00"], False, "2026-11-30 09:00"),
    ],
)
def test_a_moment_is_inside_or_outside_and_it_is_known_when_that_changes(
    now: str, windows: list[str], is_open: bool, until: str
) -> None:
    assert stands(now, *windows) == Opening(is_open, at(until))


@pytest.mark.parametrize("windows", [[], ["00:00-24:00"], ["Mon-Fri 00:00-24:00", "Sat,Sun 00:00-24:00"]])
def test_what_is_always_open_never_closes(windows: list[str]) -> None:
    for hour in range(0, 24 * 7, 5):
        moment = at("2026-11-23 00:00:00") + datetime.timedelta(hours=hour)
        assert opening([parse(text) for text in windows], moment, SHANGHAI) == Opening(True, None)


def test_hours_are_those_of_the_clock_on_the_wall() -> None:
    """On 25 October 2026 the clocks of Berlin go from 3:00 back to 2:00."""
    before, after = (stands(f"2026-10-{day} 12:00", "08:00-18:00", zone=BERLIN).until for day in (24, 25))
    assert before is not None
    assert after is not None
    assert after - before == datetime.timedelta(hours=25)


@pytest.mark.parametrize(
    "text",
    [
        *("", "8:00-18:00", "08:00", "08:00-25:00", "08:60-09:00", "24:00-06:00", "08:00-08:00", "Mo 08:00-18:00"),
        *("Mon-Fri-Sun 08:00-18:00", "Mon 08:00-18:00 ", "mon 08:00-18:00", "Mon-Xyz 08:00-18:00", "08:00-24:01"),
    ],
)
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="`"):
        parse(text)
