"""The chain's arithmetic: the hash of a record over the one before it, signed checkpoints. No storage here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SM3, Hash

START: Final = "0" * 64
"""What stands before the first record."""


class Algorithm(Enum):
    """The hash of the chain. Each record names its own, so that it can be changed between two records."""

    SHA256 = "sha256"
    SM3 = "sm3"


def link(algorithm: Algorithm, sequence: int, previous: str, body: str) -> str:
    """The hash of a record: over its place, the hash before it and its body."""
    text = f"huiliu audit 1\n{algorithm.value}\n{sequence}\n{previous}\n{body}".encode()
    if algorithm is Algorithm.SHA256:
        return hashlib.sha256(text).hexdigest()
    digest = Hash(SM3())
    digest.update(text)
    return digest.finalize().hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A signed statement: up to record `sequence` the chain's hash is `hash`. `signer` is the public key in hex."""

    sequence: int
    hash: str
    instant: str
    signer: str
    signature: str

    def line(self) -> str:
        """One line of JSON, to be kept away from the database."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_line(cls, line: str) -> Checkpoint:
        return cls(**json.loads(line))


def sign(sequence: int, hash_: str, instant: str, key: Ed25519PrivateKey) -> Checkpoint:
    """Sign the chain's state."""
    signature = key.sign(_message(sequence, hash_, instant)).hex()
    signer = key.public_key().public_bytes_raw().hex()
    return Checkpoint(sequence=sequence, hash=hash_, instant=instant, signer=signer, signature=signature)


def is_signed(checkpoint: Checkpoint, signer: str) -> bool:
    """Whether the checkpoint bears a true signature of the expected key."""
    if checkpoint.signer != signer:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer))
        key.verify(
            bytes.fromhex(checkpoint.signature), _message(checkpoint.sequence, checkpoint.hash, checkpoint.instant)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _message(sequence: int, hash_: str, instant: str) -> bytes:
    return f"huiliu checkpoint 1\n{sequence}\n{hash_}\n{instant}".encode()
