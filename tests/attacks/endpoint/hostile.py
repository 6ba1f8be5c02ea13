"""What a hostile client has: a good login of its own, raw bytes, and time."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.clients.site import PERSON, Place

ALLOWED: Final = "SELECT id, phone FROM people WHERE id <= 3 ORDER BY id"
MANY: Final = "SELECT a.id, a.phone, b.region FROM people AS a CROSS JOIN people AS b"
SHOWN: Final = [[2, "138****0002"]]
ROW_OF_OTHERS: Final = re.compile(r'"B1"|\b138\d{8}\b|名\d*[13579]"')
HIDDEN_NAMES: Final = ("vault", "pin", "code varchar")


@dataclass
class Hostile:
    """Ana, who may read half of `people`, masked; over TLS."""

    place: Place
    http: httpx.Client
    said: list[str] = field(default_factory=list)
    """Everything that was answered."""

    def head(self, **more: str) -> dict[str, str]:
        return {"x-trino-catalog": self.place.catalog, "x-trino-schema": "public", "x-trino-user": "ana", **more}

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        """A request with Ana's login, unless `auth` says another; what comes back is remembered."""
        answer = self.http.request(method, path, **{"auth": ("ana", self.place.tokens["ana"]), **given})
        self.said.append(f"{answer.headers} {answer.text}")
        return answer

    def begin(self, sql: str, headers: Mapping[str, Any] | None = None, **given: Any) -> httpx.Response:
        return self.send("POST", "/v1/statement", content=sql.encode(), headers=headers or self.head(), **given)

    def follow(self, answer: httpx.Response) -> tuple[list[list[Any]], str]:
        """Rows and the name of the error; a status other than 200 is an error of that number."""
        rows: list[list[Any]] = []
        while answer.status_code == 200:
            document = answer.json()
            rows += document.get("data", [])
            if "nextUri" not in document:
                return rows, document.get("error", {}).get("errorName", "")
            answer = self.send("GET", document["nextUri"])
        return rows, str(answer.status_code)

    def ask(self, sql: str, headers: Mapping[str, Any] | None = None, **given: Any) -> tuple[list[list[Any]], str]:
        """A statement to its end."""
        return self.follow(self.begin(sql, headers, **given))

    def first_page(self, sql: str = MANY) -> dict[str, Any]:
        """A statement under way: its first page has rows, and there are more."""
        document = self.begin(sql).json()
        while not document.get("data"):
            document = self.send("GET", document["nextUri"]).json()
        return dict(document)

    def nothing_leaked(self) -> None:
        """In whatever was answered, and in the gateway's log."""
        log = (self.place.site.folder / "log").read_text("utf-8", "replace")
        for text in (*self.said, log):
            found = ROW_OF_OTHERS.search(text)
            assert found is None, text[max(0, found.start() - 200) : found.end() + 200]

    def others_are_served(self, seconds: float = 20) -> None:
        """Somebody else gets what is his, and soon."""
        began = time.monotonic()
        with httpx.Client(base_url=self.place.url, verify=trusts(self.place), timeout=seconds) as other:
            rows, error = Hostile(self.place, other).ask("SELECT * FROM people ORDER BY id LIMIT 1")
        assert (rows, error) == ([PERSON], "")
        assert time.monotonic() - began < seconds

    def nothing_is_left(self, seconds: float = 20) -> None:
        """No statement of hers runs."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            listed = self.send("GET", "/v1/queries", auth=None, headers=self.bearer()).json()["statements"]
            left = [one["id"] for one in listed if one["state"] in ("QUEUED", "RUNNING")]
            if not left:
                return
            for one in left:  # what was only begun; whatever cannot be ended is found
                self.send("DELETE", f"/v1/query/{one}", headers=self.head())
            time.sleep(0.3)
        raise AssertionError(left)

    def bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.place.tokens['ana']}"}


def trusts(place: Place) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=place.authority)


@contextmanager
def connection(place: Place, *, tls: bool = True) -> Iterator[socket.socket]:
    """Raw bytes to the listener."""
    with socket.create_connection(("127.0.0.1", place.port), timeout=15) as plain:
        if not tls:
            yield plain
            return
        with trusts(place).wrap_socket(plain, server_hostname="127.0.0.1") as wrapped:
            yield wrapped


def exchanged(place: Place, sent: bytes, seconds: float = 3) -> bytes:
    """All that comes back until the server closes, or says no more."""
    found = b""
    with connection(place) as one:
        one.settimeout(seconds)
        try:
            one.sendall(sent)
            while piece := one.recv(65536):
                found += piece
        except (TimeoutError, OSError):
            pass
    return found
