"""A provider's grants to what says which one to use, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.model.endpoints import GrantType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.clients import ExchangeView
from generator.targets.docs.code_view import support_of
from generator.targets.encoders.markdown import markdown_code, markdown_table
from generator.targets.views import needs_secret

_ORDER = (
    GrantType.AUTHORIZATION_CODE,
    GrantType.IMPLICIT,
    GrantType.CLIENT_CREDENTIALS,
    GrantType.DEVICE_CODE,
)
"""The grants for users with a browser come first, and the preferred one of them."""


def advice_table(
    provider: Provider, exchanges: Sequence[ExchangeView]
) -> tuple[Code, ...]:
    """Return the table that says when to use each grant, with links to the sections about them."""
    offered = sorted((one.type for one in provider.grants), key=_ORDER.index)
    rows = [
        (
            _linked(one, exchanges),
            Code(_advice(provider, one)),
            support_of(provider, one),
        )
        for one in offered
    ]
    return markdown_table(("grant", "use it if", "support in the packages"), rows)


def advice_without_grant(provider: Provider) -> tuple[Code, ...]:
    """Return what to do in a case for which the provider has no grant, if there is one."""
    return tuple(map(Code, _without_grant(provider)))


def _linked(grant: GrantType, exchanges: Sequence[ExchangeView]) -> Code:
    name = markdown_code(grant.value)
    for one in exchanges:
        for section in one.sections:
            if section.grant is grant:
                target = re.sub(r"[^a-z0-9 -]", "", str(section.title).lower())
                return Code(f"[{name}](#{target.replace(' ', '-')})")
    return name


def _advice(provider: Provider, grant: GrantType) -> str:
    offers_code = provider.offers(GrantType.AUTHORIZATION_CODE)
    if grant is GrantType.AUTHORIZATION_CODE:
        if needs_secret(provider):
            return (
                "A user logs in to an application on your server (RFC 9700 §2.1.1). The exchange of the code requires a client secret, "
                "which programs that users install cannot keep (RFC 8252 §8.5)."
            )
        return (
            "A user logs in: in a web application, a mobile or desktop program, or a command "
            "(RFC 9700 §2.1.1)."
        )
    if grant is GrantType.IMPLICIT:
        reason = "you cannot exchange a code"
        if offers_code and needs_secret(provider):
            reason = "your application has no server that keeps the client secret"
        return (
            f"A user logs in, and {reason}. The token can leak from the redirect "
            "(RFC 9700 §2.1.2)."
        )
    if grant is GrantType.CLIENT_CREDENTIALS:
        return (
            "No user is involved: your application acts for itself, and can keep a secret "
            "(RFC 6749 §4.4)."
        )
    device = "A user logs in with a browser on another device (RFC 8628)."
    if not provider.browser_grants:
        return device
    return (
        f"{device} Use it only if the first device has no browser or no keyboard, because an attacker can send "
        "the code to others (RFC 8628 §5.4)."
    )


def _without_grant(provider: Provider) -> Iterator[str]:
    has_users = any(
        one.type is not GrantType.CLIENT_CREDENTIALS for one in provider.grants
    )
    if not has_users:
        yield "This provider has no grant for users: a token never acts for one of them."
    elif not provider.offers(GrantType.CLIENT_CREDENTIALS):
        text = "This provider has no grant for a program without a user."
        if provider.request(RequestKind.REFRESH) is not None:
            text += " Let a user log in once, and let the program keep a valid token with a [token source](#keep-a-valid-token)."
        yield text
