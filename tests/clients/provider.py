"""A small OpenID provider: one person, who is logged in there already; it checks what a provider has to check."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import secrets
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from gateway.certificates import certificates

CLIENT: Final = "huiliu-gateway"
SECRET: Final = "s:e/c ret"
HOST: Final = "localhost"


class Provider:
    """`redirect` is the one address that is registered; `amiss` names what it does wrong."""

    def __init__(self, port: int, authority: Path) -> None:
        self.url = f"https://{HOST}:{port}"
        self.authority = authority
        self.person = "ana"
        self.redirect = ""
        self.amiss = ""
        self.asked: list[str] = []
        """Paths, in order."""
        self._key = rsa.generate_private_key(65537, 2048)
        self._other = rsa.generate_private_key(65537, 2048)
        self._codes: dict[str, dict[str, str]] = {}

    def settings(self) -> str:
        """What stands in `[logins.web]`."""
        return (
            f'[logins.web]\nissuer = "{self.url}"\naudience = "huiliu"\nkeys_url = "{self.url}/keys"\nauthority = "{self.authority}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "env:WEB_SECRET"\npurposes = ["audit"]\n'
            f'authorization_url = "{self.url}/authorize?tenant=city"\ntoken_url = "{self.url}/token"\n'
        )

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "web", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the person's browser is sent. ValueError for a request that a provider must not answer."""
        wanted = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self.redirect,
            "code_challenge_method": "S256",
        }
        if {name: asked.get(name) for name in wanted} != wanted or "openid" not in asked["scope"].split():
            raise ValueError("not a request of our client")
        if self.amiss == "refuses":
            said = {"error": "access_denied", "error_description": "<script>alert(1)</script>", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self._codes[code] = asked
            said = {"code": code, "state": asked["state"]}
        return f"{self.redirect}?{urlencode(said)}"

    def token(self, authorization: str, asked: dict[str, str]) -> dict[str, Any]:
        """The tokens for a code, once. ValueError for what must not have them."""
        user, _, password = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        given = self._codes.pop(asked["code"])
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest()).decode().rstrip("=")
        )
        if (unquote(user), unquote(password)) != (CLIENT, SECRET):
            raise ValueError("not our client")
        if challenge != given["code_challenge"] or asked["redirect_uri"] != given["redirect_uri"]:
            raise ValueError("another client's code")
        nonce = "another" if self.amiss == "nonce" else given["nonce"]
        found: dict[str, Any] = {"token_type": "Bearer", "expires_in": 600}
        if self.amiss != "no id token":
            found["id_token"] = self.signed(CLIENT, nonce=nonce, azp="another" if self.amiss == "azp" else CLIENT)
        found["access_token"] = (
            "opaque" if self.amiss == "opaque" else self.signed("huiliu", "li" if self.amiss == "person" else None)
        )
        return found

    def signed(self, audience: str, person: str | None = None, seconds: float = 600, **more: str) -> str:
        """A token of its own."""
        said = {
            "iss": self.url,
            "aud": audience,
            "sub": person or self.person,
            "exp": int(time.time() + seconds),
            **more,
        }
        key = self._other if self.amiss == "signature" else self._key
        return jwt.encode(said, key, "RS256", headers={"kid": "web"})


@contextmanager
def provider(folder: Path) -> Iterator[Provider]:
    """It serves over TLS, under an authority of its own."""
    made = certificates(folder, [HOST], datetime.datetime.now(datetime.UTC))

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            found.asked.append(split.path)
            if split.path == "/keys":
                self._say(200, found.keys())
                return
            asked = {name: values[0] for name, values in parse_qs(split.query).items()}
            try:
                to = found.authorize(asked)
            except (ValueError, KeyError):
                self._say(400, {})
                return
            self.send_response(302)
            self.send_header("Location", to)
            self.end_headers()

        def do_POST(self) -> None:
            found.asked.append(self.path)
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(text).items()}
            try:
                self._say(200, found.token(self.headers["Authorization"], asked))
            except (ValueError, KeyError):
                self._say(400, {"error": "invalid_grant"})

        def _say(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found = Provider(server.server_address[1], made.authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
