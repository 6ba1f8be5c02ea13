"""Issuers whose JWTs are logins: `[logins.<name>]`."""

from __future__ import annotations

from typing import Final

from pydantic import Field, model_validator

from gateway.settings_parts import FilePath, Tree

ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Signatures with a key pair; anything else (`none`, HS256) would let the holder of a public key sign."""


_HTTPS: Final = r"^https://[^\s@#]+$"


class LoginSettings(Tree):
    """One issuer, and what its tokens grant. Its keys are a file or an address."""

    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    keys_file: FilePath | None = None
    keys_url: str | None = Field(default=None, pattern=_HTTPS)
    authority: FilePath | None = None
    algorithms: tuple[str, ...] = Field(default=("RS256", "ES256"), min_length=1)
    skew_seconds: float = Field(default=30, ge=0, le=300)
    principal_claim: str = Field(default="sub", min_length=1)
    attributes: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    purposes_claim: str | None = None
    default_purpose: str | None = None
    client_id: str | None = Field(default=None, min_length=1)
    """With it clients without a login are sent to the issuer (OpenID Connect, code flow)."""
    client_secret: str | None = Field(default=None, pattern=r"^env:[A-Z][A-Z0-9_]*$")
    authorization_url: str | None = Field(default=None, pattern=_HTTPS)
    token_url: str | None = Field(default=None, pattern=_HTTPS)
    scopes: tuple[str, ...] = Field(default=("openid",), min_length=1)

    @model_validator(mode="after")
    def _coherent(self) -> LoginSettings:
        if (self.keys_file is None) == (self.keys_url is None):
            raise ValueError("keys_url: write either keys_url or keys_file")
        for algorithm in self.algorithms:
            if algorithm not in ALGORITHMS:
                raise ValueError(f"algorithms: `{algorithm}` is none of {', '.join(sorted(ALGORITHMS))}")
        if self.default_purpose is not None and self.default_purpose not in self.purposes:
            raise ValueError(f"default_purpose: `{self.default_purpose}` is not among purposes")
        together = (self.client_id, self.client_secret, self.authorization_url, self.token_url)
        if any(together) and not all(together):
            raise ValueError("client_id: client_id, client_secret, authorization_url and token_url come together")
        if "openid" not in self.scopes:
            raise ValueError("scopes: `openid` must be among them, for there is no ID token without")
        return self
