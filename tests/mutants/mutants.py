"""All mutants, and the proof that none has gone stale."""

from __future__ import annotations

from typing import Final

from tests.mutants.core import CORE
from tests.mutants.mutant import Mutant
from tests.mutants.policy import DECIDED
from tests.mutants.running import AROUND

MUTANTS: Final[tuple[Mutant, ...]] = (*CORE, *DECIDED, *AROUND)
