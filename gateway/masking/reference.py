"""The reference page of masks, written from the kinds themselves: docs/masks.md."""

from __future__ import annotations

from typing import Final

from gateway.catalog.types import DATE, Type, varchar
from gateway.masking.kinds import KINDS, parse
from gateway.masking.mask import Mask
from gateway.masking.name import COMPOUND_SURNAMES

HEAD: Final = """# Masks

What a policy may write as the argument of `mask` (and of `unmask`, for a form to show instead). Generated from `gateway/masking/`: one file
a kind, `tests/masking/values.txt` has each kind's behaviour value by value.

For every kind: NULL stays NULL. Blanks around a text do not count. A value that does not have the expected shape is masked in full: `***` (fewer stars where the
column has no room for three), or NULL where the type has no text. No mask can fail, and none is cut by the column's
length. WHERE, JOIN, GROUP BY and ORDER BY see masked values only. A mask on a type that it does not take is an error when policies are loaded.

| mask | takes | gives | what a reader still learns |
|---|---|---|---|
"""

TAIL: Final = """
## Two masks on one column

Masks that hold together meet in `null`, unless one is declared coarser: then that one is shown. `null` is coarser than all others, and `const` than all
but `null` and another constant. Of one kind:

- `partial` and `id_card`: the one that keeps no more on either side (`partial:3:2` over `partial:3:4`; `partial:1:4` and `partial:3:2` meet in `null`).
- `generalize:year` over `generalize:month`; an age or number band over one whose width divides its own (`generalize:number:1000` over `generalize:number:500`).
- `region:2` over `region:4` over `region:6` over `region:9`.

## Tokens

A token is HMAC of the value, without blanks around it and in lower case, under a key that is derived from the key's name in the key file, the declared purpose and the *receiving*
department: tokens of one column join with those of another department's source for whoever asks, and two departments
cannot pool what they got. Whole numbers are tokenized as their digits, so a number column joins with a text column. Tokens may only be compared with tokens of
the same key (`TOKEN_MISMATCH`). Rotating a key changes all its tokens; destroying it makes them meaningless for ever.
A column that holds few different values (sex, a district) is counted, not hidden, by a token: use `null`, `const` or a coarser form.

There is no `hash`: identity numbers, phone numbers and names can all be tried out in seconds.

## Names, addresses, numbers

- Compound surnames that `name` knows: {surnames}.
- `phone`, `id_card`, `bank_card`, `email` and `region` check the shape only, not check digits: a well-formed but invented number is shown in part too.
- `partial` shows a value only if it hides at least half as many characters as it keeps: with `partial:3:4` a value needs 11 characters.
"""


def page() -> str:
    """The text of docs/masks.md."""
    rows = "".join(
        f"| {', '.join(f'`{form}`' for form in kind.forms)} | {kind.takes} | {_gives(kind)} | {kind.reveals} |\n"
        for kind in KINDS
    )
    return HEAD + rows + TAIL.format(surnames=" ".join(COMPOUND_SURNAMES.split()))


EXAMPLES: Final = {"TEXT": "x", "HEAD": "3", "TAIL": "4", "YEARS": "10", "WIDTH": "1000", "KEY": "k1"}


def example(form: str) -> Mask:
    """A mask of this form, with example arguments."""
    kind, *arguments = form.split(":")
    return parse(":".join([kind, *(EXAMPLES.get(argument, argument) for argument in arguments)]))


def _gives(kind: type[Mask]) -> str:
    mask = example(kind.forms[0])
    taken: Type = varchar(18) if mask.accepts(varchar(18)) else DATE
    if not mask.accepts(taken) or mask.gives(taken) == taken:
        return "the column's type"
    return str(mask.gives(taken))
