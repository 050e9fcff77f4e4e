"""The smallest spec, and its whole model: what OAuth says about all that the spec does not say.

The values are worked out by hand from RFC 6749, RFC 6750, RFC 7636, and RFC 9207.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.model.endpoints import (
    AuthorizationEndpoint,
    Grant,
    GrantType,
    Parameter,
    RedirectParameter,
    ResponseError,
    Role,
)
from generator.model.facts import Citation, Scope, Source
from generator.model.provider import Header, Package, Packages, Provider
from generator.model.text import Text
from generator.model.token_requests import (
    Basic,
    RequestKind,
    TokenEndpoint,
    TokenRequest,
    TokenResponse,
)

SIX_LINES = """
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://auth.acme.example/authorize
token_endpoint: https://auth.acme.example/token
grants: [authorization_code, client_credentials]
scopes: [read, write]
"""


def rfc(number: int, clause: str) -> Citation:
    return Citation(f"rfc{number}", clause, None)


def parameter(
    role: Role, summary: str, source: Citation | None, **more: Any
) -> Parameter:
    """Return a parameter of a request as OAuth defines it."""
    members: dict[str, Any] = {
        "name": role.value,
        "constant": None,
        "values": (),
        "default": None,
        "example": None,
        "required": False,
        "is_boolean": False,
        "is_repeated": False,
        "scopes": (),
        "place": "query",
        "characters": None,
        "identifier": None,
        **more,
    }
    return Parameter(
        **members,
        role=role,
        summary=Text(summary),
        source=source,
        path=(),
    )


def member(name: str, summary: str, source: Citation, required: bool = False) -> Any:
    return RedirectParameter(name, name, None, required, Text(summary), source, path=())


RESPONSE_TYPE = parameter(
    *(Role.RESPONSE_TYPE, "Says which grant the application uses."),
    rfc(6749, "3.1.1"),
    constant="code",
)
CLIENT_ID = parameter(
    *(Role.CLIENT_ID, "The identifier that the provider gave your application."),
    rfc(6749, "2.2"),
    required=True,
)
REDIRECT_URI = parameter(
    Role.REDIRECT_URI,
    "The URI that receives the response. It must be one that you registered with the provider.",
    rfc(6749, "3.1.2"),
)
SCOPE = parameter(
    *(Role.SCOPE, "What the application may do. Request only what it needs."),
    rfc(6749, "3.3"),
)
STATE = parameter(
    Role.STATE,
    "Ties the response to the request, because the response repeats it.",
    rfc(6749, "10.12"),
)
CHALLENGE = parameter(
    Role.CODE_CHALLENGE,
    "The hash of a secret that only this request has. A server that supports PKCE accepts a code only with the secret.",
    rfc(7636, "4.3"),
)
METHOD = parameter(
    Role.CODE_CHALLENGE_METHOD,
    "How the challenge was made from the secret. S256 is SHA-256.",
    rfc(7636, "4.3"),
    constant="S256",
)
PARAMETERS = (
    *(RESPONSE_TYPE, CLIENT_ID, REDIRECT_URI, SCOPE, STATE),
    *(CHALLENGE, METHOD),
)

REDIRECTED_STATE = (
    "The state of the request, unchanged. Required if the request had one."
)
CALLBACK = (
    member(
        "code",
        "The authorization code. It can be exchanged for a token once, within a few minutes.",
        rfc(6749, "4.1.2"),
        required=True,
    ),
    member("state", REDIRECTED_STATE, rfc(6749, "4.1.2")),
    member(
        "iss",
        "The issuer identifier of the server that sent the redirect. It is checked if the provider's issuer is known.",
        rfc(9207, "2"),
    ),
)

ERRORS = tuple(
    ResponseError(code, Text(cause), Text(remedy), rfc(6749, "4.1.2.1"))
    for code, cause, remedy in (
        (
            "invalid_request",
            "A parameter is missing, is repeated, or has a value that the server does not accept.",
            "Build the URL again and open it unchanged. Check the extra parameters.",
        ),
        (
            "unauthorized_client",
            "The application is not allowed to use this grant.",
            "Check the client ID, and check the grants for which the application is registered.",
        ),
        (
            "access_denied",
            "The user or the server denied the request.",
            "If that was a mistake, log in again.",
        ),
        (
            "unsupported_response_type",
            "The server does not support this grant.",
            "Check in the provider's documentation which grant the application can use.",
        ),
        (
            "invalid_scope",
            "A scope is unknown, malformed, or not allowed for this application.",
            "Check the names of the scopes, or request fewer.",
        ),
        (
            "server_error",
            "The server had an unexpected error.",
            "Try again later with a new request. If the error persists, tell the provider.",
        ),
        (
            "temporarily_unavailable",
            "The server is overloaded or under maintenance.",
            "Wait, and then try again with a new request.",
        ),
    )
)


def source(number: int, title: str) -> Source:
    url = f"https://www.rfc-editor.org/rfc/rfc{number}"
    return Source(f"rfc{number}", "rfc", Text(f"RFC {number}, {title}"), url)


SOURCES = (
    source(6749, "The OAuth 2.0 Authorization Framework"),
    source(7636, "Proof Key for Code Exchange by OAuth Public Clients"),
    source(9207, "OAuth 2.0 Authorization Server Issuer Identification"),
)

TOKEN = "https://auth.acme.example/token"


def _sent(role: Role, **more: Any) -> Parameter:
    """Return a parameter of a token request that only clients and servers see."""
    return parameter(role, "", None, place="body", **more)


def _token_request(
    grant: str, parameters: tuple[Parameter, ...], scopes: tuple[Scope, ...] = ()
) -> TokenRequest:
    """Return a request with the grant type first and the credentials last."""
    return TokenRequest(
        kind=RequestKind(grant),
        url=TOKEN,
        auth_methods=(),
        body="form",
        parameters=(
            _sent(Role.GRANT_TYPE, constant=grant),
            *parameters,
            replace(CLIENT_ID, place="body"),
            _sent(Role.CLIENT_SECRET),
        ),
        scopes=scopes,
        default_scopes=(),
        path=(),
    )


TOKEN_REQUESTS = (
    _token_request(
        "authorization_code",
        (
            _sent(Role.CODE),
            replace(REDIRECT_URI, place="body"),
            _sent(Role.CODE_VERIFIER),
        ),
    ),
    _token_request(
        "client_credentials",
        (replace(SCOPE, place="body"),),
        (Scope("read"), Scope("write")),
    ),
    _token_request(
        "refresh_token", (_sent(Role.REFRESH_TOKEN), replace(SCOPE, place="body"))
    ),
)
TOKEN_ERRORS = tuple(
    ResponseError(code, Text(cause), Text(remedy), rfc(6749, "5.2"))
    for code, cause, remedy in (
        (
            "invalid_request",
            "A parameter is missing, is repeated, or has a value that the server does not accept.",
            "Check the extra parameters. If there are none, tell the maintainers of this package.",
        ),
        (
            "invalid_client",
            "The client ID or the client secret is wrong, or the server expects another authentication method.",
            "Check the client ID and the client secret. If they are right, tell the maintainers of this package.",
        ),
        (
            "invalid_grant",
            (
                "The grant, such as a code or a refresh token, is wrong, expired, revoked, "
                "already used, or issued to another client."
            ),
            "Request a new token. One that acts for a user requires a new login.",
        ),
        (
            "unauthorized_client",
            "The application is not allowed to use this grant.",
            "Check the grants for which the application is registered.",
        ),
        (
            "unsupported_grant_type",
            "The server does not support this grant.",
            "Check in the provider's documentation which grants it supports.",
        ),
        (
            "invalid_scope",
            "A scope is unknown, malformed, or more than was granted.",
            "Check the names of the scopes, or request fewer.",
        ),
    )
)

ACME = Provider(
    id="acme",
    name="Acme",
    homepage=None,
    summary=Text(""),
    disclaimer=None,
    packages=Packages(
        version="0.1.0",
        published=False,
        license="MIT",
        copyright="The acme-oauth authors",
        each=(
            Package(
                *("mock", "acme-oauth-mock", "acme_oauth_mock"),
                *("acme-oauth-mock", "ACME_OAUTH_MOCK"),
            ),
            Package("python", "acme-oauth", "acme_oauth", "acme-oauth", "ACME_OAUTH"),
            Package("typescript", "acme-oauth"),
        ),
    ),
    sources=SOURCES,
    source=None,
    issuer=None,
    requires_iss=False,
    has_loopback=True,
    variables=(),
    grants=(
        Grant(GrantType.AUTHORIZATION_CODE, ("grants", 0)),
        Grant(GrantType.CLIENT_CREDENTIALS, ("grants", 1)),
    ),
    authorization=AuthorizationEndpoint(
        url="https://auth.acme.example/authorize",
        source=None,
        parameters=PARAMETERS,
        response_parameters=CALLBACK,
        response_errors=ERRORS,
        scope_separator=" ",
        state_in="fragment",
    ),
    token_endpoint=TokenEndpoint(
        url=TOKEN,
        auth_methods=(),
        basic=Basic("client_id", "client_secret", is_raw=False),
        requests=TOKEN_REQUESTS,
        response=TokenResponse(
            within=("",),
            paths=(),
            lifetime=None,
            success=(),
            members=(),
            scope_separator=" ",
            token_types=("bearer",),
        ),
        scope_separator=" ",
        rotates=None,
        grace=0,
        errors=TOKEN_ERRORS,
        source=None,
    ),
    other_endpoints=(),
    pkce="used",
    scopes=(Scope("read"), Scope("write")),
    default_scopes=(),
    hosts=(),
    call_example=None,
    headers=(
        Header(
            *("Authorization", "Bearer {access_token}", Text("The bearer token.")),
            None,
        ),
    ),
    failures=None,
    notes=(),
    steps=(),
    examples=(),
    unknown=(),
)
