"""The facts of a spec that several documents state."""

from __future__ import annotations

from generator.model.provider import Header, Provider

_BEARER = ("authorization", "Bearer {access_token}")
"""The header with which every format sends a bearer token by itself (RFC 6750 §2.1)."""


def example_endpoint(provider: Provider) -> str:
    """Return the endpoint's URL with the documented example of each variable."""
    url = provider.authorization_endpoint.url
    for one in provider.url_variables:
        url = url.replace(f"{{{one.name}}}", one.example)
    return url


def own_headers(provider: Provider) -> list[Header]:
    """Return the headers of an API call except the one for a bearer token."""
    return [one for one in provider.headers if (one.name.lower(), one.value) != _BEARER]
