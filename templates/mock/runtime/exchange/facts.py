"""What the spec says about the endpoints that only clients call."""

from __future__ import annotations

from dataclasses import dataclass

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
"""The value of grant_type for the device grant (RFC 8628 §3.4)."""


@dataclass(frozen=True)
class SentParameter:
    """A parameter of a request, in its `body`, `query`, or `header`.

    `role` is the name that OAuth gives it, or empty. `constant` is its only valid value, if it has one;
    `{name}` in it stands for any value. `values` are all valid values, or empty.
    """

    name: str
    role: str = ""
    place: str = "body"
    required: bool = False
    constant: str | None = None
    values: tuple[str, ...] = ()
    is_repeated: bool = False


@dataclass(frozen=True)
class TokenRequest:
    """A request of a client. `grant_type` is the standard value, or empty if it is not for a token.

    `path` has {name} for each variable. `auth_methods` are values of RFC 8414 §2, and are empty if the provider does not say.
    `scopes` are the only ones of a grant without a browser, or empty.
    """

    grant_type: str
    path: str
    auth_methods: tuple[str, ...]
    body: str
    parameters: tuple[SentParameter, ...]
    scopes: tuple[str, ...] = ()

    def parameter(self, role: str) -> SentParameter | None:
        """Return the parameter with this role, or None."""
        return next((one for one in self.parameters if one.role == role), None)


@dataclass(frozen=True)
class Basic:
    """What Basic authentication contains: the names of the client's two values, or other texts."""

    username: str
    password: str
    is_raw: bool


@dataclass(frozen=True)
class TokenResponse:
    """How the token response differs from the standard one. A path is names joined by dots.

    `within` has the paths of the objects in which the token can be, and `paths` has the path of each member
    that has another name. `success` has the values that mark a success.
    """

    within: tuple[str, ...]
    paths: tuple[tuple[str, str], ...]
    has_lifetime: bool
    lifetime: int | None
    success: tuple[tuple[str, str | int | bool], ...]
    members: tuple[str, ...]
    scope_separator: str
    token_types: tuple[str, ...]

    @property
    def has_objects(self) -> bool:
        """Whether a member is in an object."""
        paths = [path for _, path in self.paths] + [path for path, _ in self.success]
        return any(self.within) or any("." in one for one in (*paths, *self.members))


@dataclass(frozen=True)
class Exchange:
    """The endpoints of a provider that only clients call.

    `urls` has the URL of each endpoint, and what its path has before it here, because another endpoint has
    the same path. `requests` are those for tokens, and `device` and `revocation` are
    None if the provider has no such endpoint. `pkce` is required, used, or none. `rotates` says whether each
    refresh replaces the refresh token; the old one works for `grace` seconds.
    """

    urls: tuple[tuple[str, str], ...]
    requests: tuple[TokenRequest, ...]
    device: TokenRequest | None
    revocation: TokenRequest | None
    basic: Basic
    response: TokenResponse
    pkce: str
    rotates: bool
    grace: int
    secrets: tuple[str, ...]
    secret_paths: tuple[str, ...]
    has_loopback: bool

    def request(self, grant_type: str) -> TokenRequest | None:
        """Return the request with this standard value of grant_type, or None."""
        return next(
            (one for one in self.requests if one.grant_type == grant_type), None
        )

    @property
    def has_users(self) -> bool:
        """Whether users log in, instead of clients for themselves."""
        grants = {one.grant_type for one in self.requests}
        return bool(grants & {"authorization_code", DEVICE_CODE})

    @property
    def auth_methods(self) -> tuple[str, ...]:
        """The ways to authenticate at the token endpoint, or none if the provider does not say."""
        if any(not one.auth_methods for one in self.requests):
            return ()
        found = (method for one in self.requests for method in one.auth_methods)
        return tuple(dict.fromkeys(found))

    @property
    def accepts_secret(self) -> bool:
        """Whether a client can have a secret."""
        return any(set(one.auth_methods) != {"none"} for one in self.requests)

    @property
    def accepts_public(self) -> bool:
        """Whether a client can be without a secret."""
        return any(
            not one.auth_methods or "none" in one.auth_methods for one in self.requests
        )
