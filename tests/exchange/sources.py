"""Token sources of a package: what the tests make them from, and what they find in their stores."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from typing import Any

Package = Any


class Parts:
    """What a test needs of a package with a token endpoint."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.stores, self.refreshing = self.modules(package)
        self.delivery = importlib.import_module(
            f"{package.__name__}._runtime.exchange.delivery"
        )
        self.client = package.OAuthClient(
            client_id="app",
            client_secret="secret",
            redirect_uri="https://app.example/cb",
        )

    @staticmethod
    def modules(package: Package) -> tuple[Any, Any]:
        """Return the module of stores, and what renews a token with its refresh token."""
        stores = importlib.import_module(f"{package.__name__}.token_store")
        renewal = importlib.import_module(
            f"{package.__name__}._runtime.exchange.renewal"
        )
        return stores, renewal.refreshing

    def expired(self, refresh_token: str, since: float = 10) -> Any:
        """Return a token that has expired some seconds ago."""
        return self.package.AccessToken.from_value(
            "old",
            domain=self.client.issuer,
            client_id="app",
            expires_in=100,
            received_at=time.time() - 100 - since,
            refresh_token=refresh_token,
        )

    def ending(self, refresh_token: str) -> Any:
        """Return a token that still works, but is within its leeway."""
        return self.package.AccessToken.from_value(
            "ending",
            domain=self.client.issuer,
            client_id="app",
            expires_in=100,
            received_at=time.time() - 95,
            refresh_token=refresh_token,
        )

    def source(self, send: Callable[[Any], Any], store: Any, key: str = "user") -> Any:
        ask = self.refreshing(self.client.refresh_request)
        kind = self.package.AccessToken
        return self.stores.TokenSource(self.client, kind, ask, send, store, key)

    def async_source(self, send: Callable[[Any], Any], store: Any) -> Any:
        ask = self.refreshing(self.client.refresh_request)
        kind = self.package.AccessToken
        return self.stores.AsyncTokenSource(self.client, kind, ask, send, store, "user")


def stored(store: Any) -> dict[str, Any]:
    return dict(store.read("user"))


def expire(store: Any) -> None:
    """Let the stored token be expired."""
    record = stored(store)
    store.write("user", {**record, "issued_at": 1000, "expires_at": 1100})
