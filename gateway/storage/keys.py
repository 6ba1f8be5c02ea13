"""The key file: mask keys, source credentials and the audit's signing key, encrypted at rest.

Nothing in it is ever logged, and no `repr` shows it. Several processes may share the file: changes are made under a lock and seen at
the next use.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.errors import ErrorCode, OwnError
from gateway.storage.sealed import Cipher, replace_file, seal, unseal

BLOCK: Final = 64
"""Block size of SHA-256 and of SM3, in bytes."""
TICKET_KEYS: Final = 2
"""The one that signs, and the one before it."""
NAME: Final = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


def pads(key: bytes) -> bytes:
    """The two blocks that HMAC over SHA-256 or SM3 hashes before its inner and outer text: 128 bytes, ipad block then opad block.

    >>> pads(b"k") == bytes([0x36 ^ 0x6B]) + bytes([0x36]) * 63 + bytes([0x5C ^ 0x6B]) + bytes([0x5C]) * 63
    True
    """
    if len(key) > BLOCK:
        raise ValueError("a key longer than a block would have to be hashed, differently for each algorithm")
    block = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block) + bytes(byte ^ 0x5C for byte in block)


@dataclass(slots=True)
class _Content:
    """What the file holds, decrypted. A destroyed key stays as a name without bytes, so that it is not made anew by accident."""

    keys: dict[str, list[str]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    signing: str | None = None
    tickets: list[str] = field(default_factory=list)

    def dump(self) -> bytes:
        held = {"keys": self.keys, "secrets": self.secrets, "signing": self.signing, "tickets": self.tickets}
        return json.dumps(held).encode()

    @classmethod
    def load(cls, text: bytes) -> _Content:
        found: dict[str, Any] = json.loads(text)
        return cls(found["keys"], found["secrets"], found["signing"], found.get("tickets", []))

    def __repr__(self) -> str:
        return f"<{len(self.keys)} keys, {len(self.secrets)} secrets>"


class KeyFile:
    """Named keys and secrets in one sealed file. Safe to use from several threads and processes."""

    def __init__(self, path: Path, master: bytes, cipher: Cipher = Cipher.AES_256_GCM) -> None:
        self._path = path
        self._master = master
        self._cipher = cipher
        self._lock = threading.RLock()
        self._seen: tuple[int, int, int] | None = None
        self._content = _Content()

    def __repr__(self) -> str:
        return f"<KeyFile {self._path}>"

    # --- mask keys ---

    def key_names(self) -> tuple[str, ...]:
        """Names of the keys that can be used."""
        return tuple(sorted(name for name, versions in self._current().keys.items() if versions))

    def create_key(self, name: str) -> None:
        """Make a key of 256 random bits. A name that was ever used is refused."""
        if not NAME.fullmatch(name):
            raise _refused(f"`{name}` cannot name a key", "use lower-case letters, digits, `_`, `.` and `-`")
        with self._changing() as content:
            if name in content.keys:
                raise _refused(f"token key `{name}` exists or was destroyed", "rotate it, or take another name")
            content.keys[name] = [_random()]

    def rotate_key(self, name: str) -> None:
        """Replace the key: from the next statement on its tokens are others, and join with none given out before."""
        with self._changing() as content:
            _usable(content, name)
            content.keys[name] = [_random()]

    def destroy_key(self, name: str) -> None:
        """Forget the key: its tokens can never be computed again."""
        with self._changing() as content:
            _usable(content, name)
            content.keys[name] = []

    def derive(self, name: str, purpose: str | None, department: str) -> bytes:
        """The 32 bytes that tokens of key `name` are made with, for one purpose and one receiving department.

        Two departments, or two purposes, get keys that say nothing about each other. `k1/sm3` is key k1 used with another algorithm.
        """
        secret = base64.b64decode(_usable(self._current(), name.partition("/")[0]))
        parts = ["huiliu token 1", name, purpose or "", department]
        context = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        return HKDF(SHA256(), 32, salt=None, info=context).derive(secret)

    def material(self, name: str, purpose: str | None, department: str) -> bytes:
        """What an engine binds for a token key: the pads of the derived key."""
        return pads(self.derive(name, purpose, department))

    # --- credentials of sources ---

    def put_secret(self, name: str, value: str) -> None:
        """Store or replace a secret."""
        if not NAME.fullmatch(name):
            raise _refused(f"`{name}` cannot name a secret", "use lower-case letters, digits, `_`, `.` and `-`")
        with self._changing() as content:
            content.secrets[name] = value

    def secret(self, name: str) -> str:
        """A stored secret."""
        try:
            return self._current().secrets[name]
        except KeyError:
            raise _refused(f"the key file holds no secret `{name}`", "put it there with `huiliu secret put`") from None

    def secret_names(self) -> tuple[str, ...]:
        """Names of the stored secrets."""
        return tuple(sorted(self._current().secrets))

    def forget_secret(self, name: str) -> None:
        """Remove a secret; one that is not there is no error."""
        with self._changing() as content:
            content.secrets.pop(name, None)

    # --- the audit's signature ---

    def signing_key(self) -> Ed25519PrivateKey:
        """The key that signs audit checkpoints, made with the file."""
        found = self._current().signing
        if found is None:
            with self._changing() as content:
                found = content.signing
        assert found is not None
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(found))

    def fingerprint(self) -> str:
        """What an auditor writes down to recognize the signing key: SHA-256 of the public key, in hex."""
        return hashlib.sha256(self.signing_key().public_key().public_bytes_raw()).hexdigest()

    # --- addresses of pages ---

    def ticket_keys(self) -> tuple[bytes, ...]:
        """The keys of 32 bytes that make addresses of pages ours, the newest first; every replica that shares the file has the same."""
        found = self._current().tickets
        if not found:
            with self._changing() as content:
                found = content.tickets
        return tuple(map(base64.b64decode, found))

    def rotate_tickets(self) -> None:
        """Sign new addresses with a new key. Those that were given out stay good until the next rotation."""
        with self._changing() as content:
            content.tickets = [_random(), *content.tickets][:TICKET_KEYS]

    # --- the file ---

    def _current(self) -> _Content:
        with self._lock:
            try:
                stat = self._path.stat()
            except FileNotFoundError:
                return self._content if self._seen is None else self._missing()
            except OSError as error:
                raise _refused("the key file cannot be read", detail=str(error)) from error
            seen = _identity(stat)
            if seen != self._seen:
                self._content = self._read()
                self._seen = seen
            return self._content

    def _missing(self) -> _Content:
        raise _refused("the key file is gone", "restore it from a backup; without it tokens and credentials are lost")

    def _read(self) -> _Content:
        try:
            plain, self._cipher = unseal(self._path.read_bytes(), self._master)
        except OSError as error:
            raise _refused("the key file cannot be read", detail=str(error)) from error
        return _Content.load(plain)

    @contextmanager
    def _changing(self) -> Iterator[_Content]:
        """Read, change, write under a lock on a neighbouring file (the key file itself is replaced)."""
        with self._lock:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                with self._path.with_name(f"{self._path.name}.lock").open("a") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX)
                    content = _Content.load(self._current().dump())  # a copy: a failed write changes nothing
                    # Whatever makes the file makes this key: a copy of the file that lacked it would sign with another one.
                    content.signing = content.signing or _random()
                    content.tickets = content.tickets or [_random()]
                    yield content
                    replace_file(self._path, seal(content.dump(), self._master, self._cipher))
                    self._content, self._seen = content, _identity(self._path.stat())
            except OSError as error:
                raise _refused("the key file cannot be written", detail=str(error)) from error


def _identity(stat: os.stat_result) -> tuple[int, int, int]:
    """What changes when the file is replaced."""
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _usable(content: _Content, name: str) -> str:
    """The bytes (base64) of a key that exists and was not destroyed."""
    match content.keys.get(name):
        case None:
            raise _refused(f"token key `{name}` does not exist", f"create it with `huiliu key create {name}`")
        case []:
            raise _refused(f"token key `{name}` was destroyed", "its tokens can not be computed any more")
        case versions:
            return versions[-1]


def _refused(message: str, hint: str | None = None, detail: str | None = None) -> OwnError:
    return OwnError(message, code=ErrorCode.CONFIG_INVALID, hint=hint, detail=detail)
