# Generated from spec.yaml; edit that and run `make generate`.
"""The client, and the authorization requests that it builds.

The documented URL, in its documented order::

    https://login.example.org/auth
        ?response_type=token
        &client_id=KEY
        &state=1
        &scope=notes:read
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ._runtime.checks import (
    check_client_id,
    check_domain,
    check_extra_parameters,
    check_scheme,
    check_state,
)
from ._runtime.client import ClientBase
from ._runtime.implicit import ImplicitRequest
from ._runtime.response import RequestContext
from ._runtime.scope import select_scopes
from .access_token import AccessToken
from .scopes import Scope
from .server_errors import REMEDIES

_SCOPES = dict.fromkeys(scope.value for scope in Scope)
_RESERVED = ("response_type", "client_id", "state", "scope")


class OAuthClient(ClientBase):
    """An application, where its users log in, and where they return to.

    The values are checked once, so that each request is built quickly.
    """

    __slots__ = ("_domain",)

    def __init__(
        self,
        *,
        domain: str,
        client_id: str,
        scheme: str = "https",
    ) -> None:
        """Check the values.

        Args:
            domain: The host.
            client_id: Who asks.
            scheme: `https`, or `http` for a server on this machine.

        Raises:
            OAuthError: A value is not valid; `hint` says what to write instead.
            TypeError: A value does not have the declared type.
        """
        check_scheme(scheme)
        self._domain = check_domain(domain, scheme)
        self._client_id = check_client_id(client_id)
        super().__init__(
            f"{scheme}://{self._domain}/auth",
            self._domain,
            scheme,
        )

    def authorization_request(
        self,
        *,
        scopes: Iterable[Scope | str] = (),
        state: str | None = None,
        undocumented_scopes: Iterable[str] = (),
        extra_parameters: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    ) -> AuthorizationRequest:
        """Return a request with these values; `AuthorizationRequest` describes them.

        Raises:
            OAuthError: A value is not valid; `hint` says what to write instead.
            TypeError: A value does not have the declared type.
        """
        request = AuthorizationRequest.__new__(AuthorizationRequest)
        request._set(  # pyright: ignore[reportPrivateUsage]
            self,
            scopes,
            state,
            undocumented_scopes,
            extra_parameters,
        )
        return request

    @property
    def domain(self) -> str:
        """The `host[:port]` in lower case, without a default port."""
        return self._domain


class AuthorizationRequest(ImplicitRequest[AccessToken, OAuthClient]):
    """A request for a bearer token with the implicit grant (RFC 6749 §4.2).

    Open its `url` in a browser. Then read the response with `parse_redirect` or
    `parse_pasted` of the same request, which contains the expected state and scopes.
    """

    __slots__ = ("_state",)

    def __init__(
        self,
        domain: str,
        client_id: str,
        scopes: Iterable[Scope | str] = (),
        *,
        state: str | None = None,
        undocumented_scopes: Iterable[str] = (),
        extra_parameters: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        scheme: str = "https",
    ) -> None:
        """Check the values and build the URL.

        Args:
            domain: The host.
            client_id: Who asks.
            scopes: What for.
                Members of `Scope` or their names, in any order.
            state: Comes back.
                Random by default.
            undocumented_scopes: Names that `Scope` does not list; they follow the
                others.
            extra_parameters: Names and values for the end of the URL.
            scheme: `https`, or `http` for a server on this machine.

        Raises:
            OAuthError: A value is not valid; `hint` says what to write instead.
            TypeError: A value does not have the declared type.
        """
        client = OAuthClient(
            domain=domain,
            client_id=client_id,
            scheme=scheme,
        )
        self._set(
            client,
            scopes,
            state,
            undocumented_scopes,
            extra_parameters,
        )

    def _set(
        self,
        client: OAuthClient,
        scopes: Iterable[Scope | str],
        state: str | None,
        undocumented_scopes: Iterable[str],
        extra_parameters: Mapping[str, str] | Iterable[tuple[str, str]],
    ) -> None:
        self._scopes = select_scopes(scopes, undocumented_scopes, _SCOPES)
        self._state = check_state(state)
        self._extra_parameters = check_extra_parameters(extra_parameters, _RESERVED)
        super().__init__(
            client,
            # The names are percent-encoded already; the values are not.
            (
                ("response_type", "token"),
                ("client_id", client.client_id),
                ("state", self._state),
                ("scope", " ".join(self._scopes)),
            ),
        )
        self._expected = RequestContext(
            state=self._state,
            scopes=self._scopes,
            scope_separator=" ",
            remedies=REMEDIES,
        )
        self._token = AccessToken

    @property
    def domain(self) -> str:
        """The `host[:port]` in lower case, without a default port."""
        return self._client.domain

    @property
    def state(self) -> str:
        """The value that the response must repeat."""
        return self._state
