"""The facts of a spec that several documents state."""

from __future__ import annotations

from generator.model.provider import Header, Provider
from generator.model.reference import example_url
from generator.model.token_requests import RequestKind

_BEARER = ("authorization", "Bearer {access_token}")
"""The header with which every format sends a bearer token by itself (RFC 6750 §2.1)."""


def example_endpoint(provider: Provider) -> str:
    """Return the authorization endpoint's URL with the example of each variable."""
    return example_url(provider, provider.authorization_endpoint.url)


def knows_grant(provider: Provider) -> bool:
    """Return whether the formats have a grant of the provider. They have none for devices."""
    is_for_itself = provider.request(RequestKind.CLIENT_CREDENTIALS) is not None
    return bool(provider.browser_grants) or is_for_itself


def sends_bearer(provider: Provider) -> bool:
    """Return whether a call sends the token as a bearer token."""
    return len(own_headers(provider)) < len(provider.headers)


def own_headers(provider: Provider) -> list[Header]:
    """Return the headers of an API call except the one for a bearer token."""
    return [one for one in provider.headers if (one.name.lower(), one.value) != _BEARER]
