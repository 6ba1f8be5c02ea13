"""Identification numbers with the check digits of their standards, a whole column at once.

Citizens: GB 11643, ISO 7064 MOD 11-2. Organisations: GB 11714. Social credit codes: GB 32100. Bank cards: Luhn.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gateway.demo.columns import Numbers, ascii_rows, digits

CITIZEN_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CITIZEN_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100 leaves out I, O, S, V and Z."""
CREDIT_WEIGHTS = np.array([3**i % 31 for i in range(17)])
ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])


def _codes(alphabet: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(alphabet.encode(), dtype=np.uint8)


def citizen_numbers(region6: Numbers, birth: Numbers, sequence: Numbers) -> pa.Array:
    """18-character ID numbers from region (6 digits), birth (yyyymmdd) and sequence (3 digits, odd for men).

    >>> citizen_numbers(np.array([110105]), np.array([19491231]), np.array([2])).to_pylist()
    ['11010519491231002X']
    """
    body = np.hstack([digits(region6, 6), digits(birth, 8), digits(sequence, 3)])
    checks = _codes(CITIZEN_CHECKS)[(body @ CITIZEN_WEIGHTS) % 11]
    return ascii_rows(np.hstack([body + np.uint8(48), checks[:, None]]))


def credit_codes(kind: npt.NDArray[np.uint8], region6: Numbers, sequence: Numbers) -> pa.Array:
    """18-character unified social credit codes: authority 9 (market regulation), kind 1 to 3, region, organisation code.

    >>> is_credit_code(credit_codes(np.array([1], dtype=np.uint8), np.array([331202]), np.array([5]))[0].as_py())
    True
    """
    head = np.hstack([np.full((len(kind), 1), 9, dtype=np.uint8), kind[:, None].astype(np.uint8), digits(region6, 6)])
    powers = 31 ** np.arange(5, -1, -1, dtype=np.int64)
    # Organisation codes of today begin with MA; the rest counts up, scattered by a step that is coprime to 31^6.
    scattered = (sequence * 15_485_863) % 31**6
    tail = ((scattered[:, None] // powers) % 31).astype(np.uint8)
    letters = np.tile(np.array([CREDIT_ALPHABET.index("M"), CREDIT_ALPHABET.index("A")], np.uint8), (len(kind), 1))
    organisation = np.hstack([letters, tail])
    body = np.hstack([head, organisation, _organisation_check(organisation)[:, None]])
    check = (31 - (body @ CREDIT_WEIGHTS) % 31) % 31
    return ascii_rows(_codes(CREDIT_ALPHABET)[np.hstack([body, check[:, None].astype(np.uint8)])])


def _organisation_check(organisation: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    # GB 11714 counts letters as A=10 .. Z=35, GB 32100 over its own alphabet of 31.
    values = np.array([int(character, 36) for character in CREDIT_ALPHABET])[organisation]
    check = (11 - (values @ ORGANISATION_WEIGHTS) % 11) % 11
    in_alphabet = np.array([CREDIT_ALPHABET.index(character) for character in "0123456789X"])
    checks: npt.NDArray[np.uint8] = in_alphabet[check].astype(np.uint8)
    return checks


def bank_cards(prefix: Numbers, sequence: Numbers) -> pa.Array:
    """19-digit card numbers with their Luhn digit.

    >>> bank_cards(np.array([621700]), np.array([123456789012])).to_pylist()
    ['6217001234567890122']
    """
    body = np.hstack([digits(prefix, 6), digits(sequence, 12)]).astype(np.int64)
    doubled = body[:, ::-1].copy()
    doubled[:, ::2] *= 2
    total = np.where(doubled > 9, doubled - 9, doubled).sum(axis=1)
    return ascii_rows(np.hstack([body, ((10 - total % 10) % 10)[:, None]]).astype(np.uint8) + np.uint8(48))


def is_citizen_number(number: str) -> bool:
    """The standard's check, written plainly: tests compare the columns above with it."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    total = sum(int(digit) * 2 ** (17 - i) for i, digit in enumerate(number[:17]))
    return CITIZEN_CHECKS[total % 11] == number[17]


def is_credit_code(code: str) -> bool:
    """GB 32100 and, inside it, GB 11714."""
    if len(code) != 18 or any(character not in CREDIT_ALPHABET for character in code):
        return False
    total = sum(CREDIT_ALPHABET.index(character) * pow(3, i, 31) for i, character in enumerate(code[:17]))
    organisation = sum(int(c, 36) * w for c, w in zip(code[8:16], ORGANISATION_WEIGHTS.tolist(), strict=True))
    return CREDIT_ALPHABET[-total % 31] == code[17] and "0123456789X"[-organisation % 11] == code[16]


def is_bank_card(number: str) -> bool:
    """Luhn's check."""
    values = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in values) % 10 == 0
