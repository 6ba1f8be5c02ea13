"""The keys that an issuer signs with, from its key set (JWKS): kept while they stand, looked up again where a key is unknown."""

from __future__ import annotations

import hashlib
import json
import ssl
import threading
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any, Final

from jwt import PyJWK, PyJWTError

FETCH_SECONDS: Final = 5.0
FETCHED_BYTES: Final = 1_048_576
KEYS: Final = 100
BETWEEN_READS: Final = 10.0
"""Seconds between two readings, whatever strangers send: each unknown key would otherwise be a request to the issuer."""
MAX_AGE: Final = 300.0
"""Seconds after which a known key is looked for again, so that a withdrawn one ends."""
RSA_BITS: Final = 2048
ASYMMETRIC: Final = frozenset({"RSA", "EC", "OKP"})


@dataclass(frozen=True, slots=True)
class Key:
    """One public key as the issuer published it. `thumb` tells it from another under the same id."""

    jwk: Mapping[str, Any]
    thumb: str

    def bound_to(self, algorithm: str) -> PyJWK | None:
        """The key for one algorithm; None where it is another's."""
        if self.jwk.get("alg", algorithm) != algorithm:
            return None
        try:
            key = PyJWK(dict(self.jwk), algorithm)
        except PyJWTError:
            return None
        weak = self.jwk["kty"] == "RSA" and key.key.key_size < RSA_BITS
        return None if weak else key


class KeySet:
    """Blocking; safe to use from several threads. A set that cannot be read leaves what was known in place."""

    def __init__(self, read: Callable[[], bytes], monotonic: Callable[[], float]) -> None:
        self._read = read
        self._monotonic = monotonic
        self._keys: Mapping[str, Key] = {}
        self._tried: float | None = None
        self._lock = threading.Lock()

    def find(self, identifier: str) -> Key | None:
        """The key of an id."""
        if identifier not in self._keys or self._older_than(MAX_AGE):
            self._refresh()
        return self._keys.get(identifier)

    def accepts(self, thumb: str) -> bool:
        """Whether a key still stands."""
        if self._older_than(MAX_AGE):
            self._refresh()
        return any(key.thumb == thumb for key in self._keys.values())

    def _older_than(self, seconds: float) -> bool:
        return self._tried is None or self._monotonic() - self._tried >= seconds

    def _refresh(self) -> None:
        """One thread reads; whoever comes meanwhile goes on with the keys that are known, if there are any."""
        if not self._lock.acquire(timeout=0 if self._keys else FETCH_SECONDS):
            return
        try:
            if not self._older_than(BETWEEN_READS):
                return
            self._tried = self._monotonic()
            self._keys = keys_of(self._read())
        except (OSError, HTTPException, ValueError, RecursionError):
            return  # known keys go on; an unknown one stays unknown
        finally:
            self._lock.release()


def keys_of(text: bytes) -> Mapping[str, Key]:
    """The public signature keys of a key set, by id. ValueError: it is none."""
    found = json.loads(text)
    listed = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(listed, list) or len(listed) > KEYS:
        raise ValueError("not a key set")
    return {jwk["kid"]: Key(jwk, _thumb(jwk)) for jwk in listed if isinstance(jwk, dict) and _usable(jwk)}


def _usable(jwk: Mapping[str, Any]) -> bool:
    # A symmetric key in a public file is everybody's.
    return jwk.get("kty") in ASYMMETRIC and isinstance(jwk.get("kid"), str) and jwk.get("use", "sig") == "sig"


def _thumb(jwk: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(jwk, sort_keys=True).encode()).hexdigest()[:16]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """What an issuer says comes from the address that the operator wrote, or not at all."""


def file_reader(path: Path) -> Callable[[], bytes]:
    """Reads a key set that the operator laid down."""
    return path.read_bytes


def opener_for(authority: Path | None) -> urllib.request.OpenerDirector:
    """Asks an issuer over TLS, through no proxy, and follows it nowhere; `authority` is who signed its certificate, else the system's authorities."""
    context = ssl.create_default_context(cafile=authority)
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context), _NoRedirect()
    )


def url_reader(url: str, authority: Path | None) -> Callable[[], bytes]:
    """Reads the issuer's own."""
    opener = opener_for(authority)

    def read() -> bytes:
        with opener.open(url, timeout=FETCH_SECONDS) as answer:
            text = answer.read(FETCHED_BYTES + 1)
        if len(text) > FETCHED_BYTES:
            raise ValueError("too long")
        assert isinstance(text, bytes)
        return text

    return read
