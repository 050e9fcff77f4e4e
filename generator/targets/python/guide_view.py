"""A spec to what the README says of a package that gets tokens from the token endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.model.endpoints import GrantType, Role
from generator.model.facts import Scope
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.clients import ExchangeView, SectionView
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.words import joined
from generator.targets.python.documented_view import DocumentedView, documented_view
from generator.targets.python.encoders import python_string
from generator.targets.python.guide_device import device_section, revocation_section
from generator.targets.python.guide_lines import (
    client_lines_without_redirect,
    import_lines,
    members_lines,
    section,
)
from generator.targets.python.guide_logins import (
    implicit_section,
    login_section,
    web_section,
)
from generator.targets.python.guide_source import source_section
from generator.targets.views import example_hosts, scope_member


@dataclass(frozen=True, slots=True)
class GuideView:
    """What the README says; `errors` are rows of a table, and `guarantees` are sentences."""

    sections: tuple[SectionView, ...]
    errors: tuple[Code, ...]
    guarantees: tuple[Code, ...]


_CODE = GrantType.AUTHORIZATION_CODE
UNPUBLISHED = (
    "The package is not on PyPI yet. In the folder that contains `docs/` and `python/`, and in a virtual environment, "
    "run:"
)


def guide_view(provider: Provider, python: DocumentedView) -> GuideView:
    """Return what the README of a package with a token endpoint says."""
    return GuideView(
        sections=tuple(_sections(provider, python)),
        errors=tuple(_errors(provider)),
        guarantees=tuple(_guarantees(provider)),
    )


def exchange_docs(provider: Provider) -> ExchangeView:
    """Return what the documentation says of the token endpoint in Python."""
    python = documented_view(provider)
    source = python.distribution if python.published else "./python"
    return ExchangeView(
        label=Code("Python"),
        fence=Code("python"),
        install_before=Code("" if python.published else UNPUBLISHED),
        install=(Code(f'pip install "{source}[httpx]"'),),
        sections=tuple(_sections(provider, python)),
        methods=tuple(exchange_methods(provider)),
    )


_RESULTS = {
    RequestKind.CODE: (
        "`token_request(code)`",
        "The request that exchanges a code for a token.",
    ),
    RequestKind.CLIENT_CREDENTIALS: (
        "`client_credentials_request()`",
        "The request for a token of the application itself.",
    ),
    RequestKind.REFRESH: (
        "`refresh_request(token)`",
        "The request for a new token in place of another.",
    ),
    RequestKind.DEVICE_AUTHORIZATION: (
        "`device_request()`",
        "The request that begins a login on another device.",
    ),
    RequestKind.REVOCATION: (
        "`revocation_request(token)`",
        "The request that revokes a token.",
    ),
}


def exchange_methods(provider: Provider) -> Iterator[Code]:
    """Yield the rows of the table of methods that make requests to the token endpoint."""
    for one in provider.requests:
        if one.kind in _RESULTS:
            name, meaning = _RESULTS[one.kind]
            yield Code(f"| {name} | {meaning} |")


def _sections(provider: Provider, python: DocumentedView) -> Iterator[SectionView]:
    if provider.offers(_CODE):
        yield replace(login_section(provider, python), grant=_CODE)
        yield web_section(provider)
    if provider.offers(GrantType.CLIENT_CREDENTIALS):
        own = _client_credentials(provider, python)
        yield replace(own, grant=GrantType.CLIENT_CREDENTIALS)
    device = provider.request(RequestKind.DEVICE_AUTHORIZATION)
    if device is not None:
        on_device = device_section(provider, device, python)
        yield replace(on_device, grant=GrantType.DEVICE_CODE)
    endpoint = provider.token_endpoint
    if endpoint is not None and endpoint.has_users:
        yield source_section(endpoint, python)
    if provider.request(RequestKind.REVOCATION):
        yield revocation_section(provider)
    if provider.offers(GrantType.IMPLICIT):
        yield replace(implicit_section(provider, python), grant=GrantType.IMPLICIT)
    yield _call(provider, python)


def own_scopes(provider: Provider) -> str:
    """Return the argument with a scope of the application's own token, or nothing."""
    scopes = _own(provider)
    if not scopes:
        return ""
    first = scopes[0]
    is_listed = scopes == provider.scopes
    shown = f"Scope.{scope_member(first)}" if is_listed else python_string(first.name)
    return f"scopes=[{shown}]"


def own_import(provider: Provider, python: DocumentedView) -> str:
    """Return the line that imports what a program needs that gets a token for itself."""
    is_listed = provider.scopes and _own(provider) == provider.scopes
    names = "OAuthClient, Scope" if is_listed else "OAuthClient"
    return f"from {python.module} import {names}"


def _own(provider: Provider) -> Sequence[Scope]:
    """Return the scopes that a caller can request for the application itself."""
    request = provider.request(RequestKind.CLIENT_CREDENTIALS)
    return request.scopes if request is not None and request.takes_scopes else ()


def _client_credentials(provider: Provider, python: DocumentedView) -> SectionView:
    scopes = own_scopes(provider)
    line = own_import(provider, python)
    code = [
        *import_lines(python, is_confidential=True, client=line),
        *client_lines_without_redirect(provider, python, is_confidential=True),
        "http = httpx.Client()",
        f"token = send(client.client_credentials_request({scopes}), http)",
    ]
    arguments = ", ".join(["client", "http", *([scopes] if scopes else [])])
    source = markdown_code(f"source = client_credentials_source({arguments})")
    before = "A program that acts for itself, and not for a user, needs only its own credentials:"
    after = (
        "A *token source* requests a token before the first call, and another one before it expires: "
        f"{source}. The function is in the same module as `send`. "
        "Pass the source to `attach` in place of a token."
    )
    is_only = not provider.offers(GrantType.AUTHORIZATION_CODE)
    further = members_lines(provider, has_code=False) if is_only else ()
    return section(
        "Get a token for the application itself", before, code, after, *further
    )


def _call(provider: Provider, python: DocumentedView) -> SectionView:
    comment = "" if example_hosts(provider) else "  # the host of the API"
    code = [
        "import httpx",
        "",
        f"from {python.module}.httpx_auth import attach",
        "",
        f"api = attach(httpx.Client(base_url={python.example_url}), token{python.example_attach}){comment}",
    ]
    if provider.call_example is not None:
        code.append(f"print(api.get({python.example_path}).text)")
    before = (
        "`attach` makes an httpx client (or, with `requests_auth`, a requests session) send the token, but only to "
        "the hosts that you name, or to the host that issued it if you name none. A call raises an `ApiError` if the "
        "API responds with a status of 400 or more:"
    )
    return section("Call the API", before, code, *_calls_of_a_source(provider))


def _calls_of_a_source(provider: Provider) -> Iterator[str]:
    """Yield what a source does for calls."""
    endpoint = provider.token_endpoint
    renewing = (RequestKind.REFRESH, RequestKind.CLIENT_CREDENTIALS)
    if any(provider.request(kind) for kind in renewing):
        yield (
            "With a source in place of the token, each call has a valid token. If the API responds with 401 and "
            "`invalid_token` (RFC 6750 §3.1), the token is renewed and the call is sent again, once, unless its body "
            "is a stream."
        )
    elif endpoint is not None and endpoint.has_users:
        yield (
            "With a source in place of the token, each call has the token of the last login, or raises an "
            "`OAuthError` with the code `login_required`."
        )


def _errors(provider: Provider) -> Iterator[Code]:
    if provider.offers(GrantType.AUTHORIZATION_CODE):
        yield Code(
            "| `AuthorizationError` | the user or the server denied the login | `error`, `description` |"
        )
    yield Code(
        "| `TokenEndpointError` | the token endpoint denied the request | `error`, `description`, `status`, `retry_after` |"
    )
    yield Code(
        "| `EndpointError` | the response is not an OAuth response | `status`, `retry_after` |"
    )
    if provider.request(RequestKind.DEVICE_AUTHORIZATION):
        yield Code(
            "| `DevicePendingError` | the user has not completed a device login yet | `interval` |"
        )
        yield Code(
            "| `DeviceError` | the user denied a device login, or its codes have expired | `description` |"
        )
    yield Code("| `DeliveryError` | no readable response arrived | `was_sent` |")
    yield Code(
        "| `ApiError` | the API rejected a call | `status`, `api_code`, `server_message` |"
    )


def _guarantees(provider: Provider) -> Iterator[Code]:
    endpoint = provider.authorization
    if endpoint is not None and endpoint.has_state:
        yield Code(
            "Each request has a random state. A redirect with a different state, or without one, is rejected."
        )
    has_verifier = endpoint is not None and endpoint.parameter(Role.CODE_CHALLENGE)
    if has_verifier:
        yield Code(
            "Each request has a new PKCE challenge (RFC 7636). A server that supports it accepts a code only with the "
            "secret of the request."
        )
    yield Code(
        "No redirect of the token endpoint is followed, so that only that endpoint gets your secrets."
    )
    verifier = " code verifier," if has_verifier else ""
    yield Code(
        f"`print`, `repr`, formatting, logs, and pickles show no token, code,{verifier} or client secret. Only these can "
        f"return one: {joined([*_revealing(provider)])}."
    )


def _revealing(provider: Provider) -> Iterator[str]:
    """Yield what returns a secret."""
    if provider.offers(GrantType.AUTHORIZATION_CODE):
        yield "`reveal` of a code"
    yield "`reveal` and `headers` of a token"
    endpoint = provider.token_endpoint
    if endpoint is not None and endpoint.response.members:
        yield "`members` of a token, which has the further values of the response"
    if provider.request(RequestKind.REFRESH):
        yield "`reveal_refresh_token` of a token"
    authorization = provider.authorization
    if authorization and authorization.parameter(Role.CODE_CHALLENGE):
        yield "`pending` and `code_verifier` of an authorization request"
    kinds = ["token"]
    if provider.request(RequestKind.DEVICE_AUTHORIZATION) is not None:
        kinds.append("device")
    if provider.request(RequestKind.REVOCATION) is not None:
        kinds.append("revocation")
    yield f"the `url`, `headers`, and `body` of a {joined(kinds, 'or')} request"
