"""What the command has to know of a package: its names, its options, what it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from ..request import RequestBase
from ..store.token_store import Token


class DocumentedScope(Protocol):
    """A documented scope, as a member of the package's `Scope` is one."""

    @property
    def value(self) -> str:
        """The name in the URL."""
        ...

    @property
    def summary(self) -> str:
        """What it is for."""
        ...

    @property
    def permits(self) -> tuple[str, ...]:
        """What it permits, each a verb with a resource."""
        ...

    @property
    def reach(self) -> str:
        """Which resources it reaches."""
        ...


@dataclass(frozen=True)
class Asked:
    """The values of a request, as a person gave them.

    `variables` are those of the endpoint's address, by name. `state` and
    `redirect_uri` are None where they are not given.
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

    `environment` is what its environment variables begin with. `variables` are those
    of the endpoint's address, each with what it is; `issuer` is the one that names the
    host of a token. `has_redirect_uri` is whether there is an option for it, and
    `needs_redirect_uri` whether that option is required. `request` makes the request, and raises what that raises.
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
    request: Callable[[Asked], RequestBase[Token]]
    token: type[Token]
    headers: Callable[[Token], dict[str, str]]

    def variable(self, name: str) -> str:
        """Return the name of an environment variable."""
        return f"{self.environment}_{name.upper().replace('-', '_')}"
