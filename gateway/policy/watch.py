"""Watching a policies folder: cheap signatures first, content only when they moved and came to rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gateway.policy.reading import CHECKS, MODEL, RULES, VERSION, read_folder
from gateway.policy.subjects import SUBJECTS, TITLES

Signature = tuple[tuple[str, int, int], ...]


class Watch:
    """Says when a folder holds other bytes than before. Whoever owns the clock calls `poll`."""

    def __init__(self, folder: Path, *, settle: float = 1.0) -> None:
        """`settle`: seconds that files must lie still, so that a half-written one is not read."""
        self._folder = folder
        self._settle = settle
        self._signature = self._look()
        self._files = read_folder(folder)
        self._moved: float | None = None

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files as last read."""
        return self._files

    def poll(self, now: float) -> Mapping[str, bytes] | None:
        """The files, when they changed and came to rest; else None. `now` is any clock of seconds that never goes back."""
        signature = self._look()
        if signature != self._signature:
            self._signature, self._moved = signature, now
            return None
        if self._moved is None or now - self._moved < self._settle:
            return None
        files = read_folder(self._folder)
        if self._look() != signature:  # moved while it was read
            self._moved = now
            return None
        self._moved = None
        if files == self._files:
            return None
        self._files = files
        return files

    def _look(self) -> Signature:
        found: list[tuple[str, int, int]] = []
        for pattern in (MODEL, VERSION, SUBJECTS, TITLES, f"{RULES}*", f"{CHECKS}*"):
            for path in sorted(self._folder.glob(pattern)):
                try:
                    stat = path.stat()
                except FileNotFoundError:  # removed since it was listed: the next look sees it gone
                    continue
                found.append((str(path), stat.st_mtime_ns, stat.st_size))
        return tuple(found)
