"""What the command needs to know about a package that gets tokens from a token endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import click
import httpx

from ...exchange.client import ExchangeClient
from ...exchange.endpoint_request import EndpointRequest
from ...exchange.stores import Store
from ...exchange.token_source import TokenSource
from ...store.login_store import Login
from ...store.token_store import Entry
from ..application import Application

Client = TypeVar("Client", bound=ExchangeClient)

ACCOUNT = "account"
"""The option for a name that distinguishes the logins of several users."""
GRANT = "grant"
"""The setting of an entry that says how it was requested."""


@dataclass(frozen=True)
class ScopeFacts:
    """What is known of a documented scope; a fact that the spec does not have is empty."""

    value: str
    summary: str = ""
    permits: tuple[str, ...] = ()
    reach: str = ""


@dataclass(frozen=True, repr=False)
class ClientValues:
    """The values of a client, from the options of a command or from a stored login.

    `variables` has every variable of the provider's addresses that is not secret. `secrets`
    has the others, and the client secret if there is one.
    """

    client_id: str
    variables: Mapping[str, str]
    secrets: Mapping[str, str]
    redirect_uri: str | None = None
    scheme: str = "https"

    def choice(self, name: str) -> Any:
        """Return a variable of which the client accepts only some values; it checks that."""
        return self.variables[name]

    def hosts(self, *names: str) -> list[str]:
        """Return the hosts in variables, which the user of the command chose."""
        return [self.variables[name].partition("/")[0] for name in names]


@dataclass(frozen=True)
class Scopes:
    """The scopes that a login asks for."""

    documented: tuple[str, ...]
    undocumented: tuple[str, ...]


@dataclass(frozen=True)
class Granted(Generic[Login]):
    """The token of a login, and the scopes that were requested."""

    token: Login
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Attempt(Generic[Login, Client]):
    """A login: who asks for which scopes, and what sends its requests.

    `client` makes a client with the redirect URI that it is given, or with none.
    """

    app: ExchangeApplication[Login, Client]
    ctx: click.Context
    values: ClientValues
    scopes: Scopes
    http: httpx.Client

    def client(self, redirect_uri: str | None) -> Client:
        """Return the client with a redirect URI. Raises OAuthError for an invalid value."""
        values = self.values
        return self.app.client(
            ClientValues(
                values.client_id,
                values.variables,
                values.secrets,
                redirect_uri,
                values.scheme,
            )
        )


class Flow(Protocol[Login, Client]):
    """A way to log in."""

    def check(self, attempt: Attempt[Login, Client]) -> None:
        """Raise OAuthError for a value that is not valid, before anything is opened."""
        ...

    def login(
        self, attempt: Attempt[Login, Client]
    ) -> AbstractContextManager[Granted[Login]]:
        """Return a block in which the token is stored; the user learns how the block ends."""
        ...


@dataclass(frozen=True)
class ExchangeApplication(Application[Login], Generic[Login, Client]):
    """A package that gets tokens from a token endpoint.

    `defaults` are the values of variables that can be omitted, and `has_default_scopes` says
    whether a login without scopes asks for some. `secrets` describes each
    value that is secret, and `needed_secrets` are those that no login can do without.
    `flows` are the ways to log in, by grant; the first is the usual one. `client` makes a
    client, and raises OAuthError if a value is not valid. `source` renews a stored login,
    and `revocation` returns the request that revokes a token, with the value of
    token_type_hint; it is None if the provider cannot revoke tokens.
    """

    defaults: Mapping[str, str]
    has_default_scopes: bool
    secrets: Mapping[str, str]
    needed_secrets: frozenset[str]
    flows: Mapping[str, Flow[Login, Client]]
    client: Callable[[ClientValues], Client]
    source: Callable[[Client, httpx.Client, Store, str], TokenSource[Login]]
    revocation: Callable[[Client, Login, str], EndpointRequest[None]] | None

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of the options that every login needs."""
        names = [name for name in self.variables if name not in self.defaults]
        return (*names, "client_id")

    @property
    def selectors(self) -> tuple[str, ...]:
        """The names of the options that choose a stored login, besides client ID and scopes."""
        return (*self.variables, ACCOUNT)

    def help_of(self, name: str) -> str:
        """Return the description of a selector or a variable."""
        if name == ACCOUNT:
            return "A name of your choice for this login, if you have several."
        return self.variables[name]

    def values_of(self, entry: Entry[Login]) -> dict[str, str]:
        """Return the values of the options for the login of an entry, without its scopes."""
        names = (*self.selectors, "client_id", "scheme", "redirect_uri")
        values = super().values_of(entry)
        return {name: value for name, value in values.items() if name in names}
