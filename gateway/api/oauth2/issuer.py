"""The issuer as the gateway, its client, meets it: OpenID Connect's code flow with PKCE (RFC 6749 section 4.1, RFC 7636, OpenID Connect Core section 3.1).

url = issuer.authorization(state=…, nonce=…, verifier=…, redirect=…)
token = issuer.token(code, nonce=…, verifier=…, redirect=…, now=…)
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import secrets
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from gateway.api.key_sets import FETCH_SECONDS, FETCHED_BYTES, opener_for
from gateway.api.logins import JwtLogin
from gateway.settings_logins import LoginSettings


class RefusedLogin(Exception):  # noqa: N818  # it never leaves this package
    """The issuer gave no token that is good here. The message is for the audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """`login` judges what it signs."""

    settings: LoginSettings
    secret: str = field(repr=False)
    login: JwtLogin
    opener: urllib.request.OpenerDirector

    @classmethod
    def of(cls, settings: LoginSettings, secret: str, login: JwtLogin) -> Issuer:
        return cls(settings=settings, secret=secret, login=login, opener=opener_for(settings.authority))

    def authorization(self, *, state: str, nonce: str, verifier: str, redirect: str) -> str:
        """Where the person logs in."""
        assert self.settings.authorization_url is not None
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": redirect,
            "scope": " ".join(self.settings.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        url = self.settings.authorization_url
        return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(asked)}"

    def token(self, code: str, *, nonce: str, verifier: str, redirect: str, now: datetime.datetime) -> str:
        """The token by which the person is known here. Blocking. Raises RefusedLogin."""
        given = self._exchange(code, verifier, redirect)
        assert self.settings.client_id is not None
        identity, access = given.get("id_token"), given.get("access_token")
        if not isinstance(identity, str):
            raise RefusedLogin("the issuer gave no id token")
        claims = self.login.claims(identity, self.settings.client_id, now)
        if claims is None:
            raise RefusedLogin("the id token is not good")
        if claims.get("azp", self.settings.client_id) != self.settings.client_id:
            raise RefusedLogin("the id token is for another client")
        if not secrets.compare_digest(str(claims.get("nonce")), nonce):
            raise RefusedLogin("the id token belongs to another login")
        for token in (access, identity):
            if isinstance(token, str) and (granted := self.login.grant(token, now)) is not None:
                if granted.principal != f"user:{claims.get(self.login.principal_claim)}":
                    raise RefusedLogin("the two tokens are not one person's")
                return token
        raise RefusedLogin("neither token is one for this gateway: look at `audience`")

    def _exchange(self, code: str, verifier: str, redirect: str) -> Mapping[str, Any]:
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
        who = f"{quote(self.settings.client_id or '', safe='')}:{quote(self.secret, safe='')}"
        headers = {
            "Authorization": f"Basic {base64.b64encode(who.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        assert self.settings.token_url is not None
        request = urllib.request.Request(self.settings.token_url, urlencode(sent).encode(), headers)
        try:
            with self.opener.open(request, timeout=FETCH_SECONDS) as answer:
                found = json.loads(answer.read(FETCHED_BYTES))
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise RefusedLogin(f"the issuer did not exchange the code: {type(error).__name__}") from error
        if not isinstance(found, dict):
            raise RefusedLogin("the issuer's answer is none")
        return found


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


RANDOM_BYTES: Final = 32


def random_text() -> str:
    """256 bits, in 43 characters of base64url."""
    return secrets.token_urlsafe(RANDOM_BYTES)
