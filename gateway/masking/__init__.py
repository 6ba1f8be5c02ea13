"""Column masks: what policy writes (`partial:3:4`) as values that know their types and their SQL.

One file a kind; `KINDS` is the whole list, `masking/kinds.py` reads it. docs/masks.md says what each reveals.
"""

from gateway.masking.kinds import KINDS, coarser, parse
from gateway.masking.mask import Mask

__all__ = ["KINDS", "Mask", "coarser", "parse"]
