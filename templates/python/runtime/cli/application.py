"""What the command needs to know about a package: its names, options, and classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from ..client import ClientBase
from ..implicit import ImplicitRequest
from ..store.token_store import Token


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


@dataclass(frozen=True)
class RequestArguments:
    """The arguments of a request, from the options of the command.

    `variables` are those of the endpoint's address, by name. `state` and
    `redirect_uri` are None if they are omitted.
    """

    variables: Mapping[str, str]
    client_id: str
    scopes: tuple[str, ...]
    undocumented_scopes: tuple[str, ...]
    scheme: str
    state: str | None
    redirect_uri: str | None


@dataclass(frozen=True)
class Application(Generic[Token]):
    """A package with a command.

    `environment` is the prefix of its environment variables. `variables` are those of
    the endpoint's address, each with a description; `issuer` is the one that names the
    host of a token. `has_redirect_uri` says whether there is an option for it, and
    `needs_redirect_uri` whether that option is required. `request` creates a request, and
    raises OAuthError if an argument is not valid.
    """

    command: str
    distribution: str
    environment: str
    provider: str
    variables: Mapping[str, str]
    issuer: str
    has_state: bool
    has_redirect_uri: bool
    needs_redirect_uri: bool
    scopes: Sequence[DocumentedScope]
    request: Callable[[RequestArguments], ImplicitRequest[Token, ClientBase]]
    token: type[Token]
    scope_separator: str = " "

    def variable(self, name: str) -> str:
        """Return the name of an environment variable."""
        return f"{self.environment}_{name.upper().replace('-', '_')}"
