"""The key file: encrypted at rest, shared by processes, silent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import threading
from pathlib import Path

import pytest

from gateway.errors import ErrorCode, OwnError
from gateway.storage import Cipher, KeyFile, master_key, pads
from gateway.storage.sealed import replace_file, seal

MASTER = bytes(range(32))


@pytest.fixture(params=Cipher, ids=lambda cipher: cipher.name)
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "keys.sealed", MASTER, request.param)


def reopened(tmp_path: Path, master: bytes = MASTER) -> KeyFile:
    return KeyFile(tmp_path / "keys.sealed", master)


def test_what_is_stored_is_read_again_whatever_the_cipher(keys: KeyFile, tmp_path: Path) -> None:
    keys.create_key("k1")
    keys.put_secret("police", "p@ss 密码")
    again = reopened(tmp_path)
    assert again.key_names() == ("k1",)
    assert again.secret("police") == "p@ss 密码"
    assert again.secret_names() == ("police",)
    assert again.derive("k1", "dibao-check", "minzheng") == keys.derive("k1", "dibao-check", "minzheng")
    assert again.fingerprint() == keys.fingerprint() == reopened(tmp_path).fingerprint()


def test_a_copy_of_the_file_signs_with_the_same_key_whatever_made_it(keys: KeyFile, tmp_path: Path) -> None:
    """It was made at the first signature: a file that was copied before that became another signer."""
    keys.create_key("k1")
    (tmp_path / "copy").write_bytes((tmp_path / "keys.sealed").read_bytes())
    assert KeyFile(tmp_path / "copy", MASTER).fingerprint() == keys.fingerprint()
    keys.put_secret("police", "x")
    keys.rotate_key("k1")
    assert KeyFile(tmp_path / "copy", MASTER).fingerprint() == keys.fingerprint()


def test_nothing_of_it_stands_in_clear_on_disk_or_in_a_repr(keys: KeyFile, tmp_path: Path) -> None:
    keys.create_key("k1")
    keys.put_secret("police", "hunter2hunter2")
    content = (tmp_path / "keys.sealed").read_bytes()
    for shown in (content, repr(keys).encode(), repr(keys._content).encode()):
        assert b"hunter2" not in shown
        assert b"police" not in shown
    assert (tmp_path / "keys.sealed").stat().st_mode & 0o777 == 0o600


def test_another_master_key_or_a_changed_byte_is_refused(keys: KeyFile, tmp_path: Path) -> None:
    keys.create_key("k1")
    path = tmp_path / "keys.sealed"
    with pytest.raises(OwnError, match="cannot be decrypted"):
        reopened(tmp_path, bytes(32)).key_names()
    good = path.read_bytes()
    for at in (0, 7, 8, 20, len(good) // 2, len(good) - 1):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises(OwnError, match="cannot be decrypted"):
            reopened(tmp_path).key_names()
    for cut in (b"", good[:10], good[:-1]):
        path.write_bytes(cut)
        with pytest.raises(OwnError, match="cannot be decrypted"):
            reopened(tmp_path).key_names()


def test_each_name_purpose_and_department_has_its_own_key(keys: KeyFile) -> None:
    keys.create_key("k1")
    keys.create_key("k2")
    uses = [
        ("k1", "a", "b"), ("k2", "a", "b"), ("k1", "b", "a"), ("k1", "ab", ""), ("k1", "", "ab"), ("k1", None, "b"), ("k1/sm3", "a", "b"),
    ]  # fmt: skip
    assert len({keys.derive(*use) for use in uses}) == len(uses)
    assert all(len(keys.derive(*use)) == 32 for use in uses)


def test_rotating_changes_tokens_and_destroying_ends_them(keys: KeyFile) -> None:
    keys.create_key("k1")
    before = keys.derive("k1", "a", "b")
    keys.rotate_key("k1")
    assert keys.derive("k1", "a", "b") != before
    keys.destroy_key("k1")
    assert keys.key_names() == ()
    with pytest.raises(OwnError, match="was destroyed"):
        keys.derive("k1", "a", "b")
    with pytest.raises(OwnError, match="exists or was destroyed"):
        keys.create_key("k1")


def test_unknown_and_wrong_names_are_refused(keys: KeyFile) -> None:
    for refused in (
        lambda: keys.derive("k9", "a", "b"),
        lambda: keys.rotate_key("k9"),
        lambda: keys.destroy_key("k9"),
        lambda: keys.create_key("K 1"),
        lambda: keys.put_secret("a/b", "x"),
        lambda: keys.secret("nothing"),
    ):
        with pytest.raises(OwnError) as refusal:
            refused()
        assert refusal.value.code is ErrorCode.CONFIG_INVALID
        assert refusal.value.hint


def test_another_process_sees_a_change_at_its_next_use(keys: KeyFile, tmp_path: Path) -> None:
    keys.create_key("k1")
    other = reopened(tmp_path)
    assert other.key_names() == ("k1",)
    keys.create_key("k2")
    assert other.key_names() == ("k1", "k2")
    other.forget_secret("never there")
    keys.rotate_key("k1")
    assert other.derive("k1", "a", "b") == keys.derive("k1", "a", "b")


def test_a_key_file_that_disappears_is_an_error_not_an_empty_file(keys: KeyFile, tmp_path: Path) -> None:
    keys.create_key("k1")
    (tmp_path / "keys.sealed").unlink()
    with pytest.raises(OwnError, match="gone"):
        keys.create_key("k2")


def test_changes_from_many_threads_and_files_are_all_kept(tmp_path: Path) -> None:
    def put(number: int) -> None:
        reopened(tmp_path).put_secret(f"s{number}", "x")

    threads = [threading.Thread(target=put, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reopened(tmp_path).secret_names()) == 12
    assert not list(tmp_path.glob(".keys*"))


def test_the_master_key_file_is_made_once_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    key = master_key(folder)
    assert len(key) == 32
    assert master_key(folder) == key
    assert (folder / "master.key").stat().st_mode & 0o777 == 0o600
    os.chmod(folder / "master.key", 0o640)
    with pytest.raises(OwnError, match="read by others"):
        master_key(folder)


def test_a_configured_master_key_is_base64_or_hex_of_32_bytes(tmp_path: Path) -> None:
    assert master_key(tmp_path, base64.b64encode(MASTER).decode()) == MASTER
    assert master_key(tmp_path, MASTER.hex() + "\n") == MASTER
    assert not (tmp_path / "master.key").exists()
    for wrong in ("secret", base64.b64encode(bytes(31)).decode(), "密" * 64, "z" * 64):
        with pytest.raises(OwnError, match="not 32 bytes") as refusal:
            master_key(tmp_path, wrong)
        assert wrong not in str(refusal.value.public())


def test_pads_are_what_hmac_starts_with() -> None:
    key = hashlib.sha256(b"any").digest()
    blocks = pads(key)
    assert len(blocks) == 128
    inner = hashlib.sha256(blocks[:64] + "张三".encode()).digest()
    assert hashlib.sha256(blocks[64:] + inner).digest() == hmac.digest(key, "张三".encode(), "sha256")
    with pytest.raises(ValueError, match="longer than a block"):
        pads(bytes(65))


def test_keys_of_tickets_overlap_and_are_shared(tmp_path: Path) -> None:
    one, other = (KeyFile(tmp_path / "keys", b"k" * 32) for _ in range(2))
    [first] = one.ticket_keys()
    assert other.ticket_keys() == (first,)
    other.rotate_tickets()
    second, before = one.ticket_keys()
    assert before == first != second
    one.rotate_tickets()
    third, before = other.ticket_keys()
    assert before == second
    assert first not in (second, third)
    assert {len(key) for key in (first, second, third)} == {32}


def test_a_key_file_from_before_tickets_gets_a_key_when_one_is_needed(tmp_path: Path) -> None:
    old = json.dumps({"keys": {}, "secrets": {"a": "b"}, "signing": base64.b64encode(b"s" * 32).decode()}).encode()
    replace_file(tmp_path / "keys", seal(old, b"k" * 32, Cipher.AES_256_GCM))
    file = KeyFile(tmp_path / "keys", b"k" * 32)
    assert file.ticket_keys() == KeyFile(tmp_path / "keys", b"k" * 32).ticket_keys()
    assert file.secret("a") == "b"
