"""A genuine Trino over TLS: the service's password, token and certificate are taken, others are not; and it is switched with another while statements run."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from gateway.engines.engine import PageFormat
from gateway.engines.trino import ServiceAccount, TrinoBounds, TrinoEngine
from gateway.engines.trino_columns import TrinoColumns
from gateway.errors import EngineError, ErrorCode
from tests.engines.authority import Authority
from tests.engines.rogue import plan, read
from tests.trino.artifacts import PartMissingError
from tests.trino.fixture import absent
from tests.trino.server import Trino, running

pytestmark = pytest.mark.slow
PASSWORD: Final = "it's a secret"
ROUNDS: Final = 1_000
WHO: Final = plan("SELECT CAST(current_user AS varchar) AS a", sources=("tpch",), a="varchar")
LONG: Final = plan("SELECT l.orderkey AS a FROM tpch.sf1.lineitem AS l", sources=("tpch",))


@dataclass(frozen=True)
class Secured:
    """A Trino that takes nobody without a proof, and what the service proves itself with."""

    url: str
    authority: Path
    certificate: tuple[Path, Path]
    signer: rsa.RSAPrivateKey

    def account(self, **identity: str) -> ServiceAccount:
        return ServiceAccount(user="huiliu", authority=self.authority, **identity)

    @property
    def certified(self) -> ServiceAccount:
        file, key = self.certificate
        return ServiceAccount(user="huiliu", authority=self.authority, certificate=file, key=key)

    def token(self, user: str, signer: rsa.RSAPrivateKey | None = None) -> str:
        """A JWT (RFC 7519) that is good for a minute."""
        parts = ({"alg": "RS256", "typ": "JWT"}, {"sub": user, "exp": int(time.time()) + 60})
        text = ".".join(_base64(json.dumps(part).encode()) for part in parts)
        signature = (signer or self.signer).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{_base64(signature)}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    own = "".join(file.read_text() for file in reversed(authority.issue("trino")))
    (folder / "trino-all.pem").write_text(own)
    signer = rsa.generate_private_key(65537, 2048)
    public = signer.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    salt = secrets.token_bytes(16)
    hashed = hashlib.pbkdf2_hmac("sha1", PASSWORD.encode(), salt, ROUNDS, 32)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    files = {
        "catalog/tpch.properties": "connector.name=tpch\n",
        "password-authenticator.properties": "password-authenticator.name=file\nfile.password-file=etc/password.db\n",
        "password.db": f"huiliu:{ROUNDS}:{salt.hex()}:{hashed.hex()}\n",
        "jwt.pem": public.decode(),
    }
    settings = {
        "http-server.https.enabled": "true",
        "http-server.https.port": f"{port}",
        "http-server.https.keystore.path": f"{folder / 'trino-all.pem'}",
        "http-server.https.truststore.path": f"{authority.file}",
        "http-server.authentication.type": "CERTIFICATE,JWT,PASSWORD",
        "http-server.authentication.certificate.user-mapping.pattern": "CN=(.*)",
        "http-server.authentication.jwt.key-file": "etc/jwt.pem",
        "internal-communication.shared-secret": secrets.token_hex(32),
    }
    try:
        with running(files=files, settings=settings):
            yield Secured(f"https://127.0.0.1:{port}", authority.file, authority.issue("huiliu"), signer)
    except PartMissingError as missing:
        absent(missing)


def who(secured: Secured, account: ServiceAccount) -> bytes:
    async def session() -> bytes:
        engine = TrinoEngine({"tpch": ""}, [secured.url], account, TrinoBounds(connect=2, read=10))
        await engine.start()
        try:
            return (await read(engine, WHO))[1]
        finally:
            await engine.stop()

    return asyncio.run(session())


def test_the_service_proves_itself_in_three_ways(secured: Secured) -> None:
    for account in (
        secured.account(password=PASSWORD),
        secured.account(token=secured.token("huiliu")),
        secured.certified,
    ):
        assert who(secured, account) == b'["huiliu"]'
        assert TrinoColumns([secured.url], account).of("tpch", ["tiny"])["tiny", "nation"]["name"] == "varchar(25)"


def test_who_proves_nothing_or_something_false_is_not_answered(secured: Secured) -> None:
    stranger = rsa.generate_private_key(65537, 2048)
    for account in (
        secured.account(),
        secured.account(password="wrong"),
        secured.account(token=secured.token("huiliu", stranger)),
        secured.account(token=secured.token("somebody")),
        ServiceAccount(user="huiliu", password=PASSWORD),  # does not know the authority
    ):
        with pytest.raises(EngineError) as refused:
            who(secured, account)
        assert PASSWORD not in f"{refused.value} {refused.value.detail}"
        with pytest.raises(EngineError) as unread:
            TrinoColumns([secured.url], account).of("tpch", ["tiny"])
        assert unread.value.code is ErrorCode.SOURCE_UNAVAILABLE


def test_blue_is_switched_with_green_while_a_statement_runs(secured: Secured, trino: Trino) -> None:
    async def session() -> tuple[int, list[str]]:
        engine = TrinoEngine({"tpch": ""}, [secured.url, trino.url], secured.certified, TrinoBounds())
        await engine.start()
        try:
            ran_on = []
            run = await engine.run(LONG, PageFormat.JSON, seconds=60)
            pages = run.pages()
            rows = (await anext(pages)).rows
            ran_on.append(run._coordinator.address)
            engine.coordinators.drain(secured.url)
            other = await engine.run(WHO, PageFormat.JSON, seconds=30)
            ran_on.append(other._coordinator.address)
            assert [page.body async for page in other.pages()] == [b'["huiliu"]']
            rows += sum([page.rows async for page in pages])
            return rows, ran_on
        finally:
            await engine.stop()

    rows, ran_on = asyncio.run(session())
    assert (rows, ran_on) == (6_001_215, [secured.url, trino.url])
