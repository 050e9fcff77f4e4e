"""What the command needs to know about a package that gets tokens from a token endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import click

from ...exchange.client import ExchangeClient
from ...exchange.endpoint_request import EndpointRequest
from ...exchange.renewal import Ask
from ...store.login_store import Login
from ...store.token_store import Entry
from ..application import Application
from .sending import Sender

Client = TypeVar("Client", bound=ExchangeClient)

ACCOUNT = "account"
"""The option for a name that distinguishes the logins of several users."""
GRANT = "grant"
"""The setting of an entry that says how it was requested, and the option that chooses by it."""
FLAGS = {"device_code": "device", "client_credentials": "client_credentials"}
"""The option of `login` that chooses a grant that is not the usual one."""


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
class ParameterOption:
    """The option for a parameter of the authorization request that only this provider has.

    `name` is the argument of the request. Without `values`, any text is a value.
    """

    name: str
    flag: str
    text: str
    values: tuple[str, ...] = ()
    is_boolean: bool = False
    is_repeated: bool = False
    is_required: bool = False


@dataclass(frozen=True)
class Asked:
    """What a login asks for: scopes, and arguments for the provider's own parameters."""

    documented: tuple[str, ...]
    undocumented: tuple[str, ...]
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Granted(Generic[Login]):
    """The token of a login, and the scopes that were requested."""

    token: Login
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Attempt(Generic[Login, Client]):
    """A login: who asks for what, and what sends its requests."""

    app: ExchangeApplication[Login, Client]
    ctx: click.Context
    values: ClientValues
    asked: Asked
    sender: Sender

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

    def renews(self, entry: Entry[Login]) -> bool:
        """Return whether a login is renewed without its user."""
        ...

    def ask(self, client: Client, asked: Asked) -> Ask[Login]:
        """Return how a stored login, which asked for these scopes, gets a new token."""
        ...


@dataclass(frozen=True, kw_only=True)
class ExchangeApplication(Application[Login], Generic[Login, Client]):
    """A package that gets tokens from a token endpoint.

    `base` is the variable that is the host and possibly a path; `issuer` is None then.
    `defaults` are the values of variables that can be omitted, and `has_default_scopes` says
    whether a login without scopes asks for some. `secrets` describes each
    value that is secret, and `needed_secrets` are those that a login with each grant needs.
    `flows` are the ways to log in, by grant; the first is the usual one. `client` makes a
    client, and raises OAuthError if a value is not valid. For `grace` seconds, a refresh
    token works after it was used. `revocation` returns the request that revokes a token, with the value of
    token_type_hint; it is None if the provider cannot revoke tokens.
    """

    base: str | None
    defaults: Mapping[str, str]
    has_default_scopes: bool
    parameters: tuple[ParameterOption, ...]
    secrets: Mapping[str, str]
    needed_secrets: Mapping[str, frozenset[str]]
    flows: Mapping[str, Flow[Login, Client]]
    client: Callable[[ClientValues], Client]
    grace: float
    revocation: Callable[[Client, Login, str], EndpointRequest[None]] | None

    @property
    def has_scheme(self) -> bool:
        """Whether the provider can be a server on this machine, which may use http."""
        return self.issuer is not None or self.base is not None

    def host_of(self, values: Mapping[str, str]) -> str:
        """Return the host in the values of options, or an empty text if none has it."""
        return values.get(self.base or self.issuer or "", "").partition("/")[0]

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of the options that every login needs."""
        names = [name for name in self.variables if name not in self.defaults]
        return (*names, "client_id")

    @property
    def selectors(self) -> tuple[str, ...]:
        """The names of the options that choose a stored login, besides client ID and scopes."""
        # A variable of that name distinguishes logins as well.
        names = tuple(dict.fromkeys((*self.variables, ACCOUNT)))
        return (*names, GRANT) if self._has_both else names

    @property
    def login_selectors(self) -> tuple[str, ...]:
        """The selectors that `login` has as options, too."""
        return tuple(name for name in self.selectors if name != GRANT)

    @property
    def _has_both(self) -> bool:
        """Whether a login of a user can be next to one of the application itself."""
        return len(self.flows) > 1 and "client_credentials" in self.flows

    def login_flags(self, settings: Mapping[str, str]) -> tuple[str, ...]:
        """Return the flags of `login` for a token that was requested with these settings."""
        usual = next(iter(self.flows))
        stored = settings.get(GRANT, "")
        grant = stored if stored in self.flows else usual
        if grant == usual != "device_code":
            return ()
        return (f"--{FLAGS[grant].replace('_', '-')}",)

    def flow_of(self, entry: Entry[Login]) -> str:
        """Return the grant of a stored login."""
        stored = entry.settings.get(GRANT, "")
        return stored if stored in self.flows else next(iter(self.flows))

    def help_of(self, name: str) -> str:
        """Return the description of a selector or a variable."""
        if name in self.variables:
            return self.variables[name]
        if name == GRANT:
            return f"The grant of the login: {' or '.join(self.flows)}."
        return "A name of your choice for this login, if you have several."

    def values_of(self, entry: Entry[Login]) -> dict[str, str]:
        """Return the values of the options for the login of an entry, without its scopes."""
        names = (*self.selectors, "client_id", "scheme", "redirect_uri")
        values = super().values_of(entry)
        return {name: value for name, value in values.items() if name in names}
