"""What a spec says of the token endpoint, for the pages of all languages."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.endpoints import GrantType, ResponseError
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.clients import ExchangeView
from generator.targets.languages import LANGUAGES


def token_errors(provider: Provider) -> Sequence[ResponseError]:
    endpoint = provider.token_endpoint
    return endpoint.errors if endpoint is not None and provider.exchanges else ()


def exchange_views(provider: Provider) -> tuple[ExchangeView, ...]:
    """Return what the pages say of the token endpoint, for each package that calls it."""
    if not provider.exchanges:
        return ()
    return tuple(
        one.exchange(provider)
        for one in LANGUAGES
        if one.exchange is not None and provider.packages.named(one.key)
    )


def refreshes(provider: Provider) -> bool:
    return provider.request(RequestKind.REFRESH) is not None


def renewal(provider: Provider) -> Code:
    """Return a link to the section about the source that renews tokens, or nothing without one."""
    if refreshes(provider):
        return Code("[Keep a valid token](tokens.md#keep-a-valid-token)")
    if provider.exchanges and provider.offers(GrantType.CLIENT_CREDENTIALS):
        title = "Get a token for the application itself"
        return Code(f"[{title}](tokens.md#get-a-token-for-the-application-itself)")
    return Code("")


_WAYS = {
    GrantType.AUTHORIZATION_CODE: "With the authorization code grant, the redirect contains a code that is exchanged for a token.",
    GrantType.IMPLICIT: "With the implicit grant, the authorization response contains the token.",
    GrantType.CLIENT_CREDENTIALS: "With the client credentials grant, an application gets a token for itself.",
    GrantType.DEVICE_CODE: "With the device code grant, a user logs in on another device.",
}


def ways(provider: Provider) -> Code:
    """Return a sentence about each grant that the provider offers."""
    return Code(" ".join(text for one, text in _WAYS.items() if provider.offers(one)))


def polls(provider: Provider) -> bool:
    return provider.request(RequestKind.DEVICE_AUTHORIZATION) is not None


def has_secret(provider: Provider) -> bool:
    """Return whether a client can have a secret."""
    endpoint = provider.token_endpoint
    return endpoint is None or endpoint.auth_methods != ("none",)


def builder_labels(provider: Provider) -> list[str]:
    """Return the languages of the packages that only build URLs."""
    if not provider.browser_grants:
        return []
    return [
        one.label
        for one in LANGUAGES
        if one.exchange is None and provider.packages.named(one.key)
    ]
