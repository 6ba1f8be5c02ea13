"""The engine process: one generation, one worker thread a statement. `python -m gateway.engines.duckdb_child <socket>`.

It is started clean (never forked), told how to build its generation, then runs statements until its socket closes, which ends it at once, with the gateway.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import threading
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from gateway.engines.duckdb_aside import Room
from gateway.engines.duckdb_errors import Failure, failure
from gateway.engines.duckdb_frames import HEADER, Frame, send
from gateway.engines.duckdb_generation import Generation, build
from gateway.engines.duckdb_guard import Guard, parser
from gateway.engines.duckdb_statement import Statement


class Child:
    """The process's one object: its socket, generation, guard and running statements."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self.sending = threading.Lock()
        self.generation: Generation | None = None
        self.guard: Guard | None = None
        self.room: Room | None = None
        self.statements: dict[int, Statement] = {}

    def send(self, kind: Frame, statement: int, *pieces: bytes | memoryview, rows: int = 0) -> None:
        views = [memoryview(piece) for piece in pieces]
        with self.sending:
            send(self.link, kind, statement, views, rows)

    def serve(self) -> None:
        """Read messages until the gateway is gone."""
        while True:
            head = self._exactly(HEADER.size)
            if head is None:
                return
            length, kind, number, _ = HEADER.unpack(head)
            payload = self._exactly(length)
            if payload is None:
                return
            self.take(Frame(kind), number, payload)

    def _exactly(self, size: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < size:
            chunk = self.link.recv(min(size - len(parts), 1 << 20))
            if not chunk:
                return None
            parts += chunk
        return bytes(parts)

    def take(self, kind: Frame, number: int, payload: bytes) -> None:
        statement = self.statements.get(number)
        match kind:
            case Frame.BUILD:
                self._in_thread(self._build, json.loads(payload))
            case Frame.RUN:
                self._run(number, json.loads(payload))
            case Frame.MORE if statement is not None:
                statement.delivery.more()
            case Frame.REST if statement is not None:
                statement.delivery.rest()
            case Frame.CANCEL if statement is not None:
                self._in_thread(statement.cancel)
            case _:
                pass  # for a statement that has just ended

    def _in_thread(self, work: Any, *arguments: Any) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _build(self, config: dict[str, Any]) -> None:
        if config["address_space"]:
            resource.setrlimit(resource.RLIMIT_AS, (config["address_space"], config["address_space"]))
        try:
            self.guard = Guard(parser())
            self.room = Room(Path(config["spill_directory"]), config["aside_limit"])
            self.generation = build(config, self._report)
        except Exception as error:  # whatever it is, the gateway must hear of it
            self.send(Frame.FAIL, 0, json.dumps(failure(error).shown()).encode())
        else:
            self.send(Frame.READY, 0)

    def _report(self, source: str, state: str, detail: str) -> None:
        self.send(Frame.SOURCE, 0, json.dumps({"source": source, "state": state, "detail": detail}).encode())

    def _run(self, number: int, order: dict[str, Any]) -> None:
        if self.generation is None or self.guard is None or self.room is None:
            gone = Failure(code="ENGINE_FAILED", message="the engine is not ready")
            self.send(Frame.FAIL, number, json.dumps(gone.shown()).encode())
            return
        statement = Statement(number, order, self.generation, self.guard, self.room, self.send)
        self.statements[number] = statement
        self._in_thread(self._work, statement)

    def _work(self, statement: Statement) -> None:
        try:
            statement.run()
        finally:
            self.statements.pop(statement.number, None)
        if statement.shaken and self.generation is not None and not self.generation.usable():
            os._exit(1)  # nothing will ever run here again; the gateway starts another process for the next statement


class NoPandas(MetaPathFinder):
    """DuckDB looks for pandas twice in every statement: without this, finding that it is not there costs as much as a small query.

    A `None` in `sys.modules` would be quicker still, but pyarrow takes that for pandas (an engine function then fails).
    """

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=name)


def main() -> None:
    """Serve one socket, then end without waiting for threads that may hang in a driver."""
    # The guard walks trees as deep as statements are long: a sum of a thousand terms is one.
    sys.setrecursionlimit(20_000)
    threading.stack_size(64 << 20)
    sys.meta_path.insert(0, NoPandas())
    link = socket.socket(fileno=int(sys.argv[1]))
    try:
        Child(link).serve()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
