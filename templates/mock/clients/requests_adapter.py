"""Sends the requests of a requests session to a mock server, whatever host they are for.

session.mount("https://", MockAdapter(server))
"""

from __future__ import annotations

from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter


class _Server(Protocol):
    def local_url(self, url: str) -> str:
        """Return the URL of the mock server for one of the provider's."""
        ...


class MockAdapter(HTTPAdapter):
    """An adapter to a mock server, for a session of the application that you test."""

    def __init__(self, server: _Server) -> None:
        super().__init__()
        self._server = server

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Return the mock server's response, as if it came from the provider."""
        local = request.copy()
        local.url = self._server.local_url(request.url or "")
        # A proxy of the environment cannot reach this machine, so proxies are not used.
        response = super().send(local, stream, timeout, verify, cert)
        response.url, response.request = request.url or "", request
        return response
