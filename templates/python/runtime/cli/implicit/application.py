"""What the command needs to know about a package whose authorization response contains the token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...client import ClientBase
from ...implicit import ImplicitRequest
from ...store.token_store import Token
from ..application import Application


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


@dataclass(frozen=True, kw_only=True)
class ImplicitApplication(Application[Token]):
    """A package whose authorization response contains the token.

    `request` creates a request, and raises OAuthError if an argument is not valid.
    """

    has_state: bool
    request: Callable[[RequestArguments], ImplicitRequest[Token, ClientBase]]
