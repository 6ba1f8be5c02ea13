"""A JWT stands for a login only as its issuer's settings say."""

from __future__ import annotations

import base64
import datetime
import json
import threading
import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from gateway.api.key_sets import BETWEEN_READS, MAX_AGE, KeySet, keys_of
from gateway.api.logins import JwtLogin, Logins, issuers_of
from gateway.errors import GatewayError
from gateway.settings_logins import LoginSettings

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
RSA = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 2048)
SMALL = rsa.generate_private_key(65537, 1024)
CURVE = ec.generate_private_key(ec.SECP256R1())


class NoTokens:
    def verify(self, secret: str, now: datetime.datetime) -> None:
        return None

    def is_valid(self, identifier: str, now: datetime.datetime) -> bool:
        return False


class Issuer:
    """A key set that can rotate and go down, and a clock."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {"a": RSA}
        self.down = False
        self.reads = 0
        self.time = 0.0

    def read(self) -> bytes:
        self.reads += 1
        if self.down:
            raise ConnectionRefusedError
        return json.dumps({"keys": [public(kid, key) for kid, key in self.keys.items()]}).encode()


def public(kid: str, key: Any) -> dict[str, Any]:
    algorithm = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}


def token(key: Any = RSA, kid: str | None = "a", algorithm: str = "RS256", **claims: Any) -> str:
    said = {"iss": "https://id.city", "aud": "huiliu", "sub": "li", "exp": int(NOW.timestamp()) + 600} | claims
    kept = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(kept, key, algorithm, headers={} if kid is None else {"kid": kid})


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def logins(issuer: Issuer) -> Logins:
    return Logins(NoTokens(), [login(issuer)])


def login(issuer: Issuer, **other: Any) -> JwtLogin:
    values: dict[str, Any] = {
        "name": "city",
        "issuer": "https://id.city",
        "audience": "huiliu",
        "algorithms": ("RS256", "ES256"),
        "keys": KeySet(issuer.read, lambda: issuer.time),
        "skew_seconds": 30,
        "principal_claim": "sub",
        "attributes": ("regions",),
        "purposes": ("care", "audit"),
        "purposes_claim": None,
        "default_purpose": "care",
    }
    return JwtLogin(**values | other)


def test_a_good_token_grants_what_the_settings_say(logins: Logins) -> None:
    grant = logins.verify(token(regions=["3301"], role="root"), NOW)
    assert grant is not None
    assert (grant.principal, grant.purposes, grant.default_purpose) == ("user:li", ("care", "audit"), "care")
    assert grant.claims == {"regions": ("3301",)}
    assert logins.is_valid(grant.id, NOW)


def seconds(offset: int) -> int:
    return int(NOW.timestamp()) + offset


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"exp": seconds(-31)},
        {"exp": "x"},
        {"exp": True},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"exp": 10**300},
        {"nbf": seconds(31)},
        {"nbf": "x"},
        {"iss": "https://other"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"sub": None},
        {"sub": "李"},
        {"sub": "service:bi"},
        {"sub": "li\n"},
        {"sub": ""},
    ],
)
def test_a_token_that_is_not_for_us_now_is_refused(logins: Logins, claims: dict[str, Any]) -> None:
    try:
        made = token(**claims)
    except TypeError:  # the library writes no such issuer or subject
        pytest.skip("cannot be written")
    assert logins.verify(made, NOW) is None


@pytest.mark.parametrize("claims", [{"exp": seconds(-29)}, {"nbf": seconds(29)}])
def test_clocks_may_differ_by_the_skew(logins: Logins, claims: dict[str, Any]) -> None:
    assert logins.verify(token(**claims), NOW) is not None


def forged(header: dict[str, Any], secret: bytes | None = None) -> str:
    parts = token().split(".")
    parts[0] = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    if secret is not None:
        signer = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
        signed = signer.sign(f"{parts[0]}.{parts[1]}".encode(), secret)
        parts[2] = base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
    return ".".join(parts)


def test_no_signature_and_the_public_key_as_a_secret_are_refused(logins: Logins) -> None:
    shapes = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    pem = RSA.public_key().public_bytes(*shapes)
    assert logins.verify(token(key=None, algorithm="none"), NOW) is None
    assert logins.verify(forged({"alg": "none", "kid": "a"}), NOW) is None
    assert logins.verify(forged({"alg": "HS256", "kid": "a"}, pem), NOW) is None


@pytest.mark.filterwarnings(
    "ignore::jwt.warnings.InsecureKeyLengthWarning"
)  # the library signs with a short key, and says so
def test_a_key_is_bound_to_its_kind_and_its_algorithm(logins: Logins, issuer: Issuer) -> None:
    issuer.keys["c"] = CURVE
    issuer.keys["s"] = SMALL
    assert logins.verify(token(CURVE, "c", "ES256"), NOW) is not None
    assert logins.verify(token(RSA, "c"), NOW) is None
    assert logins.verify(token(RSA, "a", "RS512"), NOW) is None
    assert logins.verify(token(SMALL, "s"), NOW) is None
    assert logins.verify(token(OTHER, "a"), NOW) is None
    assert logins.verify(token(kid=None), NOW) is None
    assert logins.verify(forged({"alg": "RS256", "kid": "a", "crit": ["x"]}), NOW) is None


def test_symmetric_and_encryption_keys_of_a_set_are_passed_over() -> None:
    oct_key = {"kty": "oct", "k": "c2VjcmV0", "kid": "o"}
    listed = [oct_key, public("a", RSA) | {"use": "enc"}, public("b", RSA)]
    assert set(keys_of(json.dumps({"keys": listed}).encode())) == {"b"}


def test_unknown_keys_are_looked_up_at_a_bounded_rate(logins: Logins, issuer: Issuer) -> None:
    for number in range(50):
        assert logins.verify(token(OTHER, f"x{number}"), NOW) is None
    assert issuer.reads == 1
    issuer.time += BETWEEN_READS
    issuer.keys = {"b": OTHER}
    assert logins.verify(token(OTHER, "b"), NOW) is not None
    assert logins.verify(token(), NOW) is None
    assert issuer.reads == 2


def test_known_keys_go_on_while_the_issuer_is_down(logins: Logins, issuer: Issuer) -> None:
    assert logins.verify(token(), NOW) is not None
    issuer.down, issuer.time = True, MAX_AGE * 2
    assert logins.verify(token(), NOW) is not None
    assert logins.verify(token(OTHER, "b"), NOW) is None


def test_a_running_statement_ends_with_its_token_and_with_its_key(logins: Logins, issuer: Issuer) -> None:
    grant = logins.verify(token(), NOW)
    assert grant is not None
    assert not logins.is_valid(grant.id, NOW + datetime.timedelta(seconds=631))
    assert not logins.is_valid(grant.id.replace("city", "other"), NOW)
    issuer.keys, issuer.time = {"a": OTHER}, MAX_AGE
    assert not logins.is_valid(grant.id, NOW)


def test_a_claim_narrows_the_purposes_and_adds_none(issuer: Issuer) -> None:
    logins = Logins(NoTokens(), [login(issuer, purposes_claim="scope")])
    for said, expected in [("audit root", ("audit",)), (["care"], ("care",)), (None, ()), ({"care": 1}, ())]:
        grant = logins.verify(token(scope=said), NOW)
        assert grant is not None
        assert grant.purposes == expected
        assert grant.default_purpose == ("care" if "care" in expected else None)


def test_huge_and_deep_tokens_are_refused(logins: Logins, issuer: Issuer) -> None:
    assert logins.verify(token(note="x" * 20_000), NOW) is None
    assert issuer.reads == 0
    deep = base64.urlsafe_b64encode(b"[" * 9000).rstrip(b"=").decode()
    assert logins.verify(f"{deep}.{deep[:3000]}.x", NOW) is None


def test_whoever_comes_while_keys_are_read_goes_on_with_those_that_are_known(issuer: Issuer) -> None:
    """A slow issuer, or a stranger who names unknown keys, keeps nobody waiting."""
    begun, may_end = threading.Event(), threading.Event()

    def slowly() -> bytes:
        if issuer.reads:
            begun.set()
            may_end.wait(10)
        return issuer.read()

    keys = KeySet(slowly, lambda: issuer.time)
    assert keys.find("a") is not None
    issuer.time += MAX_AGE
    reading = threading.Thread(target=keys.find, args=("a",))
    reading.start()
    assert begun.wait(10)
    started = time.monotonic()
    assert keys.find("a") is not None
    assert keys.find("unknown") is None
    assert time.monotonic() - started < 2
    may_end.set()
    reading.join()


@pytest.mark.parametrize("text", [None, "", "[]", '{"keys": 1}'])
def test_a_file_that_is_no_key_set_is_said_at_the_start(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "keys.json"
    if text is not None:
        file.write_text(text)
    settings = LoginSettings(issuer="https://id.city", audience="huiliu", keys_file=file)
    with pytest.raises(GatewayError, match="the keys of the login `city` cannot be read"):
        issuers_of({"city": settings}, time.monotonic)
