"""A spec to what the README says of logins with a browser."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import GrantType
from generator.model.provider import Provider
from generator.targets.clients import SectionView
from generator.targets.python.documented_view import DocumentedView
from generator.targets.python.encoders import python_string
from generator.targets.python.guide_lines import (
    client_lines,
    import_lines,
    members_lines,
    section,
)
from generator.targets.views import login_needs_secret


def login_section(provider: Provider, python: DocumentedView) -> SectionView:
    """Return the section about a login in which the user pastes the redirect."""
    method = "authorization_request"
    if provider.browser_grant is not GrantType.AUTHORIZATION_CODE:
        method = "code_authorization_request"
    is_confidential = login_needs_secret(provider)
    code = [
        *import_lines(python, is_confidential=is_confidential),
        *client_lines(python, is_confidential=is_confidential),
        *_request(method, python),
        'print("Open this URL, and log in:", request.url)',
        'code = request.parse_pasted(input("Paste the URL that the browser shows: "))',
        "http = httpx.Client()",
        "token = send(client.token_request(code), http)",
        'print("granted:", *sorted(token.scopes or ()))',
    ]
    more = "A program that users install cannot keep a client secret (RFC 8252 §8.5)."
    if not is_confidential:
        more = f"{_secret(python)} {more}"
    further = members_lines(provider, has_code=True)
    return section("Get a token", "", code, more, *further)


def _secret(python: DocumentedView) -> str:
    """Return what a client with a secret is given in addition."""
    given = "Pass `client_secret=` to the client if the provider gave you a secret"
    hosts = [f"`{one}`" for one in python.secret_arguments]
    if hosts:
        return f"{given}, and then also {hosts[0]}, the hosts that may get it."
    return f"{given}."


def web_section(provider: Provider) -> SectionView:
    """Return the section about a web application, in which several tabs can log in."""
    name = state_name(provider)
    found = (
        f"dict(parse_qsl(urlsplit(url_of_this_page).query)).get({python_string(name)})"
    )
    kept, taken = 'f"login {request.state}"', 'f"login {state}"'
    if not name:
        # Nothing in the redirect tells the logins of a user apart.
        kept = taken = '"login"'
    code = [
        *(["from urllib.parse import parse_qsl, urlsplit", ""] if name else ()),
        "# When the user wants to log in:",
        f"session[{kept}] = request.pending()  # then redirect the user to request.url",
        "",
        "# When the user returns to the redirect URI:",
        *([f"state = {found}"] if name else ()),
        f"request = client.resume(session.pop({taken}, {{}}))",
        "code = request.parse_redirect(url_of_this_page)",
        "token = send(client.token_request(code), http)",
    ]
    tabs = " Each login has its own entry, so that several tabs can log in at the same time."
    before = (
        "Keep the request in the user's session until the user returns. Its values are secret, and it is "
        f"deleted before the code is exchanged.{tabs if name else ''} If the session does not have the request, "
        "`resume` raises an `OAuthError` with the code `invalid_pending`:"
    )
    after = (
        "If the application is behind a proxy and does not know its public URL, use `request.parse_query(pairs)` with all names and "
        "values of the query."
    )
    return section("Use it in a web application", before, code, after)


def implicit_section(provider: Provider, python: DocumentedView) -> SectionView:
    """Return the section about the implicit grant."""
    method = "implicit_authorization_request"
    if provider.browser_grant is GrantType.IMPLICIT:
        method = "authorization_request"
    code = [
        *_request(method, python),
        'print("Open this URL, and log in:", request.url)',
        'token = request.parse_redirect(input("Paste the URL that the browser shows: "))',
    ]
    before = (
        "With the implicit grant, the redirect contains the token, so it can leak from the browser. Use it only if "
        "you cannot exchange a code (RFC 9700 §2.1.2):"
    )
    return section("Get a token from the redirect", before, code)


def state_name(provider: Provider) -> str:
    """Return the name of the state in the redirect, which is empty without a state."""
    endpoint = provider.authorization_endpoint
    if not endpoint.has_state:
        return ""
    names = (one.name for one in endpoint.response_parameters if one.role == "state")
    return next(names, "state")


def _request(method: str, python: DocumentedView) -> Iterator[str]:
    if not python.request_arguments:
        yield f"request = client.{method}()"
        return
    yield f"request = client.{method}("
    yield from (f"    {one}," for one in python.request_arguments)
    yield ")"
