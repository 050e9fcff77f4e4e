# Generated from tests/cases/no-state/spec.yaml; edit that and run `make generate`.
"""Calls of the Example API through httpx."""

from ._runtime.calls import Calls
from ._runtime.httpx_auth import CallAuth
from .access_token import AccessToken
from .failures import FORMS


class BearerAuth(CallAuth):
    """The `auth` of calls, of a `Client` or an `AsyncClient`.

    It adds the headers of a token to requests for hosts that are named, and to none
    that a redirect leads to elsewhere. It raises OAuthError: ``foreign_host`` and
    ``token_expired`` before a call, and `ApiError` where a named host answers with a
    status of 400 or more.
    """

    def __init__(self, token: AccessToken, *hosts: str, leeway: float = 60) -> None:
        """Name the hosts, each a ``host[:port]``; by default the domain of the token.

        A token that has no more than leeway seconds left counts as expired.
        Raises OAuthError: a ``domain_`` code for one of hosts.
        """
        super().__init__(Calls(token, hosts, FORMS, leeway))
