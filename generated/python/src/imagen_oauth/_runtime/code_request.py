"""Requests for an authorization code with PKCE (RFC 6749 §4.1, RFC 7636)."""

from __future__ import annotations

from typing import NoReturn

from .request import Client_co, RequestBase


class CodeRequest(RequestBase[Client_co]):
    """An authorization request whose response contains a code.

    It has a secret, the code verifier, so it cannot be pickled.
    """

    __slots__ = ("_code_verifier",)

    _code_verifier: str

    @property
    def code_verifier(self) -> str:
        """The secret that proves to the token endpoint who made the request (RFC 7636 §4.5)."""
        return self._code_verifier

    def __reduce__(self) -> NoReturn:
        """Raise TypeError: a pickle would contain the code verifier."""
        raise TypeError(
            f"{type(self).__name__} cannot be pickled, because that would write its "
            "code verifier"
        )
