"""The user and the applications of a server without a file of them."""

from __future__ import annotations

from dataclasses import replace

from ..protocol import OUT_OF_BAND_URI
from ..provider import Provider
from ..registry import Account, Application, Registry
from .facts import Exchange

SECRET = "YOUR_CLIENT_SECRET"
_LOOPBACK = tuple(
    f"http://{host}/callback" for host in ("127.0.0.1", "localhost", "[::1]")
)
_CALLBACK = "https://app.example.com/callback"
"""The redirect URI in the documentation of the packages."""


def example_registry(
    provider: Provider, exchange: Exchange, redirect_uris: tuple[str, ...]
) -> Registry:
    """Return one user, and an application with a secret and one without, as the provider allows."""
    scopes = tuple(one.name for one in provider.scopes) or None
    default = provider.default_redirect
    redirects = (
        *((default,) if default else ()),
        *redirect_uris,
        *(_LOOPBACK if exchange.has_loopback else ()),
        _CALLBACK,
        OUT_OF_BAND_URI,
    )
    public = Application(
        provider.example_client_id, "Example application", scopes, redirects
    )
    applications = [public]
    if exchange.accepts_secret:
        applications = [replace(public, client_secret=SECRET)]
        if exchange.accepts_public:
            name = "Example without a secret"
            applications.append(replace(public, client_id="PUBLIC", name=name))
    return Registry(
        [Account("demo", "demo")],
        applications,
        hint="Log in as demo with the password demo." if exchange.has_users else None,
    )
