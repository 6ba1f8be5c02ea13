"""Bytes encrypted at rest: AES-256-GCM or SM4-GCM under a master key, replaced atomically."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as Crypt
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.errors import ErrorCode, OwnError

MAGIC: Final = b"HLSEAL1"
NONCE: Final = 12
TAG: Final = 16
MASTER: Final = 32


class Cipher(Enum):
    """How a sealed file is encrypted. The value is its byte in the file's header."""

    AES_256_GCM = 1
    SM4_GCM = 2


def master_key(data_dir: Path, configured: str | None = None) -> bytes:
    """The master key: `configured` (32 bytes in base64 or hex), else the file `master.key`, created on first use.

    The file is for one machine only: whoever reads it and the key file reads every key.
    """
    if configured:
        return _decoded(configured.strip())
    path = data_dir / "master.key"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _create_whole(path, base64.b64encode(secrets.token_bytes(MASTER)) + b"\n")
        return _decoded(_private_text(path))
    except OSError as error:
        raise _invalid("the master key file cannot be read or created", str(error)) from error


def _create_whole(path: Path, content: bytes) -> None:
    """A file with `content` or none: whoever dies, or finds the disk full, while he writes it leaves no empty key behind. The first of two wins."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_private(temporary, content)
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _private_text(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise _invalid("the master key file can be read by others than its owner", hint=f"run `chmod 600 {path}`")
    return path.read_text().strip()


def _decoded(text: str) -> bytes:
    try:
        key = bytes.fromhex(text) if len(text) == 2 * MASTER else base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != MASTER:
        raise _invalid(
            "the master key is not 32 bytes in base64 or hex", hint="make one with `openssl rand -base64 32`"
        )
    return key


def seal(plain: bytes, master: bytes, cipher: Cipher) -> bytes:
    """Encrypt `plain`; a fresh nonce each time, the header is authenticated too."""
    header = MAGIC + bytes([cipher.value]) + secrets.token_bytes(NONCE)
    encryptor = _crypt(master, cipher, header[-NONCE:], None).encryptor()
    encryptor.authenticate_additional_data(header)
    return header + encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def unseal(sealed: bytes, master: bytes) -> tuple[bytes, Cipher]:
    """Decrypt what `seal` wrote. Raises OwnError when the master key is another one or a byte was changed."""
    start = len(MAGIC) + 1 + NONCE
    try:
        header, body, tag = sealed[:start], sealed[start:-TAG], sealed[-TAG:]
        if not header.startswith(MAGIC) or len(sealed) < start + TAG:
            raise ValueError("not a sealed file")
        cipher = Cipher(header[len(MAGIC)])
        decryptor = _crypt(master, cipher, header[-NONCE:], tag).decryptor()
        decryptor.authenticate_additional_data(header)
        return decryptor.update(body) + decryptor.finalize(), cipher
    except (InvalidTag, ValueError) as error:
        raise _invalid(
            "the key file cannot be decrypted: the master key is another one, or the file was changed",
            hint="set the master key that it was written with, or restore both from a backup",
        ) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` under a private temporary name, then rename: a reader or a crash sees the old file or the new one."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_private(temporary, content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _write_private(path: Path, content: bytes) -> None:
    """A new file that only its owner can read, on disk when this returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """So that a name given in it survives a power cut."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _crypt(master: bytes, cipher: Cipher, nonce: bytes, tag: bytes | None) -> Crypt[GCM]:
    length = 32 if cipher is Cipher.AES_256_GCM else 16
    key = HKDF(SHA256(), length, salt=None, info=b"huiliu seal " + cipher.name.encode()).derive(master)
    return Crypt(AES(key) if cipher is Cipher.AES_256_GCM else SM4(key), GCM(nonce, tag))


def _invalid(message: str, detail: str | None = None, *, hint: str | None = None) -> OwnError:
    return OwnError(message, code=ErrorCode.CONFIG_INVALID, hint=hint, detail=detail)
