"""An authorization code, bound to the request that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..checks import wrong_type
from ..client import ClientBase
from ..errors import OAuthError
from ..request import RequestBase
from . import messages
from .unpicklable import Unpicklable


class AuthorizationCode(Unpicklable):
    """A code that can be exchanged for a token once, within a few minutes (RFC 6749 §4.1.2).

    It is a secret, so it is not shown, and it cannot be pickled.
    """

    __slots__ = ("_code", "_code_verifier", "_members", "_request")

    def __init__(
        self,
        code: str,
        request: RequestBase[ClientBase],
        code_verifier: str,
        members: Mapping[str, str],
    ) -> None:
        """Store a code that was read, with the further parameters of the redirect."""
        self._code = code
        self._code_verifier = code_verifier
        self._request = request
        self._members = members

    def reveal(self) -> str:
        """Return the code. Send it only to the token endpoint."""
        return self._code

    @property
    def code_verifier(self) -> str | None:
        """The secret that the token endpoint gets with the code (RFC 7636 §4.5), if there is one."""
        return self._code_verifier or None

    @property
    def request(self) -> RequestBase[ClientBase]:
        """The request that the code is for."""
        return self._request

    @property
    def members(self) -> Mapping[str, str]:
        """The further parameters of the redirect that the provider documents, by name."""
        return MappingProxyType(dict(self._members))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for {self._request.issuer}, value not shown>"


def check_code(code: object, client: ClientBase) -> tuple[str, str]:
    """Return the text of a code of this client, and its verifier.

    Raises OAuthError: ``code_of_another_client``.
    """
    if not isinstance(code, AuthorizationCode):
        raise wrong_type(messages.NOT_A_CODE, "code", code)
    if code.request.client != client:
        raise OAuthError(messages.CODE_OF_ANOTHER_CLIENT, "code")
    return code.reveal(), code.code_verifier or ""
