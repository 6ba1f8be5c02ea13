"""One engine process as the gateway sees it: started, told what to build, asked to run statements, watched, ended.

A process is one generation. It is never repaired: when a source comes back, a statement cannot be stopped or memory runs out, another process takes its place
and this one ends when its last statement does, or at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import gateway
from gateway.engines.duckdb_errors import Failure
from gateway.engines.duckdb_frames import Frame, Message, Receiver, pack
from gateway.engines.duckdb_setup import EngineBounds, Prepared, parse_size
from gateway.engines.duckdb_statements import Statements
from gateway.engines.places import Places
from gateway.errors import EngineError

ROOT: Final = Path(gateway.__file__).resolve().parent.parent
STOPPED: Final = Failure(
    code="ENGINE_FAILED", message="the engine stopped while the statement ran", hint="run the statement again"
)
TOO_LARGE: Final = Failure(
    code="EXCEEDED_MEMORY_LIMIT",
    message="the engine used more memory than it may and was restarted",
    hint="run the statement again; read fewer rows, or build smaller texts and arrays",
)


class EngineProcess:
    """Its socket, its statements' mailboxes, and what became of each source."""

    def __init__(self, bounds: EngineBounds, directory: Path, *, plain: bool = False) -> None:
        self.bounds = bounds
        self.directory = directory
        self.plain = plain
        self.sources: dict[str, tuple[str, str]] = {}
        """By source: `ok`, or why it is not attached; and the engine's own words."""
        self.attaching = ""
        self.retired = False
        self.dead: Failure | None = None
        self.given_up = False
        """It was retired because a statement would not stop."""
        self.slots = Places(bounds.workers)
        self.source_slots: dict[str, Places] = {}
        self._culprit: str | None = None
        self.statements = Statements()
        self._build: asyncio.Queue[Message] = asyncio.Queue()
        self._process: subprocess.Popen[bytes] | None = None
        self._link: asyncio.WriteTransport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, prepared: Sequence[Prepared]) -> None:
        """Spawn and build. Raises EngineError; then the process is gone."""
        self.directory.mkdir(parents=True, mode=0o700)
        (self.directory / "spill").mkdir()
        ours, theirs = socket.socketpair()
        try:
            await asyncio.to_thread(self._spawn, theirs)
            self._link, _ = await asyncio.get_running_loop().create_connection(
                lambda: Receiver(self._take, self._lost), sock=ours
            )
        except BaseException:
            ours.close()
            self.kill()
            raise
        self._task(self._watch())
        self._send(Frame.BUILD, 0, json.dumps(self._order(prepared)).encode())
        try:
            async with asyncio.timeout(self.bounds.build):
                await self._built()
        except TimeoutError as error:
            self.kill()
            raise EngineError("the engine could not be built in time", detail=f"attaching {self.attaching}") from error
        except BaseException:
            self.kill()
            raise

    def _spawn(self, theirs: socket.socket) -> None:
        """In a thread, which owns `theirs`. Who waits for it may have given up meanwhile: then the process goes at once."""
        # A clean environment: nothing of the gateway's own (keys, passwords) is in it.
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.directory),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        with theirs, (self.directory / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "gateway.engines.duckdb_child", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,  # a Ctrl-C in the terminal is for the gateway, which ends the engine itself
            )
        if self.dead is not None:
            self.kill()

    def _order(self, prepared: Sequence[Prepared]) -> dict[str, Any]:
        return {
            "directory": str(self.directory),
            "memory_limit": self.bounds.memory_limit,
            "threads": self.bounds.threads,
            "spill_directory": str(self.directory / "spill"),
            "spill_limit": self.bounds.spill_limit,
            "aside_limit": parse_size(self.bounds.spill_limit),
            # Far above the resident limit, for addresses are cheap; it stops what grows faster than the watch looks.
            "address_space": self.bounds.resident * 2 + 8 * 10**9,
            "plain": self.plain,
            "files": str(self.bounds.files) if self.bounds.files is not None else "",
            "sources": [one.order() for one in prepared if one.attachment is not None],
        }

    async def _built(self) -> None:
        while True:
            message = await self._build.get()
            match message.kind:
                case Frame.SOURCE:
                    told = json.loads(message.body)
                    state = told["state"]
                    self.attaching = told["source"] if state == "attaching" else ""
                    self.sources[told["source"]] = (state, told["detail"])
                case Frame.READY:
                    return
                case _:
                    raise Failure(**json.loads(message.body)).error()

    def _take(self, number: int, message: Message) -> None:
        if number:
            self.statements.take(number, message)
        else:
            self._build.put_nowait(message)

    def _lost(self) -> None:
        self._died(STOPPED)

    def _died(self, why: Failure) -> None:
        """Everything that runs here fails with the first reason given."""
        if self.dead is None:
            self.dead = why
            self._tell_all(self._explained(why))
        self.kill()

    def _tell_all(self, why: Failure) -> None:
        message = Message(Frame.FAIL, json.dumps(why.shown()).encode())
        self._build.put_nowait(message)
        self.statements.take_all(message)

    def _explained(self, why: Failure) -> Failure:
        with contextlib.suppress(OSError):
            words = (self.directory / "log").read_bytes()[-2000:].decode("utf-8", "replace")
            return Failure(code=why.code, message=why.message, hint=why.hint, detail=words or why.detail)
        return why

    async def _watch(self) -> None:
        """DuckDB's own limit does not count every allocation (long strings, lists), so the real size is watched from outside."""
        page = os.sysconf("SC_PAGE_SIZE")
        while self.dead is None and self._process is not None:
            try:
                resident = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * page
            except (OSError, IndexError):
                return
            if resident > self.bounds.resident:
                # What would not stop may still take memory here, though nobody waits for it any more.
                present = set() if self.given_up else self.statements.principals()
                self._culprit = present.pop() if len(present) == 1 else None
                self._died(TOO_LARGE)
                return
            self._make_room()
            await asyncio.sleep(0.1)

    def _make_room(self) -> None:
        """Somebody waits for a place: the statement whose reader has been away for longest is asked to need none."""
        if not self.slots.waiting and not any(places.waiting for places in self.source_slots.values()):
            return
        if (number := self.statements.unread()) is not None:
            self._send(Frame.REST, number)

    def _task(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _send(self, kind: Frame, number: int, payload: bytes = b"") -> None:
        if self._link is not None and self.dead is None:
            self._link.write(pack(kind, number, payload))

    @property
    def alive(self) -> bool:
        return self.dead is None and not self.retired

    @property
    def running(self) -> int:
        return len(self.statements)

    def begin(self, order: Mapping[str, Any], principal: str, leave: Callable[[], None]) -> int:
        """Start a statement; its messages come to its mailbox. `leave` gives its places back."""
        if self.dead is not None:
            raise self.dead.error()
        number = self.statements.add(principal, leave)
        self._send(Frame.RUN, number, json.dumps(order).encode())
        return number

    def more(self, number: int) -> None:
        """Its reader came back: it may send one more."""
        self.statements.came_back(number)
        self._send(Frame.MORE, number)

    def cancel(self, number: int) -> None:
        """Stop it."""
        self._send(Frame.CANCEL, number)

    def end(self, number: int) -> None:
        """The statement's mailbox is not read any more."""
        self.statements.remove(number)
        if self.retired and not self.running:
            self.kill()

    def source_slot(self, source: str) -> Places:
        """At most half of the workers may wait for one source."""
        return self.source_slots.setdefault(source, Places(max(1, self.bounds.workers // 2)))

    def convict(self, principal: str, blame: Callable[[], None]) -> bool:
        """Whether it ended because of this principal's statements, who alone was there when memory ran out. True once, with `blame` called."""
        if self._culprit != principal:
            return False
        self._culprit = None
        blame()
        return True

    def retire(self, seconds: float | None) -> None:
        """Take no more statements; end with the last one, or after `seconds`."""
        self.retired = True
        if not self.running:
            self.kill()
        elif seconds is not None:
            self._task(self._end_after(seconds))

    async def _end_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._died(STOPPED)

    def kill(self) -> None:
        """At once; safe to call twice."""
        if self.dead is None:
            self.dead = STOPPED
            self._tell_all(STOPPED)
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            # Giving back gigabytes takes the system a while; nobody waits for it.
            threading.Thread(target=_bury, args=(process, self.directory), daemon=True).start()
        if self._link is not None:
            self._link.close()
            self._link = None

    def unavailable(self, source: str) -> str:
        """Why a source is not attached here; empty when it is."""
        state, _ = self.sources.get(source, ("it is not configured", ""))
        return "" if state == "ok" else state


def _bury(process: subprocess.Popen[bytes], directory: Path) -> None:
    process.wait()
    shutil.rmtree(directory, ignore_errors=True)
