"""A spec to what the README says of logins on other devices, and of revocation."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind, TokenRequest
from generator.targets.clients import SectionView
from generator.targets.python.documented_view import DocumentedView
from generator.targets.python.encoders import python_string
from generator.targets.python.guide_lines import (
    client_lines_without_redirect,
    import_lines,
    section,
)
from generator.targets.python.names import parameter_argument
from generator.targets.views import requires_secret, scope_member


def device_section(
    provider: Provider, request: TokenRequest, python: DocumentedView
) -> SectionView:
    """Return the section about a login on another device."""
    poll = provider.request(RequestKind.DEVICE_CODE)
    sent = (request,) if poll is None else (request, poll)
    is_confidential = any(requires_secret(provider, one) for one in sent)
    names = "send, wait_for_token"
    arguments = ", ".join(map(str, _arguments(provider, request)))
    code = [
        *import_lines(python, is_confidential=is_confidential, names=names),
        *client_lines_without_redirect(
            provider, python, is_confidential=is_confidential
        ),
        "http = httpx.Client()",
        f"login = send(client.device_request({arguments}), http)",
        'print("Open", login.verification_uri, "and type the code", login.user_code)',
        "token = wait_for_token(login, http)",
    ]
    before = (
        "A device without a browser or a keyboard shows a code, and the user logs in with a phone or a "
        "computer. Do not use this grant elsewhere, because an attacker can send the code to others "
        "(RFC 8628 §5.4):"
    )
    complete = (
        "If the server sends it, `login.verification_uri_complete` contains the code, for a link or a QR code. "
        "Show the code as well."
    )
    wait = (
        "`wait_for_token` polls until the user has logged in. It raises a `DeviceError` with the code `access_denied` "
        "if the user denies the login, and with `expired_token` if the codes expire. `wait_for_token_async` is for event "
        "loops, and `login.poll_request()` is the request itself."
    )
    return section("Log in on another device", before, code, complete, wait)


def _arguments(provider: Provider, request: TokenRequest) -> Iterator[Code]:
    """Yield the arguments of the request, each as `name=value`."""
    if request.takes_scopes and request.scopes:
        first = request.scopes[0]
        is_listed = request.scopes == provider.scopes
        name = (
            f"Scope.{scope_member(first)}" if is_listed else python_string(first.name)
        )
        yield Code(f"scopes=[{name}]")
    poll = provider.request(RequestKind.DEVICE_CODE)
    parameters = [*request.parameters, *(poll.parameters if poll else ())]
    needed: dict[str, str] = {}
    for one in parameters:
        if one.is_of_the_caller and one.is_required:
            values = one.values or tuple(scope.name for scope in one.scopes)
            value = str(python_string(one.example or next(iter(values), "example")))
            is_list = one.is_repeated or bool(one.scopes)
            needed[str(parameter_argument(one))] = f"[{value}]" if is_list else value
            if one.is_boolean:
                needed[str(parameter_argument(one))] = "True"
    yield from (Code(f"{name}={value}") for name, value in needed.items())


def revocation_section(provider: Provider) -> SectionView:
    """Return the section about the revocation of a token."""
    code = ["send(client.revocation_request(token), http)"]
    kept = "Then delete the stored token with `delete()` of its source."
    both = (
        "That revokes the refresh token if the token has one, and most servers then revoke the access token, too. "
        'To revoke the access token itself, pass `token_type_hint="access_token"`.'
    )
    failed = (
        "The server confirms it even if it does not know the token. If it cannot revoke the token now, the error has "
        "the code `revocation_unavailable`, and the token may still be valid."
    )
    return section(
        "Revoke a token", "When the user logs out:", code, both, failed, kept
    )
