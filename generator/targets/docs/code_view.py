"""A provider's grants and endpoints to Markdown, and what a page about a code says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import GrantType, Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.clients import kept
from generator.targets.encoders.markdown import (
    markdown_code,
    markdown_link,
    markdown_table,
)
from generator.targets.encoders.words import joined
from generator.targets.languages import LANGUAGES

_RFC = "https://www.rfc-editor.org/rfc/"
_STANDARDS = {
    GrantType.AUTHORIZATION_CODE: ("RFC 6749 §4.1", "rfc6749#section-4.1"),
    GrantType.IMPLICIT: ("RFC 6749 §4.2", "rfc6749#section-4.2"),
    GrantType.CLIENT_CREDENTIALS: ("RFC 6749 §4.4", "rfc6749#section-4.4"),
    GrantType.DEVICE_CODE: ("RFC 8628", "rfc8628"),
}
_PURPOSES = {
    "device_authorization_endpoint": "Starts the login of a device (RFC 8628 §3.1).",
    "revocation_endpoint": "Revokes a token (RFC 7009 §2).",
}


@dataclass(frozen=True, slots=True)
class CodeView:
    """What the pages of a provider whose grant is a code say.

    The tables are lines of Markdown. `token_endpoint` and `issuer` are Markdown, and None if the
    spec does not say them.
    """

    kept_table: tuple[Code, ...]
    has_pkce: bool
    requires_pkce: bool
    token_endpoint: Code | None
    issuer: Code | None


def code_view(provider: Provider) -> CodeView | None:
    """Return what the pages about a code say, or None if the response is a token."""
    if provider.returns_token:
        return None
    endpoint, token = provider.authorization_endpoint, provider.token_endpoint
    if not provider.browser_grants:
        return CodeView((), False, False, None, None)
    rows = [(Code(noun), Code(meaning)) for _, noun, meaning in kept(provider)]
    return CodeView(
        kept_table=markdown_table(("keep the", "because"), rows),
        has_pkce=endpoint.parameter(Role.CODE_CHALLENGE) is not None,
        requires_pkce=provider.pkce == "required",
        token_endpoint=markdown_code(token.url) if token else None,
        issuer=markdown_code(provider.issuer) if provider.issuer else None,
    )


def grant_table(provider: Provider) -> tuple[Code, ...]:
    """Return the table of the grants. There is none if the only grant is one that returns a token."""
    if len(provider.grants) == 1 and provider.returns_token:
        return ()
    rows = [
        (
            markdown_code(one.type.value),
            _standard(one.type),
            support_of(provider, one.type),
        )
        for one in provider.grants
    ]
    return markdown_table(("grant", "standard", "support in the packages"), rows)


def _standard(grant: GrantType) -> Code:
    title, place = _STANDARDS[grant]
    return markdown_link(title, f"{_RFC}{place}")


def support_of(provider: Provider, grant: GrantType) -> Code:
    if grant is GrantType.IMPLICIT:
        return Code("complete")
    complete, others = _labels(provider, True), _labels(provider, False)
    if not provider.exchanges:
        complete, others = [], [*complete, *others]
    sentences = [f"{joined(complete)}: complete."] if complete else []
    if others and grant is GrantType.AUTHORIZATION_CODE:
        sentences.append(f"{joined(others)}: only the authorization URL.")
    elif others and provider.browser_grants:
        sentences.append(f"{joined(others)}: not yet.")
    return Code(" ".join(sentences))


def _labels(provider: Provider, exchanges: bool) -> list[str]:
    """Return the languages of the packages that call the token endpoint, or of the others."""
    return [
        one.label
        for one in LANGUAGES
        if provider.packages.named(one.key) and (one.exchange is not None) is exchanges
    ]


def endpoint_table(provider: Provider) -> tuple[Code, ...]:
    """Return the table of the endpoints that only clients call. It has no rows without any."""
    head = ("endpoint", "purpose", "client authentication")
    return markdown_table(head, _endpoint_rows(provider))


def _endpoint_rows(provider: Provider) -> Iterator[tuple[Code, Code, Code]]:
    token = provider.token_endpoint
    if token is not None:
        purpose = Code("Issues tokens (RFC 6749 §3.2).")
        yield markdown_code(token.url), purpose, _methods(token.accepted_methods)
    for one in provider.other_endpoints:
        methods = next((each.auth_methods for each in one.requests), one.auth_methods)
        yield markdown_code(one.url), Code(_PURPOSES[one.kind]), _methods(methods)


def _methods(names: Sequence[str]) -> Code:
    return Code(", ".join(map(markdown_code, names)) or "not documented")
