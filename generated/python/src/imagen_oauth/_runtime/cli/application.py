"""What the command needs to know about a package: its names, options, and classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from ..store.token_store import Entries, Entry, Token


class DocumentedScope(Protocol):
    """A documented scope: a member of the package's `Scope`."""

    @property
    def value(self) -> str:
        """The name in the URL."""
        ...

    @property
    def summary(self) -> str:
        """The purpose, in a short sentence."""
        ...

    @property
    def permits(self) -> tuple[str, ...]:
        """The permissions, each a verb with a resource."""
        ...

    @property
    def reach(self) -> str:
        """The resources that it reaches."""
        ...


@dataclass(frozen=True, kw_only=True)
class Application(Generic[Token]):
    """A package with a command.

    `environment` is the prefix of its environment variables. `variables` are those of
    the provider's addresses, each with a description; `issuer` is the one that names the
    host of a token, or None if the host is always the same. `has_redirect_uri` says whether
    there is an option for it, and `needs_redirect_uri` whether that option is required. `takes_scopes` says whether requests
    have scopes, of which `scopes` are documented.
    """

    command: str
    distribution: str
    environment: str
    provider: str
    variables: Mapping[str, str]
    issuer: str | None
    has_redirect_uri: bool
    needs_redirect_uri: bool
    takes_scopes: bool
    scopes: Sequence[DocumentedScope]
    token: type[Token]
    scope_separator: str = " "

    def variable(self, name: str) -> str:
        """Return the name of an environment variable."""
        return f"{self.environment}_{name.upper().replace('-', '_')}"

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of the options that every login needs, besides the redirect URI."""
        return (*self.variables, "client_id")

    @property
    def has_scheme(self) -> bool:
        """Whether the provider can be a server on this machine, which may use http."""
        return self.issuer is not None

    def host_of(self, values: Mapping[str, str]) -> str:
        """Return the host in the values of options, or an empty text if none has it."""
        return values.get(self.issuer or "", "")

    @property
    def selectors(self) -> tuple[str, ...]:
        """The names of the options that choose a stored token, besides client ID and scopes."""
        return (self.issuer,) if self.issuer else ()

    @property
    def login_selectors(self) -> tuple[str, ...]:
        """The selectors that `login` has as options, too."""
        return self.selectors

    def login_flags(self, settings: Mapping[str, str]) -> tuple[str, ...]:
        """Return the flags of `login` for a token that was requested with these settings."""
        return ()

    def help_of(self, name: str) -> str:
        """Return the description of a selector or a variable."""
        return self.variables[name]

    def values_of(self, entry: Entry[Token]) -> dict[str, str]:
        """Return the values of the options for the login of an entry, without its scopes."""
        token = entry.token
        values = {**entry.settings, "client_id": token.client_id}
        if self.issuer:
            values[self.issuer] = token.domain
        if self.has_scheme:
            values["scheme"] = token.scheme
        return values

    def chosen(
        self, entries: Iterable[Entry[Token]], values: Mapping[str, object]
    ) -> Entries[Token]:
        """Return the entries that agree with the values of the selectors; None agrees with all.

        An empty value chooses the entries without one. The host is not compared, because it
        can be written in several ways.
        """
        given = {
            name: values[name]
            for name in self.selectors
            if name != self.issuer and values.get(name) is not None
        }
        return [
            one
            for one in entries
            if all(one.settings.get(name, "") == value for name, value in given.items())
        ]
