"""The metadata of the authorization server (RFC 8414)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from ..provider import Provider
from .facts import Exchange

_PATH = "/.well-known/oauth-authorization-server"


def metadata_path(provider: Provider) -> str:
    """Return the path of the metadata, which the path of the issuer follows (RFC 8414 §3.1)."""
    return _PATH + urlsplit(provider.issuer or "").path.rstrip("/")


def metadata(provider: Provider, exchange: Exchange, url: str) -> dict[str, Any]:
    """Return the members of the metadata; `url` is the server's own.

    The issuer is the provider's, because a redirect contains it. Endpoints with a variable in
    their path are not in the metadata.
    """
    scopes = [one.name for one in provider.scopes]
    device, revocation = exchange.device, exchange.revocation
    paths = {
        "authorization_endpoint": provider.path,
        "token_endpoint": exchange.requests[0].path,
        "device_authorization_endpoint": device.path if device else None,
        "revocation_endpoint": revocation.path if revocation else None,
    }
    members: dict[str, Any] = {
        "issuer": provider.issuer or url,
        **{
            name: f"{url}{path}"
            for name, path in paths.items()
            if path is not None and "{" not in path
        },
        "response_types_supported": list(provider.response_types),
        "grant_types_supported": _grant_types(provider, exchange),
        "token_endpoint_auth_methods_supported": _methods(exchange.auth_methods),
    }
    if revocation is not None and "revocation_endpoint" in members:
        members["revocation_endpoint_auth_methods_supported"] = _methods(
            revocation.auth_methods
        )
    if scopes:
        members["scopes_supported"] = scopes
    if exchange.pkce != "none":
        members["code_challenge_methods_supported"] = ["S256"]
    if provider.issuer is not None:
        members["authorization_response_iss_parameter_supported"] = True
    return members


def _methods(methods: Sequence[str]) -> list[str]:
    """Return the ways to authenticate, which are all if the provider does not say."""
    every = ("client_secret_basic", "client_secret_post", "none")
    return list(methods or every)


def _grant_types(provider: Provider, exchange: Exchange) -> list[str]:
    implicit = ["implicit"] if "token" in provider.response_types else []
    return [*implicit, *(one.grant_type for one in exchange.requests)]
