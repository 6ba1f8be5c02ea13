"""The written-out list of mask kinds: reading a mask expression, and which of two is coarser."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import Final

from gateway.masking import generalize
from gateway.masking.address import AddressMask
from gateway.masking.bank_card import BankCardMask
from gateway.masking.const import ConstMask
from gateway.masking.email import EmailMask
from gateway.masking.id_card import IdCardMask
from gateway.masking.mask import Mask
from gateway.masking.name import NameMask
from gateway.masking.null import NullMask
from gateway.masking.partial import PartialMask
from gateway.masking.phone import PhoneMask
from gateway.masking.region import RegionMask
from gateway.masking.token import TokenMask, TokenSm3Mask

KINDS: Final[tuple[type[Mask], ...]] = (
    NullMask, ConstMask, PartialMask, NameMask, PhoneMask, IdCardMask, BankCardMask, AddressMask, EmailMask,
    generalize.DateMask, generalize.AgeMask, generalize.BandMask, RegionMask, TokenMask, TokenSm3Mask,
)  # fmt: skip

READERS: Final[dict[str, Callable[[Sequence[str]], Mask]]] = {
    "null": NullMask.read,
    "const": ConstMask.read,
    "partial": PartialMask.read,
    "name": NameMask.read,
    "phone": PhoneMask.read,
    "id_card": IdCardMask.read,
    "bank_card": BankCardMask.read,
    "address": AddressMask.read,
    "email": EmailMask.read,
    "generalize": generalize.read,
    "region": RegionMask.read,
    "token": TokenMask.read,
    "token-sm3": TokenSm3Mask.read,
}


def parse(text: str) -> Mask:
    """Read a mask as policy writes it. Raises ValueError with the reason.

    >>> parse("region:county").text
    'region:6'
    """
    kind, colon, rest = text.strip().partition(":")
    if kind == "hash":
        raise ValueError("`hash` can be undone by trying every value; use a token: `token:k1`")
    if kind not in READERS:
        near = difflib.get_close_matches(kind.lower(), READERS, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"kinds are {', '.join(READERS)}"
        raise ValueError(f"unknown mask `{kind}`; {hint}")
    return READERS[kind](rest.split(":") if colon else ())


def coarser(a: Mask, b: Mask) -> Mask | None:
    """Which of two masks that hold together wins; None when neither is declared coarser (they meet in `null`).

    >>> mask = coarser(parse("generalize:year"), parse("generalize:month"))
    >>> mask.text
    'generalize:year'
    >>> coarser(parse("name"), parse("phone")) is None
    True
    """
    if a.covers(b):
        return a
    return b if b.covers(a) else None
