"""A private authority and a server certificate that the gateway makes for itself, so that clients which demand TLS can connect from the first day.

The authority stays (clients are told to trust it); the certificate is made anew before it ends, or when the names that it must hold change.
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import ipaddress
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gateway.errors import ErrorCode, OwnError

AUTHORITY_DAYS: Final = 3650
CERTIFICATE_DAYS: Final = 397
"""Some clients take none that lasts longer."""
RENEW_DAYS: Final = 30
DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM. `authority` is the one to give to clients."""

    authority: Path
    certificate: Path
    key: Path


def certificates(folder: Path, names: Collection[str], now: datetime.datetime) -> Certificates:
    """Those of the folder, made when they are not there or will not do. `names` are host names and addresses. Raises OwnError."""
    try:
        with _locked(folder):
            found = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")
            authority = _authority(folder, now)
            if not _will_do(found, authority, names, now):
                _issue(found, authority, names, now)
    except (OSError, ValueError) as error:
        raise OwnError(
            f"the certificates in `{folder}` cannot be used",
            code=ErrorCode.CONFIG_INVALID,
            hint="move the folder away, then new ones are made; clients must then be told the new authority",
            detail=repr(error),
        ) from error
    return found


@dataclass(frozen=True, slots=True)
class _Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _authority(folder: Path, now: datetime.datetime) -> _Authority:
    certificate, key = folder / "ca.pem", folder / "ca.key"
    if not certificate.exists():
        own = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Huiliu private authority {now:%Y-%m-%d}")])
        made = (
            _builder(name, name, own.public_key(), now, AUTHORITY_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
            .sign(own, hashes.SHA256())
        )
        _write(key, _private(own))
        _write(certificate, made.public_bytes(serialization.Encoding.PEM), mode=0o644)
    read = serialization.load_pem_private_key(key.read_bytes(), None)
    if not isinstance(read, ec.EllipticCurvePrivateKey):
        raise ValueError("the authority's key is of another kind")
    return _Authority(x509.load_pem_x509_certificate(certificate.read_bytes()), read)


def _will_do(found: Certificates, authority: _Authority, names: Collection[str], now: datetime.datetime) -> bool:
    if not (found.certificate.exists() and found.key.exists()):
        return False
    known = x509.load_pem_x509_certificate(found.certificate.read_bytes())
    try:
        known.verify_directly_issued_by(authority.certificate)
    except Exception:  # another authority's, or damaged: it is made anew either way
        return False
    held = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return known.not_valid_after_utc - RENEW_DAYS * DAY > now and set(_alternatives(names)) <= set(held)


def _issue(found: Certificates, authority: _Authority, names: Collection[str], now: datetime.datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "huiliu")])
    issuer = authority.certificate
    made = (
        _builder(subject, issuer.subject, key.public_key(), now, CERTIFICATE_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    _write(found.key, _private(key))
    _write(found.certificate, made.public_bytes(serialization.Encoding.PEM), mode=0o644)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)  # clocks of clients differ
        .not_valid_after(now + days * DAY)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternatives(names: Collection[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in sorted(set(names)):
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name))
    return found


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
