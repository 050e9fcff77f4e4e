"""A spec to the constants of the requests of a client in Python."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import (
    RequestKind,
    TokenEndpoint,
    TokenRequest,
    TokenResponse,
)
from generator.targets.python.encoders import (
    python_call,
    python_dictionary,
    python_string,
    python_tuple,
)


def exchange_constants(provider: Provider, endpoint: TokenEndpoint) -> Iterator[Code]:
    """Yield the ways to authenticate, each once, and the form of the response."""
    for name, value in _authentications(provider, endpoint).items():
        before = f"{name} = "
        yield Code(f"{before}{python_call('Authentication', value, 0, before, '')}")
    for one in provider.requests:
        is_chosen = one.takes_scopes and one.kind in _FOR_NEW_SCOPES
        if one.default_scopes and is_chosen:
            items = [python_string(scope) for scope in one.default_scopes]
            name = f"_{one.kind.name}_SCOPES"
            yield Code(f"{name} = {python_tuple(items, 0, f'{name} = ', '')}")
    yield Code(f"_TOKEN_RESPONSE = {_response_form(endpoint.response)}")


_FOR_NEW_SCOPES = (RequestKind.CLIENT_CREDENTIALS, RequestKind.DEVICE_AUTHORIZATION)
"""The requests whose scopes are not those of a code or a token."""


def _authentications(
    provider: Provider, endpoint: TokenEndpoint
) -> dict[str, list[str]]:
    """Return the arguments of each way to authenticate, by its constant."""
    found: dict[str, list[str]] = {}
    for one in provider.requests:
        value = _authentication(endpoint, one)
        if value not in found.values():
            name = (
                "_AUTHENTICATION" if not found else f"_{one.kind.name}_AUTHENTICATION"
            )
            found[name] = value
    return found


def _authentication(endpoint: TokenEndpoint, request: TokenRequest) -> list[str]:
    given: list[str] = []
    if request.auth_methods:
        given.append(f"methods={texts(request.auth_methods)}")
    for role in (Role.CLIENT_ID, Role.CLIENT_SECRET):
        one = request.parameter(role)
        if one is not None and one.name != role.value:
            given.append(f"{role.value}={python_string(one.name)}")
    basic = endpoint.basic
    if (basic.username, basic.password) != ("client_id", "client_secret"):
        username, password = map(python_string, (basic.username, basic.password))
        raw = ", is_raw=True" if basic.is_raw else ""
        given.append(f"basic=Basic({username}, {password}{raw})")
    elif basic.is_raw:
        given.append("basic=Basic(is_raw=True)")
    return given


def _response_form(response: TokenResponse) -> str:
    given: list[str] = []
    if response.within != ("",):
        given.append(f"within={texts(response.within)}")
    if response.paths:
        given.append(f"paths={_mapping(response.paths, 'paths=')}")
    if response.lifetime is not None:
        given.append(f"lifetime={response.lifetime}")
    if response.success:
        given.append(f"success={_mapping(response.success, 'success=')}")
    if response.members:
        given.append(f"extra={texts(response.members)}")
    if response.token_types != ("bearer",):
        given.append(f"token_types={texts(response.token_types)}")
    if response.scope_separator != " ":
        given.append(f"scope_separator={python_string(response.scope_separator)}")
    given.append("remedies=TOKEN_REMEDIES")
    return python_call("ResponseForm", given, 0, "_TOKEN_RESPONSE = ", "")


def texts(items: tuple[str, ...]) -> str:
    comma = "," if len(items) == 1 else ""
    return f"({', '.join(map(str, map(python_string, items)))}{comma})"


def _mapping(items: tuple[tuple[str, str | int | bool], ...], before: str) -> str:
    pairs = [f"{python_string(name)}: {_literal(value)}" for name, value in items]
    return python_dictionary(pairs, 4, before)


def _literal(value: str | int | bool) -> str:
    return python_string(value) if isinstance(value, str) else repr(value)


def authentication_of(provider: Provider, request: TokenRequest) -> Code:
    """Return the constant of the way to authenticate."""
    endpoint = provider.token_endpoint
    assert endpoint is not None
    ways = _authentications(provider, endpoint)
    mine = _authentication(endpoint, request)
    return Code(next(key for key, one in ways.items() if one == mine))
