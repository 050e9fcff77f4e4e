"""Sends requests to the provider, or to a mock server on this machine, through httpx."""

from __future__ import annotations

import os
import re
from typing import TypeVar

import httpx

from ...errors import OAuthError
from ...exchange import messages
from ...exchange.delivery import LONGEST_WAIT
from ...exchange.endpoint_request import EndpointRequest
from ...http.httpx_send import send_request
from ...store.token_store import Token
from ..application import Application

_Result = TypeVar("_Result")

_VARIABLE = "mock_server"
_ORIGIN = r"http://(?:127\.0\.0\.1|\[::1\]|localhost):[0-9]{1,5}"
_BASE = re.compile(f"{_ORIGIN}/?")
# With only the beginning, http://127.0.0.1:80@example.com would be on this machine.
_LOCAL = re.compile(f"{_ORIGIN}(?:[/?].*)?")


class HttpSender:
    """Sends requests through httpx, with the proxies and certificates of the environment."""

    def __init__(
        self, app: Application[Token], http: httpx.Client | None = None
    ) -> None:
        """Use a client, or else a new one for each request.

        A new one sends to the mock server that the environment names, if it does. Raises
        OAuthError: ``environment_unusable``.
        """
        self.base = "" if http else _base(app.variable(_VARIABLE))
        """The address of the mock server, or nothing."""
        self._http = http
        if http is None:
            # A wrong setting is an error now, not after the user has logged in.
            self._client().close()

    def send(
        self,
        request: EndpointRequest[_Result],
        longest_wait: float = LONGEST_WAIT,
    ) -> _Result:
        """Send a request, and return what the response says; see `send_request`."""
        if self._http is not None:
            return send_request(request, self._http, longest_wait=longest_wait)
        with self._client() as http:
            return send_request(request, http, longest_wait=longest_wait)

    def local(self, url: str) -> str:
        """Return the URL for the browser, which is that of the mock server if there is one."""
        return _local(self.base, url) if self.base else url

    def _client(self) -> httpx.Client:
        if self.base:
            return httpx.Client(transport=_MockTransport(self.base))
        # The errors of httpx can contain the password of a proxy.
        try:
            return httpx.Client()
        except (ImportError, ValueError, httpx.InvalidURL):
            problem = messages.ENVIRONMENT_UNUSABLE_PROXY
        except OSError:
            problem = messages.ENVIRONMENT_UNUSABLE_CERTIFICATES
        raise OAuthError(problem)


def _base(variable: str) -> str:
    """Return the address of the mock server in an environment variable. Raises OAuthError."""
    value = os.environ.get(variable, "")
    if value and not _BASE.fullmatch(value):
        values = {"variable": variable}
        raise OAuthError(messages.ENVIRONMENT_UNUSABLE_MOCK_SERVER, values=values)
    return value.rstrip("/")


def _local(base: str, url: str) -> str:
    """Ask the mock server for its own URL in place of one of the provider. Raises OAuthError."""
    try:
        response = httpx.post(
            f"{base}/_mock/local_url", json={"url": url}, trust_env=False
        )
        found: object = response.raise_for_status().json()["result"]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError):
        found = None
    if isinstance(found, str) and _LOCAL.fullmatch(found):
        return found
    values = {"base": base}
    raise OAuthError(messages.ENVIRONMENT_UNUSABLE_SILENT_MOCK_SERVER, values=values)


class _MockTransport(httpx.HTTPTransport):
    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the mock server."""
        url = httpx.URL(_local(self._base, str(request.url)))
        headers = request.headers.copy()
        headers["Host"] = url.netloc.decode("ascii")
        return super().handle_request(
            httpx.Request(
                request.method,
                url,
                headers=headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )
