# The peers are only in the environment of the benchmarks, and some have no types.
# pyright: reportMissingImports=false, reportMissingModuleSource=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
"""Reading a response with all checks: strictly, and as a user pastes it."""

from collections.abc import Callable

from bench.calls.values import (
    ANSWER,
    CLIENT_ID,
    DOMAIN,
    PASTED,
    SCOPES,
    STATE,
)

Call = Callable[[], object]


def imagen_oauth() -> Call:
    from imagen_oauth import AuthorizationRequest

    request = AuthorizationRequest(DOMAIN, CLIENT_ID, SCOPES, state=STATE)
    return lambda: request.parse_redirect(ANSWER)


def imagen_oauth_pasted() -> Call:
    from imagen_oauth import AuthorizationRequest

    request = AuthorizationRequest(DOMAIN, CLIENT_ID, SCOPES, state=STATE)
    return lambda: request.parse_pasted(PASTED)


def oauthlib() -> Call:
    from oauthlib.oauth2 import MobileApplicationClient

    client = MobileApplicationClient(CLIENT_ID)
    scopes: list[object] = [*SCOPES]
    return lambda: client.parse_request_uri_response(ANSWER, STATE, scopes)


def authlib() -> Call:
    from authlib.oauth2.rfc6749.parameters import parse_implicit_response

    return lambda: parse_implicit_response(ANSWER, STATE)


def urllib() -> Call:
    from urllib.parse import parse_qs, urlsplit

    return lambda: parse_qs(urlsplit(ANSWER).fragment)
