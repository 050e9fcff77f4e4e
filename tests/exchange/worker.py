"""Processes that share one stored token: run by a test as a program.

    python worker.py PACKAGES MODULE STORE PORT PROCESSES SECONDS

Each process asks its source for a token until the time is over, and the program prints one line of JSON for
each: how many tokens it got, and what failed.
"""

from __future__ import annotations

import http.client
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def client_of(package: Any) -> Any:
    """Return the example application of the mock server."""
    return package.OAuthClient(
        client_id="YOUR_CLIENT_ID",
        client_secret="YOUR_CLIENT_SECRET",
        redirect_uri="http://127.0.0.1/callback",
    )


def store_of(module: str, store: str) -> Any:
    """Return a store: its kind, a colon, and its folder."""
    kind, _, folder = store.partition(":")
    if kind == "sqlite":
        return importlib.import_module("sqlite_store").SqliteStore(Path(folder))
    return importlib.import_module(f"{module}.token_store").FolderStore(folder)


def source_of(module: str, store: str, port: int) -> Any:
    """Return a source that sends its requests to a port of this machine."""
    package = importlib.import_module(module)
    stores = importlib.import_module(f"{module}.token_store")
    renewal = importlib.import_module(f"{module}._runtime.exchange.renewal")
    client = client_of(package)
    ask, send = renewal.refreshing(client.refresh_request), sender(module, port)
    place = store_of(module, store)
    return stores.TokenSource(client, package.AccessToken, ask, send, place, "user")


def sender(module: str, port: int) -> Callable[[Any], Any]:
    """Return what sends a request to a port of this machine, and returns its token."""
    delivery = importlib.import_module(f"{module}._runtime.exchange.delivery")

    def send(request: Any) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        sent_at = time.time()
        try:
            connection.request("POST", "/token", request.body, dict(request.headers))
            response = connection.getresponse()
            body = response.read()
        except OSError:
            raise delivery.response_lost() from None
        finally:
            connection.close()
        headers = dict(response.getheaders())
        return request.parse_response(response.status, headers, body, sent_at=sent_at)

    return send


def work(source: Any, seconds: float) -> dict[str, Any]:
    """Return how many tokens a source returned, how many had expired, and the names of its errors.

    A token counts as expired if that was so when the call began. While another process renews it, a call
    can return a token that ends a moment later.
    """
    end, served, expired, errors = time.monotonic() + seconds, 0, 0, list[str]()
    while time.monotonic() < end:
        began = time.time()
        try:
            token = source.token()
        except Exception as error:  # noqa: BLE001
            errors.append(repr(error))
        else:
            served += 1
            expired += token.expires_at <= began
        time.sleep(0.01)
    return {"served": served, "expired": expired, "errors": errors}


def main() -> None:
    packages, module, store, port, processes, seconds = sys.argv[1:]
    sys.path.insert(0, packages)
    children: list[int] = []
    # The processes have the modules that this imports, but each has its own source.
    source_of(module, store, int(port))
    for _ in range(int(processes)):
        child = os.fork()
        if child == 0:
            found = work(source_of(module, store, int(port)), float(seconds))
            os.write(1, json.dumps(found).encode() + b"\n")
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
