"""A spec to the arguments of the methods that return requests in Python."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.provider import Provider
from generator.model.token_requests import RequestKind, TokenRequest
from generator.targets.python.arguments_view import (
    EXTRA,
    ArgumentView,
    argument,
    literal,
    of_parameter,
    without_any,
)


def exchange_arguments(
    provider: Provider, request: TokenRequest
) -> tuple[tuple[ArgumentView, ...], tuple[ArgumentView, ...]]:
    """Return the arguments of a method, and those that have a name."""
    given = (argument("token", "AccessToken", None, "A token of this client."),)
    last = _last(provider, request)
    if request.kind is RequestKind.CODE:
        code = argument("code", "AuthorizationCode", None, "The code of a redirect.")
        return (code,), last
    if request.kind is RequestKind.REFRESH:
        doc = "A token of this client, which has a refresh token."
        given = (argument("token", "AccessToken", None, doc),)
        doc = "Some of the token's scopes; all of them if omitted."
        has_scope = request.takes_scopes
        scopes = [argument("scopes", "Iterable[str]", "()", doc)] if has_scope else []
        return given, (*scopes, *last)
    if request.kind is RequestKind.REVOCATION:
        doc = "Which of its secrets is revoked: the refresh token if there is one."
        more = "Most servers then revoke the access token, too (RFC 7009 §2.1)."
        kinds = f"{literal(('access_token', 'refresh_token'))} | None"
        return given, (argument("token_type_hint", kinds, "None", doc, more), *last)
    return (), (*_scopes(provider, request), *last)


def _last(provider: Provider, request: TokenRequest) -> tuple[ArgumentView, ...]:
    """Return the arguments for what the provider adds to the request and to the poll after it."""
    poll = poll_of(provider, request)
    parameters = [*request.parameters, *(poll.parameters if poll else ())]
    given = [of_parameter(one) for one in parameters if one.is_of_the_caller]
    doc = "Further names and values for the body."
    return (
        *{str(one.name): one for one in given}.values(),
        argument("extra_parameters", EXTRA, "()", doc),
    )


def _scopes(provider: Provider, request: TokenRequest) -> Iterator[ArgumentView]:
    """Yield the arguments for the scopes of a token, if the caller chooses them."""
    if not request.takes_scopes:
        return
    doc, more = "The scopes of the token.", []
    if request.default_scopes:
        more = [without_any(request.default_scopes)]
    if not is_listed(provider, request):
        yield argument("scopes", "Iterable[str]", "()", doc, *more)
        return
    more = ["Members of `Scope` or their names in a request, in any order.", *more]
    yield argument("scopes", "Iterable[Scope | str]", "()", doc, *more)
    doc = "Names that `Scope` does not list; they follow the others."
    yield argument("undocumented_scopes", "Iterable[str]", "()", doc)


def is_listed(provider: Provider, request: TokenRequest) -> bool:
    """Return whether the scopes of a request are those of the class `Scope`."""
    return bool(request.scopes) and request.scopes == provider.scopes


def poll_of(provider: Provider, request: TokenRequest) -> TokenRequest | None:
    """Return the request that follows a device authorization request, or None."""
    if request.kind is not RequestKind.DEVICE_AUTHORIZATION:
        return None
    return provider.request(RequestKind.DEVICE_CODE)
