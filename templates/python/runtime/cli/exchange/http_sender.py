"""Sends requests to the provider, or to a mock server on this machine, through httpx."""

from __future__ import annotations

import os
import re
from typing import TypeVar

import httpx

from ...exchange.delivery import LONGEST_WAIT
from ...exchange.endpoint_request import EndpointRequest
from ...http.httpx_send import send_request
from ...store.token_store import Token
from .. import exit_codes
from ..application import Application
from ..output import Stopped, print_notes

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
        """Use a client, or else the mock server that the environment names, if it does.

        Raises Stopped if that is not on this machine.
        """
        if http is not None:
            self._base, self._http = "", http
            return
        variable = app.variable(_VARIABLE)
        value = os.environ.get(variable, "")
        if value and not _BASE.fullmatch(value):
            raise Stopped(
                exit_codes.USAGE,
                f"{variable} is not the address of a mock server on this machine: write "
                "http://127.0.0.1:8080 with its port, or unset it",
            )
        self._base = value.rstrip("/")
        if self._base:
            print_notes(
                f"using the mock server at {self._base} instead of the provider"
            )
        self._http = _mocked(self._base) if self._base else _plain()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def send(
        self,
        request: EndpointRequest[_Result],
        longest_wait: float = LONGEST_WAIT,
    ) -> _Result:
        """Send a request, and return what the response says; see `send_request`."""
        return send_request(request, self._http, longest_wait=longest_wait)

    def local(self, url: str) -> str:
        """Return the URL for the browser, which is that of the mock server if there is one."""
        return _local(self._base, url) if self._base else url


def _mocked(base: str) -> httpx.Client:
    return httpx.Client(transport=_MockTransport(base))


def _plain() -> httpx.Client:
    """Return a client with the proxies and certificates of the environment. Raises Stopped."""
    # The errors of httpx can contain the password of a proxy.
    try:
        return httpx.Client()
    except (ImportError, ValueError, httpx.InvalidURL):
        reason = (
            "cannot use a proxy of the environment: write http://HOST:PORT in HTTPS_PROXY, "
            "HTTP_PROXY, or ALL_PROXY; a SOCKS proxy requires the package httpx[socks]"
        )
    except OSError:
        reason = "cannot read the certificates: check SSL_CERT_FILE and SSL_CERT_DIR"
    raise Stopped(exit_codes.FAILED, reason)


def _local(base: str, url: str) -> str:
    """Ask the mock server for its own URL in place of one of the provider."""
    try:
        response = httpx.post(
            f"{base}/_mock/local_url", json={"url": url}, trust_env=False
        )
        found: object = response.raise_for_status().json()["result"]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError):
        found = None
    if isinstance(found, str) and _LOCAL.fullmatch(found):
        return found
    raise Stopped(
        exit_codes.FAILED,
        f"no mock server of this provider responds at {base}: start it, or correct the "
        "address",
    )


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
