"""Claims a folder for one process: two gateways over one data_dir must not clear each other's engine files."""

from __future__ import annotations

import fcntl
import os
import shutil
from itertools import count
from pathlib import Path

from gateway.errors import ErrorCode, OwnError


class Claim:
    """A folder that no other process uses, until `release` or the end of this process."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self._lock: int | None = lock

    def release(self) -> None:
        """Remove the folder and let others have its name; safe to call twice."""
        if self._lock is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


def claim(wanted: Path) -> Claim:
    """`wanted`, or `wanted-2`, `wanted-3` … when others run. The kernel gives a dead process's lock back, so nothing has to be cleaned up."""
    try:
        wanted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in count(1):
            folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
            lock = os.open(folder.with_name(f".{folder.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                continue
            return Claim(folder, lock)
    except OSError as error:
        raise OwnError(
            "the engine's folder cannot be used",
            code=ErrorCode.CONFIG_INVALID,
            hint="`gateway.data_dir` must be writable",
            detail=str(error),
        ) from error
    raise AssertionError  # count() does not end
