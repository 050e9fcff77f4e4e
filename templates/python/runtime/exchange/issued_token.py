"""A bearer token from a token endpoint, which can have a refresh token."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..constant_time import is_equal
from ..errors import OAuthError, without_frames
from ..token import BearerToken
from . import messages
from .token_response import IssuedResponse, check_refresh_token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self


class IssuedToken(BearerToken):
    """A frozen token that shows neither its secret nor its refresh token by itself."""

    __slots__ = ()

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
        any_characters: bool = True,
        refresh_token: str | None = None,
        members: Mapping[str, object] | None = None,
    ) -> Self:
        """Return a token from its values, which are not verified.

        The arguments are those of a `BearerToken`, the refresh token, and the further
        members. Raises OAuthError: also ``invalid_refresh_token``.
        """
        token = super().from_value(
            value,
            domain=domain,
            client_id=client_id,
            expires_in=expires_in,
            received_at=received_at,
            scheme=scheme,
            any_characters=any_characters,
        )
        response = IssuedResponse(
            access_token=value,
            refresh_token=check_refresh_token(refresh_token),
            expires_in=token.expires_in,
            scopes=None,
            requested=frozenset(),
            state_verified=False,
            members=members or {},
        )
        # Only here, because the token is frozen.
        object.__setattr__(token, "_response", response)
        return token

    @property
    def has_refresh_token(self) -> bool:
        """Whether a new token can be requested without the user."""
        return self._refresh_token() is not None

    def reveal_refresh_token(self) -> str:
        """Return the refresh token, which is a secret. Raises OAuthError: ``no_refresh_token``."""
        refresh_token = self._refresh_token()
        if refresh_token is None:
            raise OAuthError(messages.NO_REFRESH_TOKEN, "token")
        return refresh_token

    @property
    def server(self) -> str:
        """What `token_server` of the client was; empty for a token from its value."""
        response = self._response
        return response.server if isinstance(response, IssuedResponse) else ""

    @property
    def members(self) -> Mapping[str, object]:
        """The further members of the response that the provider documents, by their paths.

        A lifetime or scope that could not be read is in it too.
        """
        response = self._response
        found: Mapping[str, object] = {}
        if isinstance(response, IssuedResponse):
            found = response.members
        return MappingProxyType(dict(found))

    def _refresh_token(self) -> str | None:
        response = self._response
        # The response of a browser has none.
        return response.refresh_token if isinstance(response, IssuedResponse) else None

    @without_frames
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IssuedToken):
            return NotImplemented
        ours, theirs = self._refresh_token(), other._refresh_token()
        same = is_equal(ours or "", theirs or "")
        return super().__eq__(other) is True and same

    __hash__ = BearerToken.__hash__
