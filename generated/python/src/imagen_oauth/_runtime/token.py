"""A bearer token that is not shown if it is printed, logged, or stored."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from . import messages
from .checks import check_client_id, check_domain, check_scheme, require_text
from .constant_time import is_equal
from .encoding import is_utf16
from .errors import Message, OAuthError, without_frames
from .protocol import QUOTES, READ_NAMES
from .response import TokenResponse, is_access_token
from .times import check_lifetime, expiry, finite, unix_seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self

_SPACE = re.compile(r"\s")
_SCHEME = re.compile(rf"(?:^|[ :{QUOTES}])bearer[ \t]", re.IGNORECASE | re.ASCII)
_PARAMETER = re.compile(rf"(?:{'|'.join(READ_NAMES)})[\"']?[=:]|[?&#][A-Za-z0-9_.\-]+=")


class BearerToken(ABC):
    """A frozen bearer token (RFC 6750) that does not show its secret by itself."""

    __slots__ = ("_client_id", "_domain", "_expires_at", "_response", "_scheme")

    _response: TokenResponse
    _client_id: str
    _domain: str
    _expires_at: int | None
    _scheme: str

    def __init__(self) -> None:
        """Raise TypeError: use `from_response` or `from_value`."""
        raise TypeError(messages.NOT_CONSTRUCTIBLE.format(found=type(self).__name__))

    @classmethod
    def from_response(
        cls,
        response: TokenResponse,
        *,
        domain: str,
        client_id: str,
        received_at: float | None = None,
        scheme: str = "https",
    ) -> Self:
        """Return the token of a checked response to a request for domain and client_id.

        received_at is when the response arrived, in Unix seconds; it defaults to now.
        The expiry counts from it, and is at most the end of the year 9999. scheme is the
        one of the request. Raises OAuthError: ``invalid_time``.
        """
        received = unix_seconds(received_at, "received_at")
        expires_in = response.expires_in
        expires_at = None if expires_in is None else expiry(received, expires_in)
        self = cls.__new__(cls)
        # Only here, because the token is frozen.
        object.__setattr__(self, "_response", response)
        object.__setattr__(self, "_client_id", client_id)
        object.__setattr__(self, "_domain", domain)
        object.__setattr__(self, "_expires_at", expires_at)
        object.__setattr__(self, "_scheme", scheme)
        return self

    @classmethod
    @without_frames
    def from_value(
        cls,
        value: str,
        *,
        domain: str,
        client_id: str,
        expires_in: int | None = None,
        received_at: float | None = None,
        scheme: str = "https",
        any_characters: bool = False,
    ) -> Self:
        """Return a token from its bare value, which is not verified.

        Its scopes are unknown, and so is its expiry unless expires_in gives the seconds
        that are left at received_at. scheme is `http` only for a server on
        this machine. any_characters accepts any visible ASCII characters, not only those
        of RFC 6750 §2.1. Raises OAuthError: ``invalid_access_token``, ``bad_encoding`` for
        UTF-16, ``invalid_expires_in``, ``invalid_time``, and what a request raises for
        scheme, domain, and client_id.
        """
        return cls.from_response(
            _bare_response(value, expires_in, any_characters=any_characters),
            domain=check_domain(domain, check_scheme(scheme)),
            client_id=check_client_id(client_id),
            received_at=received_at,
            scheme=scheme,
        )

    def reveal(self) -> str:
        """Return the secret value. Send it only over https, and only to hosts that you name."""
        return self._response.access_token

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """Return the headers of a call; they contain the secret."""

    @property
    def token_type(self) -> str:
        """Always ``"Bearer"``, whatever letter case the server used."""
        return self._response.token_type

    @property
    def scopes(self) -> frozenset[str] | None:
        """The granted scopes; those of the request if the response has none.

        None if neither the request nor the response has any.
        """
        return self._response.scopes

    @property
    def missing_scopes(self) -> frozenset[str]:
        """The scopes that were requested and not granted."""
        return self._response.missing_scopes

    @property
    def extra_scopes(self) -> frozenset[str]:
        """The scopes that were granted and not requested."""
        return self._response.extra_scopes

    @property
    def state_verified(self) -> bool:
        """Whether the response contained the state of the request."""
        return self._response.state_verified

    @property
    def expires_in(self) -> int | None:
        """The lifetime in seconds at the time of the response; None if unknown."""
        return self._response.expires_in

    @property
    def expires_at(self) -> int | None:
        """The expiry in Unix seconds; None if unknown."""
        return self._expires_at

    @property
    def domain(self) -> str:
        """The ``host[:port]`` that issued the token."""
        return self._domain

    @property
    def scheme(self) -> str:
        """`https`, or `http` for a server on this machine."""
        return self._scheme

    @property
    def client_id(self) -> str:
        """The client ID of the application that the token was issued to."""
        return self._client_id

    def is_expired(self, at: float | None = None, leeway: float = 60) -> bool | None:
        """Return whether the token expires within leeway seconds of a time.

        The time is in Unix seconds and defaults to now. The result is None if the expiry
        is unknown. Raises OAuthError: ``invalid_time``.
        """
        now = unix_seconds(at, "at") + finite(leeway, "leeway")
        if self._expires_at is None:
            return None
        return now >= self._expires_at

    @without_frames
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BearerToken) or type(other) is not type(self):
            return NotImplemented
        same_secret = is_equal(self.reveal(), other.reveal())
        return same_secret and self._public() == other._public()

    # Without the secret, because a hash may be seen; equal tokens still have equal hashes.
    def __hash__(self) -> int:
        return hash(self._public())

    def __repr__(self) -> str:
        return messages.TOKEN_SHOWN.format(found=type(self).__name__, host=self._domain)

    def __format__(self, format_spec: str) -> str:
        return format(repr(self), format_spec)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    # Pickles are written unencrypted, to files, caches, and queues.
    def __reduce_ex__(self, protocol: object) -> str:
        raise self._not_picklable()

    # From Python 3.11 on, object has one that returns the secret.
    def __getstate__(self) -> object:
        raise self._not_picklable()

    def _not_picklable(self) -> TypeError:
        return TypeError(
            f"{type(self).__name__} cannot be pickled, because that would write the "
            "secret unencrypted: pass on reveal(), and create a token with from_value"
        )

    def _public(self) -> tuple[object, ...]:
        response = self._response
        return (
            response.token_type,
            response.scopes,
            response.missing_scopes,
            response.extra_scopes,
            response.state_verified,
            response.expires_in,
            self._expires_at,
            self._scheme,
            self._domain,
            self._client_id,
        )


def require_token(value: object) -> None:
    """Raise a TypeError if value is not a token."""
    if not isinstance(value, BearerToken):
        raise TypeError(f"token must be an AccessToken, not {type(value).__name__}")


def _bare_response(
    value: str, expires_in: int | None, *, any_characters: bool
) -> TokenResponse:
    if not is_access_token(require_text(value, "value"), any_characters=any_characters):
        raise OAuthError(_invalid_value(value), "value")
    return TokenResponse(
        access_token=value,
        token_type="Bearer",
        expires_in=check_lifetime(expires_in),
        scopes=None,
        missing_scopes=frozenset(),
        extra_scopes=frozenset(),
        state_verified=False,
    )


def _invalid_value(value: str) -> Message:
    if not value:
        return messages.INVALID_ACCESS_TOKEN_EMPTY
    if is_utf16(value):
        return messages.BAD_ENCODING_UTF16
    if _SCHEME.search(value):
        return messages.INVALID_ACCESS_TOKEN_WITH_SCHEME
    if _PARAMETER.search(value):
        return messages.INVALID_ACCESS_TOKEN_WITH_PARAMETERS
    if _SPACE.search(value):
        return messages.INVALID_ACCESS_TOKEN_WITH_SPACES
    is_quoted = value[0] in QUOTES or value[-1] in QUOTES
    if is_quoted or not is_access_token(value, any_characters=True):
        return messages.INVALID_ACCESS_TOKEN_CHARACTERS
    return messages.INVALID_ACCESS_TOKEN_VISIBLE
