"""Rules whose findings are warnings: the spec is valid, but what it leaves out is often wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.endpoints import GrantType
from generator.model.provider import Provider
from generator.rules.finding import Finding, Rule


def no_auth_methods(provider: Provider) -> Iterator[Finding]:
    """Only a warning: a token endpoint does not say how clients authenticate there."""
    token = provider.token_endpoint
    if token is None or token.auth_methods or not _uses_it(provider):
        return
    message = "the spec does not say how clients authenticate here"
    hint = (
        "add auth_methods: [client_secret_post], which most providers expect, "
        "or [client_secret_basic], which clients use by default (RFC 6749 §2.3.1)"
    )
    yield Finding(("token_endpoint",), message, hint)


def unused_endpoint(provider: Provider) -> Iterator[Finding]:
    """Only a warning: no grant uses the authorization endpoint."""
    given = provider.authorization
    if given is None or any(one.type.response_type for one in provider.grants):
        return
    message = "no grant uses the authorization endpoint"
    hint = "remove it, or add authorization_code to grants"
    yield Finding(("authorization_endpoint",), message, hint, at_key=True)


def credentials_in_the_url(provider: Provider) -> Iterator[Finding]:
    """Only a warning: token requests have their secrets in the URL (RFC 6749 §2.3.1)."""
    token = provider.token_endpoint
    if token is not None and any(one.body == "query" for one in token.requests):
        message = "codes and secrets in a URL end up in logs (RFC 6749 §2.3.1)"
        hint = "write body: form, unless the provider accepts nothing else"
        yield Finding(("token_endpoint", "body"), message, hint)


def unreadable_response_mode(provider: Provider) -> Iterator[Finding]:
    """Only a warning: `response_mode` moves a code to where the client does not read it."""
    if not provider.offers(GrantType.AUTHORIZATION_CODE):
        return
    endpoint = provider.only(GrantType.AUTHORIZATION_CODE).authorization_endpoint
    for one in endpoint.parameters:
        key = "default" if one.constant is None else "value"
        value = one.default if one.constant is None else one.constant
        if one.name == "response_mode" and value and value not in _READABLE_MODES:
            message = f'the client cannot read the redirect if the mode is "{value}"'
            hint = (
                "omit the parameter: a code is then in the query "
                "(OAuth 2.0 Multiple Response Type Encoding Practices §2.1)"
            )
            yield Finding((*one.path, key), message, hint)


_READABLE_MODES = ("query", "form_post")
"""With the second, a web application passes the pairs of the form."""


def _uses_it(provider: Provider) -> bool:
    """Return whether a grant uses the token endpoint. Only the implicit grant does not."""
    return any(one.type is not GrantType.IMPLICIT for one in provider.grants)


WARNINGS: Sequence[Rule] = (
    no_auth_methods,
    unused_endpoint,
    credentials_in_the_url,
    unreadable_response_mode,
)
