"""Rules for grants: each has the endpoints that it needs, and what it sends fits it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import GrantType, Role
from generator.model.provider import Provider
from generator.rules.finding import Finding

_NEEDS = {
    GrantType.IMPLICIT: ("authorization_endpoint",),
    GrantType.AUTHORIZATION_CODE: ("authorization_endpoint", "token_endpoint"),
    GrantType.CLIENT_CREDENTIALS: ("token_endpoint",),
    GrantType.DEVICE_CODE: ("device_authorization_endpoint", "token_endpoint"),
}
"""The endpoints that each grant needs (RFC 6749 §3, RFC 8628 §3)."""


def duplicate_grant(provider: Provider) -> Iterator[Finding]:
    """A grant is listed twice."""
    first: dict[GrantType, Finding] = {}
    for one in provider.grants:
        path = (*one.path, "name")
        finding = Finding(path, f'"{one.type.value}" is listed twice', "remove it")
        earlier = first.setdefault(one.type, finding)
        if earlier is not finding:
            yield finding._replace(first=earlier.path)


def missing_endpoint(provider: Provider) -> Iterator[Finding]:
    """A grant needs an endpoint that the spec does not have."""
    known = {one.kind for one in provider.other_endpoints}
    if provider.authorization is not None:
        known.add("authorization_endpoint")
    if provider.token_endpoint is not None:
        known.add("token_endpoint")
    for one in provider.grants:
        absent = [name for name in _NEEDS[one.type] if name not in known]
        if absent:
            message = f'"{one.type.value}" needs {" and ".join(absent)}'
            hint = f"add {absent[0]}: with its URL, or remove the grant"
            yield Finding((*one.path, "name"), message, hint)


def unsupported_grants(provider: Provider) -> Iterator[Finding]:
    """The grants cannot be described yet."""
    types = [one.type for one in provider.grants]
    if types == [GrantType.DEVICE_CODE]:
        message = "a provider with only device_code cannot be described yet"
        hint = "add another grant that the provider offers"
        yield Finding(("grants",), message, hint)


def wrong_response_type(provider: Provider) -> Iterator[Finding]:
    """The response type does not fit the grants (RFC 6749 §3.1.1)."""
    wanted = [
        one.type.response_type for one in provider.grants if one.type.response_type
    ]
    parameter = provider.authorization_endpoint.parameter(Role.RESPONSE_TYPE)
    if parameter is None or parameter.constant is None or not wanted:
        return
    if parameter.constant not in wanted:
        message = f'"{parameter.constant}" is not the response type of any grant'
        hint = f"write {' or '.join(wanted)}, or change grants"
        yield Finding((*parameter.path, "value"), message, hint)


def public_client_without_pkce(provider: Provider) -> Iterator[Finding]:
    """A client without a secret would use a code without PKCE (RFC 9700 §2.1.1)."""
    token = provider.token_endpoint
    if token is None or not provider.offers(GrantType.AUTHORIZATION_CODE):
        return
    if provider.pkce == "none" and token.auth_methods == ("none",):
        message = (
            "a client without a secret needs PKCE, because a stolen code is a token"
        )
        hint = "remove pkce: none, or add a method with a secret to auth_methods"
        yield Finding(("pkce",), message, hint)
