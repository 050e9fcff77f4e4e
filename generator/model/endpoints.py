"""The endpoints of a provider: the variables in their URLs, their parameters, and their grants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from generator.model.facts import Citation, Scope
from generator.model.text import Text

Path = tuple[str | int, ...]
"""The keys and indexes from the root of a spec to a node of it."""

_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}")


def placeholders(text: str) -> list[str]:
    """Return the names of the variables in a URL or a value, each once."""
    if "{" not in text:
        return []
    return list(dict.fromkeys(found[1] for found in _PLACEHOLDER.finditer(text)))


class VariableType(str, Enum):
    """What a variable can stand for in a URL. The values are those of `type` in a spec."""

    HOST = "host"
    BASE = "base"
    LABEL = "label"
    PATH = "path"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a variable, and what `{variable.member}` means if it is chosen."""

    name: str
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the URLs. `identifier` has the words for identifiers, if given.

    A variable with a `default` is optional. `choices` is empty unless the type is `CHOICE`.
    """

    name: str
    identifier: str | None
    type: VariableType
    choices: tuple[Choice, ...]
    default: str | None
    example: str
    is_secret: bool
    summary: Text
    source: Citation | None


class Role(str, Enum):
    """What a parameter of a request is for: a role of OAuth, or the provider's own.

    The value is the name of the parameter in OAuth and of the argument for it.
    """

    RESPONSE_TYPE = "response_type"
    CLIENT_ID = "client_id"
    CLIENT_SECRET = "client_secret"
    REDIRECT_URI = "redirect_uri"
    SCOPE = "scope"
    STATE = "state"
    CODE_CHALLENGE = "code_challenge"
    CODE_CHALLENGE_METHOD = "code_challenge_method"
    NONCE = "nonce"
    GRANT_TYPE = "grant_type"
    CODE = "code"
    CODE_VERIFIER = "code_verifier"
    REFRESH_TOKEN = "refresh_token"
    DEVICE_CODE = "device_code"
    TOKEN = "token"
    TOKEN_TYPE_HINT = "token_type_hint"
    PROVIDER = ""


PKCE = (Role.CODE_CHALLENGE, Role.CODE_CHALLENGE_METHOD)
"""The roles of the parameters that PKCE adds to the request of a code (RFC 7636 §4.3)."""

AUTHORIZATION = (
    Role.RESPONSE_TYPE,
    Role.CLIENT_ID,
    Role.REDIRECT_URI,
    Role.SCOPE,
    Role.STATE,
    *PKCE,
)
"""The standard parameters of an authorization request, in RFC order (RFC 6749 §4.1.1, RFC 7636)."""


class GrantType(str, Enum):
    """A grant of OAuth 2.0. The value is its name in a spec."""

    IMPLICIT = "implicit"
    AUTHORIZATION_CODE = "authorization_code"
    CLIENT_CREDENTIALS = "client_credentials"
    DEVICE_CODE = "device_code"

    @property
    def response_type(self) -> str | None:
        """The value of `response_type` (RFC 6749 §3.1.1), or None if no browser takes part."""
        return {"implicit": "token", "authorization_code": "code"}.get(self.value)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a request.

    A `constant` is always sent as is, and the caller can override a `default`. `values` lists all
    documented values. `path` is its place in the spec, or the place where it would be added.
    """

    name: str
    role: Role
    constant: str | None
    values: tuple[str, ...]
    default: str | None
    example: str | None
    required: bool
    is_boolean: bool
    is_repeated: bool
    scopes: tuple[Scope, ...]
    place: str
    characters: str | None
    identifier: str | None
    summary: Text
    source: Citation | None
    path: Path = field(compare=False)

    @property
    def is_required(self) -> bool:
        """Whether the caller must give a value."""
        return self.required and not self._has_value

    @property
    def is_optional(self) -> bool:
        """Whether a request has the parameter only if the caller gives a value."""
        return not self.required and not self._has_value

    @property
    def argument(self) -> str:
        """The name of the value that a caller gives: the role if it has one, or the own name."""
        return self.role.value or self.name

    @property
    def is_of_the_caller(self) -> bool:
        """Whether the provider defines the parameter and the caller can set it."""
        return self.role is Role.PROVIDER and self.constant is None

    @property
    def _has_value(self) -> bool:
        return self.constant is not None or self.default is not None


@dataclass(frozen=True, slots=True)
class RedirectParameter:
    """A parameter of the redirect. `role` is the standard name for which it is sent, or empty."""

    name: str
    role: str
    variable: str | None
    required: bool
    summary: Text
    source: Citation | None
    path: Path = field(compare=False)


@dataclass(frozen=True, slots=True)
class ResponseError:
    """An error code of the redirect, with its cause and a remedy."""

    code: str
    cause: Text
    remedy: Text
    source: Citation | None


_OF_TOKEN = ("access_token", "token_type", "expires_in", "scope")
"""The roles that only a redirect with a token has by itself (RFC 6749 §4.2.2)."""
_OF_CODE = ("code", "iss")
"""The roles that only a redirect with a code has by itself (RFC 6749 §4.1.2, RFC 9207 §2)."""


@dataclass(frozen=True, slots=True)
class AuthorizationEndpoint:
    """The authorization endpoint, with the parameters of a request in the order of the URL."""

    url: str
    source: Citation | None
    parameters: tuple[Parameter, ...]
    response_parameters: tuple[RedirectParameter, ...]
    response_errors: tuple[ResponseError, ...]
    scope_separator: str
    state_in: str

    def parameter(self, role: Role) -> Parameter | None:
        """Return the parameter with that role of OAuth, or None if the endpoint does not have one."""
        return next((one for one in self.parameters if one.role == role), None)

    def parameters_of(self, grant: GrantType) -> Iterator[Parameter]:
        """Yield the parameters of a request for that grant. Only a code has PKCE."""
        for one in self.parameters:
            if one.role is Role.RESPONSE_TYPE:
                yield replace(one, constant=one.constant or grant.response_type)
            elif grant is GrantType.AUTHORIZATION_CODE or one.role not in PKCE:
                yield one

    def only(self, grant: GrantType) -> AuthorizationEndpoint:
        """Return this endpoint as if it served only that grant."""
        others = _OF_TOKEN if grant is GrantType.AUTHORIZATION_CODE else _OF_CODE
        return replace(
            self,
            parameters=tuple(self.parameters_of(grant)),
            response_parameters=tuple(
                one
                for one in self.response_parameters
                if one.role not in others or is_listed(one.path)
            ),
        )

    @property
    def has_state(self) -> bool:
        """Whether a request has a state."""
        return self.parameter(Role.STATE) is not None

    @property
    def authority(self) -> str:
        """The host of the URL, with a port if it has one, and with variables in braces."""
        return re.split(r"[/?#]", self.url.removeprefix("https://"))[0]

    @property
    def has_optional_redirect(self) -> bool:
        """Whether a request is valid without a redirect URI."""
        redirect = self.parameter(Role.REDIRECT_URI)
        return redirect is not None and redirect.is_optional

    @property
    def requires_scope(self) -> bool:
        """Whether a request is valid only with a scope."""
        scope = self.parameter(Role.SCOPE)
        return scope is not None and scope.required


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant that the provider offers. `keys` are those that the spec has for it, except its name."""

    type: GrantType
    path: Path = field(compare=False)
    keys: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class StandardEntry:
    """An entry of a spec that omits or renames a standard parameter, with its place in the spec."""

    path: Path
    role: Role


def is_listed(path: Path) -> bool:
    """Return whether the path of an entry is that of a node, so that the spec lists the entry."""
    return isinstance(path[-1], int)
