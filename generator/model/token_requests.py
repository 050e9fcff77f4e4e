"""The requests that a client sends by itself, their endpoints, and the form of token responses."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from generator.model.endpoints import Parameter, Path, ResponseError, Role
from generator.model.facts import Citation, Scope


class RequestKind(str, Enum):
    """What a request is for. The value is the name of its grant in a spec, or another name."""

    CODE = "authorization_code"
    CLIENT_CREDENTIALS = "client_credentials"
    DEVICE_CODE = "device_code"
    REFRESH = "refresh_token"
    DEVICE_AUTHORIZATION = "device_authorization"
    REVOCATION = "revocation"

    @property
    def grant_type(self) -> str:
        """The value of `grant_type` of a token request (RFC 6749 §4, RFC 8628 §3.4)."""
        if self is RequestKind.DEVICE_CODE:
            return "urn:ietf:params:oauth:grant-type:device_code"
        return str(self.value)


STANDARD = {
    RequestKind.CODE: (
        Role.GRANT_TYPE,
        Role.CODE,
        Role.REDIRECT_URI,
        Role.CODE_VERIFIER,
        Role.CLIENT_ID,
        Role.CLIENT_SECRET,
    ),
    RequestKind.CLIENT_CREDENTIALS: (
        Role.GRANT_TYPE,
        Role.SCOPE,
        Role.CLIENT_ID,
        Role.CLIENT_SECRET,
    ),
    RequestKind.DEVICE_CODE: (
        Role.GRANT_TYPE,
        Role.DEVICE_CODE,
        Role.CLIENT_ID,
        Role.CLIENT_SECRET,
    ),
    RequestKind.REFRESH: (
        Role.GRANT_TYPE,
        Role.REFRESH_TOKEN,
        Role.SCOPE,
        Role.CLIENT_ID,
        Role.CLIENT_SECRET,
    ),
    RequestKind.DEVICE_AUTHORIZATION: (
        Role.CLIENT_ID,
        Role.CLIENT_SECRET,
        Role.SCOPE,
    ),
    RequestKind.REVOCATION: (
        Role.TOKEN,
        Role.TOKEN_TYPE_HINT,
        Role.CLIENT_ID,
        Role.CLIENT_SECRET,
    ),
}
"""The standard parameters of each request.

They are in RFC 6749 §4.1.3, §4.4.2, and §6, RFC 7636 §4.5, RFC 8628 §3.1 and §3.4, and RFC 7009 §2.1.
"""

AT_THE_TOKEN_ENDPOINT = (
    RequestKind.CODE,
    RequestKind.CLIENT_CREDENTIALS,
    RequestKind.DEVICE_CODE,
    RequestKind.REFRESH,
)
"""The requests to the token endpoint. Each other request has its own endpoint."""


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A request of a client to the token endpoint, or to one next to it.

    `body` is `form`, `json`, or `query`. `auth_methods` are values of RFC 8414 §2, and are empty
    if the provider does not say. A parameter's value is its constant, or follows from its role.
    `scopes` and `default_scopes` are those of the grant. `path` is the place of the URL in the spec.
    """

    kind: RequestKind
    url: str
    auth_methods: tuple[str, ...]
    body: str
    parameters: tuple[Parameter, ...]
    scopes: tuple[Scope, ...]
    default_scopes: tuple[str, ...]
    path: Path = field(compare=False)

    def parameter(self, role: Role) -> Parameter | None:
        """Return the parameter with that role, or None if the request does not have one."""
        return next((one for one in self.parameters if one.role is role), None)

    @property
    def takes_scopes(self) -> bool:
        """Whether the caller chooses the scopes. A constant scope is the same in each request."""
        scope = self.parameter(Role.SCOPE)
        return scope is not None and scope.constant is None


@dataclass(frozen=True, slots=True)
class Basic:
    """What Basic authentication sends: the names of the client's two values, or other texts."""

    username: str
    password: str
    is_raw: bool


@dataclass(frozen=True, slots=True)
class TokenResponse:
    """How the token response differs from the standard one (RFC 6749 §5.1).

    A path is names joined by dots. `paths` has the path of each member with another name. `success`
    has values that mark a success, by their paths.
    """

    within: tuple[str, ...]
    paths: tuple[tuple[str, str], ...]
    lifetime: int | None
    success: tuple[tuple[str, str | int | bool], ...]
    members: tuple[str, ...]
    scope_separator: str
    token_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """The token endpoint: how clients authenticate there (RFC 8414 §2), and what they send.

    `scope_separator` is between two scopes of a request.
    `rotates` says whether each refresh returns a new refresh token, and is None if the provider
    does not say. The old one works for `grace` seconds.
    """

    url: str
    auth_methods: tuple[str, ...]
    basic: Basic
    requests: tuple[TokenRequest, ...]
    response: TokenResponse
    scope_separator: str
    rotates: bool | None
    grace: int
    errors: tuple[ResponseError, ...]
    source: Citation | None

    def request(self, kind: RequestKind) -> TokenRequest | None:
        """Return the request of that kind, or None if the endpoint does not have one."""
        return next((one for one in self.requests if one.kind is kind), None)

    @property
    def has_users(self) -> bool:
        """Whether users log in to get tokens, instead of clients for themselves."""
        kinds = (RequestKind.CODE, RequestKind.DEVICE_CODE)
        return any(self.request(one) is not None for one in kinds)

    @property
    def code_methods(self) -> tuple[str, ...]:
        """The methods of the request with a code, or of the endpoint if there is no such request."""
        request = self.request(RequestKind.CODE)
        return self.auth_methods if request is None else request.auth_methods

    @property
    def accepted_methods(self) -> tuple[str, ...]:
        """The methods of all requests, or none if the provider does not say them for one."""
        every = [one.auth_methods for one in self.requests] or [self.auth_methods]
        if () in every:
            return ()
        return tuple(dict.fromkeys(one for methods in every for one in methods))


@dataclass(frozen=True, slots=True)
class OtherEndpoint:
    """Another endpoint that only clients call. `kind` is its key in a spec.

    `auth_methods` are those of the endpoint itself; without any, the ones of the token endpoint
    apply. `requests` is what clients send there, or empty if nothing can follow from it.
    """

    kind: str
    url: str
    source: Citation | None
    requests: tuple[TokenRequest, ...]
    auth_methods: tuple[str, ...] = field(compare=False)
