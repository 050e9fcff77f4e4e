"""A spec to the recipes of the documentation: whole programs in Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import GrantType, Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.python.documented_view import DocumentedView, documented_view
from generator.targets.python.encoders import python_string
from generator.targets.python.guide_logins import state_name
from generator.targets.python.guide_view import (
    UNPUBLISHED,
    own_import,
    own_scopes,
)
from generator.targets.views import login_needs_secret

_SHORT = 50
_SECRET = Code('client_secret=os.environ["CLIENT_SECRET"]')
_WEB = python_string("https://app.example.com/callback")
_LOOPBACK = 'f"http://127.0.0.1:{server.server_port}/callback"'


@dataclass(frozen=True, slots=True)
class RecipesView:
    """What the recipes need to know.

    `has_login` says whether a user can log in, in a web application and for a job. A `client` has the
    arguments of a client, one a line, and a `request` has the statement that makes an authorization
    request. `refreshes` says whether a job can renew its token. `login_of_request` and `login_of_redirect` are expressions for what names a pending login.
    """

    python: DocumentedView
    install_before: Code
    install: tuple[Code, ...]
    has_login: bool
    has_desktop: bool
    has_service: bool
    about_tabs: Code
    web_import: Code
    web_client: tuple[Code, ...]
    web_has_secret: bool
    revokes: bool
    refreshes: bool
    login_of_request: Code
    login_of_redirect: Code
    desktop_client: tuple[Code, ...]
    request: tuple[Code, ...]
    state_name: Code
    login_import: Code
    job_import: Code
    job_client: tuple[Code, ...]
    job_has_secret: bool
    user_path: Code
    service_import: Code
    service_client: tuple[Code, ...]
    service_scopes: Code
    folder: Code


def recipes_view(provider: Provider) -> RecipesView | None:
    """Return the values of the recipes, or None if the provider has no recipe."""
    has_login, has_service = _has_login(provider), _has_service(provider)
    if not (has_login or has_service):
        return None
    python = documented_view(provider)
    source = python.distribution if python.published else "./python"
    state = state_name(provider)
    revokes = provider.request(RequestKind.REVOCATION) is not None
    used = ["AccessToken"] if revokes else []
    is_confidential = login_needs_secret(provider)
    is_optional = provider.authorization_endpoint.has_optional_redirect
    own_redirect = None if is_optional else _WEB
    can_have_secret = is_confidential or _can_have_secret(provider)
    return RecipesView(
        python=python,
        install_before=Code("" if python.published else UNPUBLISHED),
        install=(Code(f'pip install "{source}[httpx]"'),),
        has_login=has_login,
        has_desktop=has_login and _can_use_loopback(provider),
        has_service=has_service,
        about_tabs=Code(" Several tabs can log in at the same time." if state else ""),
        web_import=_import(provider, python, "AuthorizationError", "OAuthError", *used),
        web_client=_client(provider, python, _WEB, has_secret=can_have_secret),
        web_has_secret=can_have_secret,
        revokes=revokes,
        refreshes=provider.request(RequestKind.REFRESH) is not None,
        login_of_request=Code("request.state" if state else "browser"),
        login_of_redirect=_login_of_redirect(state),
        desktop_client=_client(provider, python, _LOOPBACK, has_secret=False),
        request=tuple(_request(provider, python)) if has_login else (),
        state_name=python_string(state),
        login_import=_import(provider, python, "OAuthError"),
        job_import=Code(f"from {python.module} import OAuthClient, OAuthError"),
        job_client=_client(provider, python, _WEB, has_secret=is_confidential),
        job_has_secret=is_confidential,
        user_path=python.example_path if provider.call_example else Code('"me"'),
        service_import=Code(own_import(provider, python)),
        service_client=_client(provider, python, own_redirect, has_secret=True),
        service_scopes=Code(f", {scopes}" if (scopes := own_scopes(provider)) else ""),
        folder=python_string(f"~/.{python.distribution}"),
    )


def _has_login(provider: Provider) -> bool:
    """Return whether a user can log in, and the token can be kept."""
    endpoint = provider.token_endpoint
    return bool(endpoint and endpoint.request(RequestKind.CODE))


def _has_service(provider: Provider) -> bool:
    endpoint = provider.token_endpoint
    return bool(endpoint and endpoint.request(RequestKind.CLIENT_CREDENTIALS))


def _can_use_loopback(provider: Provider) -> bool:
    """Return whether a program on the user's machine can receive the redirect (RFC 8252)."""
    endpoint = provider.authorization_endpoint
    has_redirect = endpoint.parameter(Role.REDIRECT_URI) is not None
    is_public = not login_needs_secret(provider)
    return provider.has_loopback and has_redirect and is_public and endpoint.has_state


def _can_have_secret(provider: Provider) -> bool:
    endpoint = provider.token_endpoint
    return endpoint is None or endpoint.code_methods != ("none",)


def _login_of_redirect(state: str) -> Code:
    """Return what names a pending login; without a state, a browser has only one."""
    found = f'dict(pairs).get({python_string(state)}, "")'
    return Code(found if state else "browser")


def _import(provider: Provider, python: DocumentedView, *more: str) -> Code:
    scope = ["Scope"] if provider.has_scope_list else []
    names = sorted(["OAuthClient", *more, *scope], key=str.lower)
    return Code(f"from {python.module} import {', '.join(names)}")


def _client(
    provider: Provider,
    python: DocumentedView,
    redirect: str | None,
    *,
    has_secret: bool,
) -> tuple[Code, ...]:
    """Return the arguments of a client, in which redirect is an expression."""
    redirect_uri = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    given = [
        one for one in python.client_arguments if not one.startswith("redirect_uri=")
    ]
    if redirect_uri is not None and redirect is not None:
        given.append(Code(f"redirect_uri={redirect}"))
    if has_secret:
        given += [_SECRET, *python.secret_arguments]
    return tuple(given)


def _request(provider: Provider, python: DocumentedView) -> Iterator[Code]:
    """Yield the statement that makes an authorization request."""
    method = "authorization_request"
    if provider.browser_grant is not GrantType.AUTHORIZATION_CODE:
        method = "code_authorization_request"
    given = python.request_arguments
    if len(", ".join(given)) < _SHORT:
        yield Code(f"request = client.{method}({', '.join(given)})")
        return
    yield Code(f"request = client.{method}(")
    yield from (Code(f"    {one},") for one in given)
    yield Code(")")
