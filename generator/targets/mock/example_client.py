"""A spec to the arguments of a client of the mock server's example application."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.targets.python.documented_view import DocumentedView
from generator.targets.python.encoders import python_string

_CALLBACKS = {
    True: "http://127.0.0.1/callback",
    False: "https://app.example.com/callback",
}
"""The redirect URI in the example, if the provider accepts one on this machine and if not."""
SECRET = "YOUR_CLIENT_SECRET"
"""The values of the example applications, as templates/mock/runtime/exchange/registry.py has them."""


def client_arguments(provider: Provider, python: DocumentedView) -> Iterator[str]:
    """Yield the arguments of the client, each as `name=value`.

    The example applications have several redirect URIs, so a request names one (RFC 6749 §3.1.2.3).
    """
    for one in python.client_arguments:
        if not one.startswith("redirect_uri="):
            yield str(one)
    endpoint = provider.authorization
    if endpoint is not None and endpoint.parameter(Role.REDIRECT_URI) is not None:
        yield f"redirect_uri={python_string(_CALLBACKS[provider.has_loopback])}"
    if takes_secret(provider):
        yield f"client_secret={python_string(SECRET)}"
        yield from map(str, python.secret_arguments)


def takes_secret(provider: Provider) -> bool:
    """Return whether an application can have a secret."""
    return set(methods(provider)) != {"none"}


def methods(provider: Provider) -> tuple[str, ...]:
    """Return the ways to authenticate at the token endpoint."""
    endpoint = provider.token_endpoint
    accepted = endpoint.accepted_methods if endpoint is not None else ()
    return accepted or ("client_secret_basic", "client_secret_post", "none")
