"""A spec to the pytest fixtures of its mock server: a client, and a function for each grant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import GrantType, Role
from generator.model.facts import Scope
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.words import plain
from generator.targets.mock.documented_view import request_arguments
from generator.targets.mock.example_client import client_arguments
from generator.targets.python.documented_view import (
    DocumentedView,
    arguments_of_request,
)
from generator.targets.python.encoders import python_string

_KINDS = {
    GrantType.DEVICE_CODE: RequestKind.DEVICE_AUTHORIZATION,
    GrantType.CLIENT_CREDENTIALS: RequestKind.CLIENT_CREDENTIALS,
}
"""The request that has the scopes of a grant without a browser."""


@dataclass(frozen=True, slots=True)
class FlowView:
    """A fixture that returns a function, which returns a token.

    `title` says what the function does, `parameters` are the function's, and `statements` its body.
    `call` is an example in Markdown.
    """

    fixture: Code
    title: Code
    parameters: tuple[Code, ...]
    statements: tuple[Code, ...]
    call: Code


@dataclass(frozen=True, slots=True)
class FixturesView:
    """The names of the fixtures, which begin with the provider's ID.

    `client_arguments` are those of the client, and `server` is the name of the server's fixture.
    """

    server: Code
    http: Code
    client: Code
    python: Code
    client_arguments: tuple[Code, ...]
    flows: tuple[FlowView, ...]
    has_clients: bool
    expires: bool


def fixtures_view(provider: Provider, python: DocumentedView) -> FixturesView:
    """Return the fixtures of the mock server."""
    flows = tuple(_flows(provider))
    has_clients = provider.exchanges
    return FixturesView(
        server=_name(provider, "mock_server"),
        http=_name(provider, "http"),
        client=_name(provider, "client"),
        python=python.module,
        client_arguments=(
            tuple(map(Code, client_arguments(provider, python))) if has_clients else ()
        ),
        flows=flows,
        has_clients=has_clients,
        expires=any("expire(" in line for one in flows for line in one.statements),
    )


def _name(provider: Provider, name: str) -> Code:
    return Code(f"{plain(provider.id)}_{name}")


def _flows(provider: Provider) -> Iterator[FlowView]:
    if not provider.exchanges:
        yield _only_implicit(provider)
        return
    for grant, name, title, statements in (
        (
            GrantType.IMPLICIT,
            "implicit_flow",
            "logs in as demo and returns a token",
            _implicit,
        ),
        (
            GrantType.AUTHORIZATION_CODE,
            "code_flow",
            "logs in as demo and returns a token",
            _code,
        ),
        (
            GrantType.DEVICE_CODE,
            "device_flow",
            "logs in a device and returns a token",
            _device,
        ),
        (
            GrantType.CLIENT_CREDENTIALS,
            "client_credentials",
            "gets the client's own token",
            _client_credentials,
        ),
    ):
        if provider.offers(grant):
            scopes = _takes_scopes(provider, grant)
            yield FlowView(
                _name(provider, name),
                Code(title),
                _parameters(scopes),
                tuple(map(Code, statements(provider, scopes))),
                _call(provider, grant, name),
            )


def _call(provider: Provider, grant: GrantType, name: str) -> Code:
    scopes = _scopes(provider, grant)
    scope = python_string(scopes[0].name) if scopes else ""
    return markdown_code(f"{_name(provider, name)}({scope})")


def _scopes(provider: Provider, grant: GrantType) -> Sequence[Scope]:
    """Return the listed scopes of a grant, if its request has scopes."""
    if not _takes_scopes(provider, grant):
        return ()
    request = provider.request(_KINDS[grant]) if grant in _KINDS else None
    return provider.scopes if request is None else request.scopes


def _parameters(has_scopes: bool) -> tuple[Code, ...]:
    first = "*scopes: str" if has_scopes else "*"
    return (Code(first), Code("expired: bool = False"))


def _takes_scopes(provider: Provider, grant: GrantType) -> bool:
    if grant not in _KINDS:
        return provider.authorization_endpoint.parameter(Role.SCOPE) is not None
    request = provider.request(_KINDS[grant])
    return request is not None and request.takes_scopes


def _only_implicit(provider: Provider) -> FlowView:
    server = _name(provider, "mock_server")
    statements = (
        "request = AuthorizationRequest(",
        *(f"    {one}," for one in request_arguments(provider, f"{server}.domain")),
        ")",
        f"response = {server}.approve(request.url)",
        f"received_at = expire({server}) if expired else None",
        "return request.parse_pasted(response, received_at=received_at)",
    )
    return FlowView(
        _name(provider, "implicit_flow"),
        Code("logs in as demo and returns a token"),
        _parameters(True),
        tuple(map(Code, statements)),
        _call(provider, GrantType.IMPLICIT, "implicit_flow"),
    )


def _implicit(provider: Provider, has_scopes: bool) -> Iterator[str]:
    server = _name(provider, "mock_server")
    is_first = provider.browser_grant is GrantType.IMPLICIT
    method = "authorization_request" if is_first else "implicit_authorization_request"
    yield f"request = {_request(provider, method, has_scopes)}"
    yield f"redirect = {server}.approve(request.url)"
    yield f"received_at = expire({server}) if expired else None"
    yield "return request.parse_redirect(redirect, received_at=received_at)"


def _code(provider: Provider, has_scopes: bool) -> Iterator[str]:
    server, client = _name(provider, "mock_server"), _name(provider, "client")
    is_first = provider.browser_grant is GrantType.AUTHORIZATION_CODE
    method = "authorization_request" if is_first else "code_authorization_request"
    yield f"request = {_request(provider, method, has_scopes)}"
    yield f"code = request.parse_redirect({server}.approve(request.url))"
    yield from _received(provider, f"{client}.token_request(code)")


def _device(provider: Provider, has_scopes: bool) -> Iterator[str]:
    server, http = _name(provider, "mock_server"), _name(provider, "http")
    scopes = "scopes=scopes" if has_scopes else ""
    request = f"{_name(provider, 'client')}.device_request({scopes})"
    yield f"login = receive({request}, {http})"
    yield f"{server}.approve_device(login.user_code)"
    yield from _received(provider, "login.poll_request()")


def _client_credentials(provider: Provider, has_scopes: bool) -> Iterator[str]:
    scopes = "scopes=scopes" if has_scopes else ""
    client = _name(provider, "client")
    yield from _received(provider, f"{client}.client_credentials_request({scopes})")


def _request(provider: Provider, method: str, has_scopes: bool) -> str:
    scope = provider.authorization_endpoint.parameter(Role.SCOPE)
    scopes = "scopes"
    if scope is not None and scope.required and provider.scopes:
        scopes = f"scopes or ({python_string(provider.scopes[0].name)},)"
    given = [
        *([f"scopes={scopes}"] if has_scopes else []),
        *(
            one
            for one in arguments_of_request(provider)
            if not one.startswith("scopes=")
        ),
    ]
    return f"{_name(provider, 'client')}.{method}({', '.join(given)})"


def _received(provider: Provider, request: str) -> Iterator[str]:
    server, http = _name(provider, "mock_server"), _name(provider, "http")
    yield f"sent = {request}"
    yield f"expired_at = {server} if expired else None"
    yield f"token: AccessToken = receive(sent, {http}, expired_at)"
    yield "return token"
