"""The gateway's own authority and certificate: made once, kept, renewed before their end, readable by nobody else."""

from __future__ import annotations

import datetime
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509

from gateway.certificates import certificates
from gateway.errors import GatewayError

NOW = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
NAMES = ("localhost", "127.0.0.1", "::1", "gateway.city.example")


def held(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_they_are_made_once_and_kept(tmp_path: Path) -> None:
    first = certificates(tmp_path / "tls", NAMES, NOW)
    before = first.certificate.read_bytes(), first.authority.read_bytes()
    assert certificates(tmp_path / "tls", reversed(NAMES), NOW + DAY) == first  # type: ignore[arg-type]
    assert (first.certificate.read_bytes(), first.authority.read_bytes()) == before
    made = held(first.certificate)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(name.value) for name in names} == set(NAMES)
    made.verify_directly_issued_by(held(first.authority))
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(first.certificate, first.key)


def test_keys_are_for_the_owners_eyes(tmp_path: Path) -> None:
    certificates(tmp_path / "tls", NAMES, NOW)
    for name in ("ca.key", "server.key"):
        assert stat.S_IMODE((tmp_path / "tls" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "tls").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("names", "later"),
    [(NAMES, 368), (NAMES, 3000), ((*NAMES, "10.1.2.3"), 1)],
    ids=["a month before", "long after", "a new name"],
)
def test_the_certificate_is_renewed_and_the_authority_stays(tmp_path: Path, names: tuple[str, ...], later: int) -> None:
    first = certificates(tmp_path / "tls", NAMES, NOW)
    before = first.certificate.read_bytes(), first.authority.read_bytes(), first.key.read_bytes()
    certificates(tmp_path / "tls", names, NOW + later * DAY)
    assert first.certificate.read_bytes() != before[0]
    assert first.authority.read_bytes() == before[1]
    assert first.key.read_bytes() != before[2]
    held(first.certificate).verify_directly_issued_by(held(first.authority))


def test_a_certificate_of_another_authority_is_replaced(tmp_path: Path) -> None:
    first, other = certificates(tmp_path / "a", NAMES, NOW), certificates(tmp_path / "b", NAMES, NOW)
    first.certificate.write_bytes(other.certificate.read_bytes())
    certificates(tmp_path / "a", NAMES, NOW)
    held(first.certificate).verify_directly_issued_by(held(first.authority))


def test_what_cannot_be_read_is_said_and_not_replaced(tmp_path: Path) -> None:
    first = certificates(tmp_path / "tls", NAMES, NOW)
    first.authority.write_text("nothing")
    with pytest.raises(GatewayError, match="cannot be used"):
        certificates(tmp_path / "tls", NAMES, NOW)
    assert first.authority.read_text() == "nothing"
