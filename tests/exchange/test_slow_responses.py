"""A response that arrives byte by byte ends at the limit for the whole request (in HTTP, at a loopback server)."""

from __future__ import annotations

import asyncio
import importlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import requests

from tests.exchange.conftest import Load

LIMIT = 0.5
"""The limit of these tests, in seconds, in place of a minute."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
PARTS = {
    "status line": (b"", HEAD),
    "headers": (HEAD, b"X-Slow: " + b"x" * 10_000),
    "body": (
        HEAD + b"Content-Length: 10000\r\n\r\n",
        b'{"access_token": "' + b"x" * 9_000,
    ),
}
"""What the server sends at once, and then byte by byte."""


@pytest.fixture(params=PARTS)
def slow(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run a server that sends one part of its responses slowly, and return its `host:port`."""
    at_once, slowly = PARTS[request.param]
    ended = threading.Event()

    def respond(connection: socket.socket) -> None:
        with connection:
            connection.recv(65_536)
            try:
                connection.sendall(at_once)
                for byte in slowly:
                    connection.sendall(bytes([byte]))
                    if ended.wait(0.05):
                        return
            except OSError:
                return  # The client has closed the connection.

    def serve(listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=respond, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        ended.set()
        listening.shutdown(socket.SHUT_RDWR)


def with_httpx(module: Any, request: Any) -> None:
    with httpx.Client() as client:
        module.send(request, client)


def with_async_httpx(module: Any, request: Any) -> None:
    async def send() -> None:
        async with httpx.AsyncClient() as client:
            await module.send_async(request, client)

    asyncio.run(send())


def with_requests(module: Any, request: Any) -> None:
    with requests.Session() as session:
        module.send(request, session)


@pytest.mark.parametrize(
    ("library", "send"),
    [("httpx", with_httpx), ("httpx", with_async_httpx), ("requests", with_requests)],
    ids=["httpx", "async", "requests"],
)
def test_slow_response_ends_at_the_limit(
    load: Load,
    slow: str,
    library: str,
    send: Callable[[Any, Any], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = load("eagle")
    runtime = f"eagle_oauth._runtime.http.{library}_send"
    monkeypatch.setattr(importlib.import_module(runtime), "TOTAL_SECONDS", LIMIT)
    client = package.OAuthClient(
        domain=slow,
        client_id="k",
        client_secret="s",
        redirect_uri="https://app.example/cb",
        scheme="http",
        allowed_domains=[slow],
    )
    token = package.AccessToken.from_value(
        "a", domain=slow, client_id="k", scheme="http", refresh_token="r"
    )
    module = importlib.import_module(f"eagle_oauth.{library}_auth")
    began = time.monotonic()
    with pytest.raises(package.DeliveryError) as caught:
        send(module, client.refresh_request(token))
    assert (caught.value.code, caught.value.was_sent) == ("response_lost", True)
    # Without a limit, it would take minutes.
    assert LIMIT <= time.monotonic() - began < 10
