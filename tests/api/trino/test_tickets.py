"""Addresses of pages: nobody can make one, change one, or use one of yesterday."""

from __future__ import annotations

import base64

import pytest

from gateway.api.sealing import Sealer
from gateway.api.trino.tickets import Ticket, Tickets
from gateway.errors import AccessError

TICKETS = Tickets(Sealer(lambda: [b"k" * 32]))
TICKET = Ticket("20260101_000000_00001_x", "user:李", 1000)


def test_a_ticket_comes_back_as_it_was() -> None:
    assert TICKETS.read(TICKETS.issue(TICKET), 999) == TICKET


def test_every_changed_character_makes_it_none() -> None:
    text = TICKETS.issue(TICKET)
    for at, character in enumerate(text):
        for other in "AQgw_-=.":
            if other != character:
                with pytest.raises(AccessError):
                    TICKETS.read(text[:at] + other + text[at + 1 :], 0)


@pytest.mark.parametrize("text", ["", "A", "AAAA", "é", "=" * 40, "a/b", base64.urlsafe_b64encode(b"\0" * 60).decode()])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(AccessError):
        TICKETS.read(text, 0)


def test_it_ends() -> None:
    with pytest.raises(AccessError):
        TICKETS.read(TICKETS.issue(TICKET), 1001)


def test_another_spelling_of_the_same_bytes_is_another_text() -> None:
    text = TICKETS.issue(TICKET)
    for other in (text + "=", text + "==", text + "\n", " " + text, text[:4] + "!" + text[4:]):
        with pytest.raises(AccessError):
            TICKETS.read(other, 0)


def test_keys_overlap() -> None:
    old = TICKETS.issue(TICKET)
    both = Tickets(Sealer(lambda: [b"n" * 32, b"k" * 32]))
    assert both.read(old, 0) == TICKET
    assert both.read(both.issue(TICKET), 0) == TICKET
    with pytest.raises(AccessError):
        TICKETS.read(both.issue(TICKET), 0)
    with pytest.raises(AccessError):
        Tickets(Sealer(lambda: [b"n" * 32])).read(old, 0)
