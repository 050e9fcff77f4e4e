"""Rules for grants: each has the endpoints that it needs, and what it sends fits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.endpoints import PKCE, GrantType, Role, is_listed
from generator.model.provider import Provider
from generator.model.token_requests import RequestKind
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


_OF_TOKEN_REQUESTS = ("token_endpoint", "auth_methods", "parameters", "omit")


def key_without_effect(provider: Provider) -> Iterator[Finding]:
    """A grant has a key that none of its requests uses."""
    for one in provider.grants:
        if one.type.response_type is None:
            continue
        for key in one.keys:
            if key in ("scopes", "default_scopes"):
                message = f'"{one.type.value}" cannot have its own scopes, because the authorization request has those of the spec'
                hint = f"write them under {key}: at the top level of the spec"
                yield Finding((*one.path, key), message, hint, at_key=True)
            elif key in _OF_TOKEN_REQUESTS and one.type is GrantType.IMPLICIT:
                message = f'"{key}" has no effect, because "implicit" sends no request to the token endpoint'
                is_of_requests = key in ("parameters", "omit")
                elsewhere = ", or write it under authorization_endpoint"
                hint = f"remove it{elsewhere if is_of_requests else ''}"
                yield Finding((*one.path, key), message, hint, at_key=True)


def wrong_response_type(provider: Provider) -> Iterator[Finding]:
    """The response type does not fit the grants (RFC 6749 §3.1.1)."""
    wanted = [
        one.type.response_type for one in provider.grants if one.type.response_type
    ]
    parameter = provider.authorization_endpoint.parameter(Role.RESPONSE_TYPE)
    if parameter is None or parameter.constant is None or not wanted:
        return
    if parameter.constant not in wanted:
        message = (
            f'"{parameter.constant}" is not the response type of any grant in grants'
        )
        hint = f"write {' or '.join(wanted)}, or change grants"
        yield Finding((*parameter.path, "value"), message, hint)


def public_client_without_pkce(provider: Provider) -> Iterator[Finding]:
    """A client without a secret would use a code without PKCE (RFC 9700 §2.1.1)."""
    token = provider.token_endpoint
    if token is None or not provider.offers(GrantType.AUTHORIZATION_CODE):
        return
    endpoint = provider.authorization
    is_omitted = endpoint is not None and None in map(endpoint.parameter, PKCE)
    is_off = provider.pkce == "none"
    if (is_off or is_omitted) and token.code_methods == ("none",):
        message = "a client without a secret needs PKCE; without it, a stolen code is enough to get a token"
        what = "pkce: none" if is_off else "the PKCE parameters from omit"
        hint = f"remove {what}, or add a method with a secret to auth_methods"
        path = ("pkce",) if is_off else ("authorization_endpoint", "omit")
        yield Finding(path, message, hint)


def partial_pkce(provider: Provider) -> Iterator[Finding]:
    """A request for a code has only part of PKCE, or a method other than S256 (RFC 7636 §4)."""
    token, endpoint = provider.token_endpoint, provider.authorization
    if endpoint is None or not provider.offers(GrantType.AUTHORIZATION_CODE):
        return
    found = [endpoint.parameter(role) for role in PKCE]
    method = found[1]
    if provider.pkce == "none":
        for one in found:
            if one is not None and is_listed(one.path):
                message = f'pkce is none, but a request has the parameter "{one.name}"'
                hint = "remove the parameter, or remove pkce: none"
                yield Finding(one.path, message, hint)
        return
    path = ("authorization_endpoint", "omit")
    if None in found and not (token and token.code_methods == ("none",)):
        missing = [role.value for role, one in zip(PKCE, found) if one is None]
        message = f"a request without {' and '.join(missing)} does not use PKCE"
        yield Finding(path, message, _without_omitting(missing))
    if method is not None and method.constant != "S256":
        message = f'requests use the method S256, not "{method.constant}"'
        yield Finding((*method.path, "value"), message, "write S256 or remove it")
    request = token.request(RequestKind.CODE) if token else None
    if request is not None and request.parameter(Role.CODE_VERIFIER) is None:
        message = "a request for a token without code_verifier does not complete PKCE"
        hint = _without_omitting(["code_verifier"])
        yield Finding(("token_endpoint", "omit"), message, hint)


def _without_omitting(names: Sequence[str]) -> str:
    """Return the hint for parameters of PKCE that the spec omits."""
    return f"remove {' and '.join(names)} from omit; if the provider rejects requests with PKCE, write pkce: none"
