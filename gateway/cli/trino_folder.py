"""Trino's catalog folder: files of ours, known by their first line (`mark`), among those of others, which are never touched unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from gateway.cli.faults import wrong_use
from gateway.errors import ErrorCode, OwnError


class State(Enum):
    """What a file is against what would be written."""

    SAME = "unchanged"
    WRITTEN = "written"
    MISSING = "missing"
    DIFFERENT = "different"
    FOREIGN = "not written by this command"
    STALE = "no longer a source; delete it"


def compared(folder: Path, mark: str, texts: Mapping[str, str]) -> dict[str, State]:
    """Each file by its name, and the files of ours that nothing stands for any more. Raises OwnError when something cannot be read."""
    if not folder.is_dir():
        raise wrong_use(f"there is no folder `{folder}`", "make it, or name another with `--to DIR`")
    try:
        found = {name: _state(folder / name, mark, text) for name, text in texts.items()}
        others = sorted(file for file in folder.glob("*.properties") if file.name not in texts and file.is_file())
        stale = [file.name for file in others if _is_ours(file.read_bytes(), mark)]
    except OSError as error:
        raise _failed(folder, "read", error) from error
    return found | dict.fromkeys(stale, State.STALE)


def write(folder: Path, mark: str, texts: Mapping[str, str], *, force: bool) -> dict[str, State]:
    """Write what is not as it should be: nothing at all when a file of somebody else is in the way. Raises OwnError."""
    states = compared(folder, mark, texts)
    foreign = [name for name, state in states.items() if state is State.FOREIGN]
    if foreign and not force:
        raise wrong_use(
            f"`{foreign[0]}` was not written by this command", "move it away, or overwrite it with `--force`"
        )
    for name, text in texts.items():
        if states[name] is not State.SAME:
            _replace(folder / name, text)
            states[name] = State.WRITTEN
    return states


def _state(file: Path, mark: str, text: str) -> State:
    if not os.path.lexists(file):
        return State.MISSING
    there = file.read_bytes() if file.is_file() else b""
    if not _is_ours(there, mark):
        return State.FOREIGN
    return State.SAME if there == text.encode() else State.DIFFERENT


def _is_ours(there: bytes, mark: str) -> bool:
    return there.partition(b"\n")[0] == mark.encode()


def _replace(file: Path, text: str) -> None:
    """Whole or not at all: Trino does not start with half a catalog."""
    temporary = None
    try:
        with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=f".{file.name}.", delete=False) as made:
            temporary = Path(made.name)
            made.write(text)
        temporary.chmod(0o644)  # Trino runs as somebody else, and there is no secret in it
        temporary.replace(file)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise _failed(file, "written", error) from error


def _failed(path: Path, what: str, error: OSError) -> OwnError:
    return OwnError(
        f"`{path}` cannot be {what}: {error.strerror}",
        code=ErrorCode.CONFIG_INVALID,
        hint="see who may write there, and whether it is a folder",
    )
