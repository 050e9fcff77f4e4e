# Generated from tests/cases/command-without-state/spec.yaml; edit that and run `make generate`.
"""The authorization request: the URL that a user opens, and the readers of the response.

The documented URL, in its documented order::

    https://{domain}/{site}/auth
        ?response_type=token
        &client_id=KEY
        &redirect_uri=https:%2F%2Fapp.example.com%2Fa
        &scope=notes:read
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ._runtime.checks import (
    check_client_id,
    check_domain,
    check_extra_parameters,
    check_redirect_uri,
    check_scheme,
)
from ._runtime.request import RequestBase
from ._runtime.response import Expected
from ._runtime.scope import select_scopes
from .access_token import AccessToken
from .scopes import Scope
from .server_errors import REMEDIES

_SCOPES = dict.fromkeys(scope.value for scope in Scope)
_RESERVED = ("response_type", "client_id", "redirect_uri", "scope")


class AuthorizationRequest(RequestBase[AccessToken]):
    """A request for a bearer token with the implicit grant (RFC 6749 §4.2).

    Open its `url` in a browser. Then read the response with `parse_redirect` or
    `parse_pasted` of the same request, which contains the expected state and scopes.
    """

    __slots__ = ("_domain", "_redirect_uri", "_site")

    def __init__(
        self,
        domain: str,
        site: str,
        client_id: str,
        scopes: Iterable[Scope | str] = (),
        *,
        redirect_uri: str,
        undocumented_scopes: Iterable[str] = (),
        extra_parameters: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        scheme: str = "https",
    ) -> None:
        """Check the values and build the URL.

        Args:
            domain: The host.
            site: The site that the gateway serves, by its host.
            client_id: Who asks.
            scopes: What for.
                Members of `Scope` or their names, in any order.
            redirect_uri: Where to.
            undocumented_scopes: Names that `Scope` does not list; they follow the others.
            extra_parameters: Names and values for the end of the URL.
            scheme: `https`, or `http` for a server on this machine.

        Raises:
            OAuthError: A value is not valid; `hint` says what to write instead.
            TypeError: A value does not have the declared type.
        """
        self._scheme = check_scheme(scheme)
        self._domain = check_domain(domain, scheme)
        self._site = check_domain(site, scheme, "site")
        self._client_id = check_client_id(client_id)
        self._scopes = select_scopes(scopes, undocumented_scopes, _SCOPES)
        self._redirect_uri = check_redirect_uri(redirect_uri)
        self._extra_parameters = check_extra_parameters(extra_parameters, _RESERVED)
        super().__init__(
            f"{scheme}://{self._domain}/{self._site}/auth",
            # The names are percent-encoded already; the values are not.
            (
                ("response_type", "token"),
                ("client_id", self._client_id),
                ("redirect_uri", self._redirect_uri),
                ("scope", " ".join(self._scopes)),
            ),
            issuer=self._domain,
            expected=Expected(
                state=None,
                scopes=self._scopes,
                scope_separator=" ",
                remedies=REMEDIES,
            ),
            token=AccessToken,
        )

    @property
    def domain(self) -> str:
        """The `host[:port]` in lower case, without a default port."""
        return self._domain

    @property
    def site(self) -> str:
        """The `host[:port]` in lower case, without a default port."""
        return self._site

    @property
    def redirect_uri(self) -> str:
        """The URI that receives the response."""
        return self._redirect_uri
