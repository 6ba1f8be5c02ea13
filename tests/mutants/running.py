"""Breaks of what happens around a statement: remembered plans, records, revoking, doors, audit."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

RUNNING = "gateway/execution/running.py"
PLANS = "gateway/execution/plans.py"
REMEMBERED = ("tests/execution/test_plans.py",)
EXECUTION = "tests/execution"

STATEMENTS: Final = (
    Mutant(
        "a plan crosses purposes",
        PLANS,
        "        statement.asking,\n",
        "        statement.asking.principal,\n",
        REMEMBERED,
    ),
    Mutant(
        "a plan outlives its policy set",
        PLANS,
        "current[0].catalog is not now.catalog or current[0].policy is not now.policy:",
        "current[0].catalog is not now.catalog:",
        REMEMBERED,
    ),
    Mutant("a plan outlives its day", PLANS, "        day,\n", "", REMEMBERED),
    Mutant("a plan outlives its moment", PLANS, " and not made.momentary:", ":", REMEMBERED),
    Mutant(
        "nothing is recorded before the run",
        RUNNING,
        "        await self._records.open(plan, world, statement.instant, crowd)\n",
        "",
        ("tests/rules/test_rule_08.py", EXECUTION),
    ),
    Mutant(
        "a withdrawn grant goes on",
        "gateway/execution/regrant.py",
        "    if _essence(again) != _essence(judged):",
        "    if False:",
        ("tests/rules/test_rule_16.py", EXECUTION),
    ),
    Mutant(
        "a newer policy set is not looked at",
        RUNNING,
        "        if policy is not world.policy:",
        "        if False:",
        ("tests/rules/test_rule_16.py", EXECUTION),
    ),
    Mutant(
        "a revoked token goes on",
        RUNNING,
        "            if not await around.threads.store(self.request.still_valid):",
        "            if False:",
        (EXECUTION, "tests/api"),
    ),
    Mutant(
        "the client's limit beats the policy's",
        RUNNING,
        "            self._plan = plan = replace(judged, row_limit=cap.rows)",
        "            self._plan = plan = judged",
        (EXECUTION, "tests/api"),
    ),
)

STORED: Final = (
    Mutant(
        "a record does not bind the one before",
        "gateway/storage/chain.py",
        '{sequence}\\n{previous}\\n{body}".encode()',
        '{sequence}\\n{body}".encode()',
        ("tests/storage",),
    ),
    Mutant(
        "a changed record verifies",
        "gateway/storage/verification.py",
        "    if row.previous != previous or row.hash != hash_:",
        "    if row.previous != previous:",
        ("tests/storage",),
    ),
    Mutant(
        "a checkpoint needs no signature",
        "gateway/storage/chain.py",
        "    except (InvalidSignature, ValueError):\n        return False",
        "    except (InvalidSignature, ValueError):\n        return True",
        ("tests/storage",),
    ),
    Mutant(
        "a revoked token is valid",
        "gateway/storage/tokens.py",
        "    return _grant(row) if row.revoked is None and to_text(now) < row.expires else None",
        "    return _grant(row) if to_text(now) < row.expires else None",
        ("tests/storage",),
    ),
    Mutant(
        "an expired token is valid",
        "gateway/storage/tokens.py",
        "    return _grant(row) if row.revoked is None and to_text(now) < row.expires else None",
        "    return _grant(row) if row.revoked is None else None",
        ("tests/storage",),
    ),
    Mutant(
        "anybody sees anybody's statements",
        "gateway/execution/cancel.py",
        "    return await gateway.around.threads.store(known.find, identifier, principal)",
        "    return await gateway.around.threads.store(known.find, identifier)",
        ("tests/execution",),
    ),
    Mutant(
        "a replica that comes back ends its statements a second time",
        "gateway/storage/store.py",
        "            if not ended and self.history.known_in(connection, record.statement):",
        "            if not ended and not record.statement:",
        ("tests/storage", "tests/execution"),
    ),
    Mutant(
        "two replicas sign with keys of their own",
        "gateway/storage/audit.py",
        "        if last is not None and last != self._signing_key().public_key().public_bytes_raw().hex():",
        "        if last is not None and not last:",
        ("tests/storage",),
    ),
    Mutant(
        "any query at Trino is ended with a lost one",
        "gateway/engines/trino_lost.py",
        "                if statement in statements and state not in ENDED and _ID.fullmatch(identifier):",
        "                if state not in ENDED and _ID.fullmatch(identifier):",
        ("tests/engines/test_trino_lost.py",),
    ),
)

AROUND: Final = (*STATEMENTS, *STORED)
