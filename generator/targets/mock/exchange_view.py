"""A spec to what the mock server knows of the endpoints that only clients call, as Python expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.endpoints import GrantType, Parameter, Role, VariableType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import (
    STANDARD,
    Basic,
    TokenEndpoint,
    TokenRequest,
    TokenResponse,
)
from generator.targets.python.encoders import python_call, python_string, python_tuple

_DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The arguments of the value that describes the endpoints, each `name=expression`."""

    arguments: tuple[Code, ...]


def exchange_view(provider: Provider) -> ExchangeView | None:
    """Return what the mock server knows of the token endpoint, or None if the spec has none."""
    endpoint = provider.token_endpoint
    if endpoint is None or not has_exchange(provider):
        return None
    has_pkce = (
        provider.authorization is not None
        and provider.authorization.parameter(Role.CODE_CHALLENGE) is not None
    )
    return ExchangeView(
        (
            _named("urls", _strings(_urls(provider, endpoint), "urls=")),
            _named("requests", _requests(provider, endpoint)),
            _named(
                "device", _other(provider, endpoint, "device_authorization_endpoint")
            ),
            _named("revocation", _other(provider, endpoint, "revocation_endpoint")),
            _named("basic", _basic(endpoint.basic)),
            _named("response", _response(endpoint.response)),
            _named("requires_pkce", Code(repr(has_pkce))),
            _named("rotates", Code(repr(bool(endpoint.rotates)))),
            _named("grace", Code(str(endpoint.grace))),
        )
    )


def has_exchange(provider: Provider) -> bool:
    """Return whether clients call an endpoint of the provider to get a token."""
    offers_device = provider.offers(GrantType.DEVICE_CODE)
    return provider.token_endpoint is not None and (provider.exchanges or offers_device)


def python_path(provider: Provider, url: str | None) -> Code:
    """Return the literal of the path of a URL of a spec, with {name} or {*} for each variable."""
    if url is None:
        return Code("None")
    rest = _with_bases(provider, url).removeprefix("https://").partition("?")[0]
    if rest.startswith(_BASE):
        return python_string(rest)
    return python_string(f"/{rest.partition('/')[2]}")


_BASE = "{*}"


def _with_bases(provider: Provider, url: str) -> str:
    """Return a URL with {*} for each variable that can contain a path, and without a # before its path."""
    url = url.replace("/#/", "/", 1)
    for one in provider.variables:
        if one.type is VariableType.BASE:
            url = url.replace(f"{{{one.name}}}", _BASE)
    return url


def _named(name: str, value: Code) -> Code:
    return Code(f"{name}={value}")


def _urls(provider: Provider, endpoint: TokenEndpoint) -> Sequence[str]:
    authorization = provider.authorization
    found = [
        *([authorization.url] if authorization is not None else []),
        endpoint.url,
        *(one.url for one in endpoint.requests),
        *(one.url for one in provider.other_endpoints),
    ]
    return list(dict.fromkeys(_with_bases(provider, one) for one in found))


def _requests(provider: Provider, endpoint: TokenEndpoint) -> Code:
    known = {one.kind.value for one in endpoint.requests}
    calls = [_request(provider, one) for one in endpoint.requests]
    if provider.offers(GrantType.DEVICE_CODE) and _DEVICE_CODE not in known:
        calls.append(_poll(provider, endpoint))
    return python_tuple(calls, 4, "requests=")


def _request(provider: Provider, one: TokenRequest) -> Code:
    parameters = [_parameter(each) for each in one.parameters]
    path = python_path(provider, one.url)
    return _call(one.kind.value, path, one.auth_methods, one.body, parameters, 8)


def _poll(provider: Provider, endpoint: TokenEndpoint) -> Code:
    """Return the request with which a device polls (RFC 8628 §3.4)."""
    roles = ("grant_type", "device_code", "client_id", "client_secret")
    path = python_path(provider, endpoint.url)
    return _standard(endpoint, path, _DEVICE_CODE, roles, 8)


_OF_OTHERS = {
    "device_authorization_endpoint": ("client_id", "client_secret", "scope"),
    "revocation_endpoint": ("token", "token_type_hint", "client_id", "client_secret"),
}
"""The parameters of the requests to the other endpoints (RFC 8628 §3.1, RFC 7009 §2.1)."""


def _other(provider: Provider, endpoint: TokenEndpoint, kind: str) -> Code:
    urls = [one.url for one in provider.other_endpoints if one.kind == kind]
    if not urls:
        return Code("None")
    path = python_path(provider, urls[0])
    return _standard(endpoint, path, "", _OF_OTHERS[kind], 4)


def _standard(
    endpoint: TokenEndpoint,
    path: Code,
    grant_type: str,
    roles: Sequence[str],
    indent: int,
) -> Code:
    """Return a request whose parameters have the names of those to the token endpoint."""
    names = {
        each.role.value: each.name
        for one in endpoint.requests
        for each in one.parameters
    }
    parameters = [
        _parameter_call(
            names.get(role, role),
            role,
            "body",
            False,
            grant_type if role == "grant_type" else None,
        )
        for role in roles
    ]
    methods = endpoint.auth_methods
    return _call(grant_type, path, methods, "form", parameters, indent)


def _call(
    grant_type: str,
    path: Code,
    methods: Sequence[str],
    body: str,
    parameters: Sequence[Code],
    indent: int,
) -> Code:
    arguments = [
        python_string(grant_type),
        f"path={path}",
        f"auth_methods={_strings(methods, 'auth_methods=', indent + 4)}",
        f"body={python_string(body)}",
        f"parameters={python_tuple(parameters, indent + 4, 'parameters=')}",
    ]
    return python_call("TokenRequest", arguments, indent)


def _parameter(one: Parameter) -> Code:
    is_standard = any(one.role in roles for roles in STANDARD.values())
    # A constant of a standard parameter is a static value, unless it follows from the role.
    role = one.role.value if is_standard else ""
    if one.constant is not None and one.role is not Role.GRANT_TYPE:
        role = role if one.role is Role.SCOPE else ""
    return _parameter_call(one.name, role, one.place, one.is_required, one.constant)


def _parameter_call(
    name: str, role: str, place: str, required: bool, constant: str | None
) -> Code:
    arguments = [
        python_string(name),
        *([f"role={python_string(role)}"] if role else []),
        *([f"place={python_string(place)}"] if place != "body" else []),
        *(["required=True"] if required and not role else []),
        *([f"constant={python_string(constant)}"] if constant is not None else []),
    ]
    return python_call("SentParameter", arguments, 16)


def _basic(basic: Basic) -> Code:
    arguments = [
        python_string(basic.username),
        python_string(basic.password),
        f"is_raw={basic.is_raw}",
    ]
    return python_call("Basic", arguments, 4, "basic=")


def _response(response: TokenResponse) -> Code:
    has_lifetime = response.lifetime is None and "expires_at" not in dict(
        response.paths
    )
    arguments = [
        f"within={python_string(response.within[0])}",
        f"paths={_pairs(response.paths, 'paths=')}",
        f"has_lifetime={has_lifetime}",
        f"lifetime={response.lifetime}",
        f"success={_pairs(response.success, 'success=')}",
        f"members={_strings(_own_members(response), 'members=', 8)}",
        f"scope_separator={python_string(response.scope_separator)}",
        f"token_type={python_string(response.token_types[0])}",
    ]
    return python_call("TokenResponse", arguments, 4, "response=")


def _own_members(response: TokenResponse) -> Sequence[str]:
    """Return the further members, without those that contain the token."""
    within = response.within[0]
    return [one for one in response.members if one.split(".")[0] not in (within,)]


def _pairs(pairs: Sequence[tuple[str, str | int | bool]], before: str) -> Code:
    items = [
        Code(f"({python_string(name)}, {_literal(value)})") for name, value in pairs
    ]
    return python_tuple(items, 8, before)


def _literal(value: str | int | bool) -> str:
    return python_string(value) if isinstance(value, str) else repr(value)


def _strings(items: Sequence[str], before: str, indent: int = 4) -> Code:
    return python_tuple([python_string(one) for one in items], indent, before)
