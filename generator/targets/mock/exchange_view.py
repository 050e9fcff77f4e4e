"""A spec to what the mock server knows of the endpoints that only clients call, as Python expressions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from generator.model.endpoints import Parameter, Role, placeholders
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import (
    STANDARD,
    Basic,
    RequestKind,
    TokenEndpoint,
    TokenRequest,
    TokenResponse,
)
from generator.targets.mock.facts_view import scope_names, values_of
from generator.targets.mock.local_paths import local_path, local_urls
from generator.targets.python.encoders import python_call, python_string, python_tuple


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The arguments of the value that describes the endpoints, each `name=expression`."""

    arguments: tuple[Code, ...]


def exchange_view(provider: Provider) -> ExchangeView | None:
    """Return what the mock server knows of the token endpoint, or None if the spec has none."""
    endpoint = provider.token_endpoint
    if endpoint is None or not provider.exchanges:
        return None
    return ExchangeView(
        (
            _named("urls", _pairs([*local_urls(provider).items()], "urls=", 4)),
            _named("requests", _requests(provider, endpoint)),
            _named("device", _other(provider, RequestKind.DEVICE_AUTHORIZATION)),
            _named("revocation", _other(provider, RequestKind.REVOCATION)),
            _named("basic", _basic(endpoint.basic)),
            _named("response", _response(endpoint.response)),
            _named("pkce", python_string(pkce_of(provider))),
            _named("rotates", Code(repr(bool(endpoint.rotates)))),
            _named("grace", Code(str(endpoint.grace))),
            _named("secrets", _strings(_secrets(provider), "secrets=")),
            _named("secret_paths", _strings(_secret_paths(provider), "secret_paths=")),
            _named("has_loopback", Code(repr(provider.has_loopback))),
        )
    )


def pkce_of(provider: Provider) -> str:
    """Return whether PKCE is required, used, or none."""
    endpoint = provider.authorization
    if endpoint is None or endpoint.parameter(Role.CODE_CHALLENGE) is None:
        return "none"
    return "required" if provider.pkce == "required" else "used"


def _secrets(provider: Provider) -> list[str]:
    """Return the names of the parameters that contain a client secret or a secret variable."""
    secret = {one.name for one in provider.variables if one.is_secret}
    endpoint = provider.authorization
    every = [one for request in provider.requests for one in request.parameters]
    every += endpoint.parameters if endpoint is not None else ()
    return sorted(
        {
            one.name
            for one in every
            if one.role is Role.CLIENT_SECRET
            or secret & {*placeholders(one.constant or "")}
        }
    )


def _secret_paths(provider: Provider) -> list[str]:
    """Return the paths of endpoints that contain a secret variable."""
    secret = {one.name for one in provider.variables if one.is_secret}
    urls = [one.url for one in provider.requests]
    if provider.authorization is not None:
        urls.append(provider.authorization.url)
    paths = [local_path(provider, url) for url in dict.fromkeys(urls)]
    return [one for one in paths if secret & {*placeholders(one)}]


def _named(name: str, value: Code) -> Code:
    return Code(f"{name}={value}")


def _requests(provider: Provider, endpoint: TokenEndpoint) -> Code:
    calls = [
        _request(provider, one, one.kind.grant_type, 8) for one in endpoint.requests
    ]
    return python_tuple(calls, 4, "requests=")


def _other(provider: Provider, kind: RequestKind) -> Code:
    """Return the request to another endpoint, or None if there is none."""
    one = provider.request(kind)
    return Code("None") if one is None else _request(provider, one, "", 4)


def _request(
    provider: Provider, one: TokenRequest, grant_type: str, indent: int
) -> Code:
    parameters = [_parameter(each, indent + 8) for each in one.parameters]
    known = {(each.place, each.name) for each in one.parameters}
    for name, value in parse_qsl(urlsplit(one.url).query, keep_blank_values=True):
        if ("query", name) not in known:
            given = [python_string(name), 'place="query"', "required=True"]
            given.append(f"constant={python_string(value)}")
            parameters.append(python_call("SentParameter", given, indent + 8))
    arguments = [
        python_string(grant_type),
        f"path={python_string(local_path(provider, one.url))}",
        f"auth_methods={_strings(one.auth_methods, 'auth_methods=', indent + 4)}",
        f"body={python_string(one.body)}",
        f"parameters={python_tuple(parameters, indent + 4, 'parameters=')}",
        *_scopes(provider, one, indent + 4),
    ]
    return python_call("TokenRequest", arguments, indent)


def _scopes(provider: Provider, one: TokenRequest, indent: int) -> Iterator[Code]:
    """Yield the argument for the scopes of a grant without a browser, if another grant has others."""
    names = [each.name for each in one.scopes]
    if one.kind in _WITHOUT_BROWSER and names and {*names} != {*scope_names(provider)}:
        yield Code(f"scopes={_strings(names, 'scopes=', indent)}")


_WITHOUT_BROWSER = (RequestKind.CLIENT_CREDENTIALS, RequestKind.DEVICE_AUTHORIZATION)


def _parameter(one: Parameter, indent: int) -> Code:
    is_standard = any(one.role in roles for roles in STANDARD.values())
    # A constant of a standard parameter is a static value, unless it follows from the role.
    follows = one.constant is None or one.role in (Role.GRANT_TYPE, Role.SCOPE)
    role = one.role.value if is_standard and follows else ""
    place, constant = one.place, one.constant
    arguments = [
        python_string(one.name),
        *([f"role={python_string(role)}"] if role else []),
        *([f"place={python_string(place)}"] if place != "body" else []),
        *(["required=True"] if one.is_required and not role else []),
        *([f"constant={python_string(constant)}"] if constant is not None else []),
        *values_of(one, indent + 4),
        *(["is_repeated=True"] if one.is_repeated else []),
    ]
    return python_call("SentParameter", arguments, indent)


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
        f"within={_strings(response.within, 'within=', 8)}",
        f"paths={_pairs(response.paths, 'paths=')}",
        f"has_lifetime={has_lifetime}",
        f"lifetime={response.lifetime}",
        f"success={_pairs(response.success, 'success=')}",
        f"members={_strings(_own_members(response), 'members=', 8)}",
        f"scope_separator={python_string(response.scope_separator)}",
        f"token_types={_strings(response.token_types, 'token_types=', 8)}",
    ]
    return python_call("TokenResponse", arguments, 4, "response=")


def _own_members(response: TokenResponse) -> Sequence[str]:
    """Return the further members, without those that contain the token."""
    within = response.within
    return [one for one in response.members if one.split(".")[0] not in within]


def _pairs(
    pairs: Sequence[tuple[str, str | int | bool]], before: str, indent: int = 8
) -> Code:
    items = [
        Code(f"({python_string(name)}, {_literal(value)})") for name, value in pairs
    ]
    return python_tuple(items, indent, before)


def _literal(value: str | int | bool) -> str:
    return python_string(value) if isinstance(value, str) else repr(value)


def _strings(items: Sequence[str], before: str, indent: int = 4) -> Code:
    return python_tuple([python_string(one) for one in items], indent, before)
