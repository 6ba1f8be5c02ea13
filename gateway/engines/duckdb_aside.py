"""Pages of answers that nobody reads at the moment, on the disk of the engine process: first in, first out, in files without a name that end with the process."""

from __future__ import annotations

import io
import tempfile
import threading
from collections import Counter, deque
from pathlib import Path

Pieces = list[memoryview]


class Room:
    """How many bytes lie aside, of whom. One owner gets half of them at most."""

    def __init__(self, directory: Path, limit: int) -> None:
        self.directory = directory
        self._limit = limit
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, owner: str, size: int) -> bool:
        """Whether there is room for so many bytes more; then they are his."""
        with self._lock:
            if self._taken.total() + size > self._limit or self._taken[owner] + size > self._limit // 2:
                return False
            self._taken[owner] += size
            return True

    def leave(self, owner: str, size: int) -> None:
        """Give bytes back."""
        with self._lock:
            self._taken[owner] -= size
            if not self._taken[owner]:
                del self._taken[owner]


class Aside:
    """The pages of one answer that lie aside. Belongs to one thread."""

    def __init__(self, room: Room, owner: str) -> None:
        self._room = room
        self._owner = owner
        self._file: io.FileIO | None = None
        self._pages: deque[tuple[int, int, int]] = deque()
        self._end = 0

    def __len__(self) -> int:
        return len(self._pages)

    def put(self, rows: int, pieces: Pieces) -> bool:
        """Whether it lies there now; without room, or on a full disk, it does not, and nothing has changed."""
        size = sum(map(len, pieces))
        if not self._room.take(self._owner, size):
            return False
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._room.directory, buffering=0)  # noqa: SIM115  closed by `close`
            self._file.seek(self._end)
            for piece in pieces:
                _write(self._file, piece)
        except OSError:
            self._room.leave(self._owner, size)
            return False
        self._pages.append((rows, self._end, size))
        self._end += size
        return True

    def take(self) -> tuple[int, Pieces]:
        """The oldest page, which lies there no more."""
        assert self._file is not None
        rows, begin, size = self._pages.popleft()
        self._file.seek(begin)
        body = bytearray(size)
        view = memoryview(body)
        while view:
            if not (count := self._file.readinto(view)):
                raise OSError("a page that lay aside is shorter than it was")
            view = view[count:]
        self._room.leave(self._owner, size)
        if not self._pages:
            self._file.truncate(0)
            self._end = 0
        return rows, [memoryview(body)]

    def close(self) -> None:
        """Leave everything."""
        self._room.leave(self._owner, sum(size for _, _, size in self._pages))
        self._pages.clear()
        if self._file is not None:
            self._file.close()


def _write(file: io.FileIO, piece: memoryview) -> None:
    left = piece.cast("B")
    while left:
        left = left[file.write(left) :]
