"""Sends the requests of an httpx client to a mock server, whatever host they are for.

httpx.Client(transport=MockTransport(server))
"""

from __future__ import annotations

from typing import Protocol

import httpx


class _Server(Protocol):
    def local_url(self, url: str) -> str:
        """Return the URL of the mock server for one of the provider's."""
        ...


class MockTransport(httpx.HTTPTransport):
    """A transport to a mock server, for a client of the application that you test."""

    def __init__(self, server: _Server) -> None:
        super().__init__()
        self._server = server

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the mock server's response."""
        return super().handle_request(_local(request, self._server))


class AsyncMockTransport(httpx.AsyncHTTPTransport):
    """The same for an asynchronous client."""

    def __init__(self, server: _Server) -> None:
        super().__init__()
        self._server = server

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the mock server's response."""
        return await super().handle_async_request(_local(request, self._server))


def _local(request: httpx.Request, server: _Server) -> httpx.Request:
    url = httpx.URL(server.local_url(str(request.url)))
    headers = request.headers.copy()
    headers["Host"] = url.netloc.decode("ascii")
    return httpx.Request(
        request.method,
        url,
        headers=headers,
        stream=request.stream,
        extensions=request.extensions,
    )
