"""Lets the command use a mock server on this machine instead of the provider."""

from __future__ import annotations

import os
import re

import httpx

from ...store.token_store import Token
from .. import exit_codes
from ..application import Application
from ..output import Stopped, print_notes

_VARIABLE = "mock_server"
_BASE = re.compile(r"http://(?:127\.0\.0\.1|\[::1\]|localhost):[0-9]{1,5}/?")


def open_http(app: Application[Token]) -> httpx.Client:
    """Return the client for requests, which leads to the mock server if the environment names one."""
    base = _base(app)
    if base is None:
        return _plain_http()
    print_notes(f"using the mock server at {base}, and not the provider")
    return httpx.Client(transport=_MockTransport(base))


def _plain_http() -> httpx.Client:
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


def local_url(app: Application[Token], http: httpx.Client, url: str) -> str:
    """Return the URL for the browser, which is that of the mock server if there is one."""
    base = _base(app)
    return url if base is None else _local(base, url)


def _base(app: Application[Token]) -> str | None:
    """Return the address of the mock server. Raises Stopped if it is not on this machine."""
    variable = app.variable(_VARIABLE)
    value = os.environ.get(variable)
    if not value:
        return None
    if _BASE.fullmatch(value):
        return value.rstrip("/")
    raise Stopped(
        exit_codes.USAGE,
        f"{variable} is not the address of a mock server on this machine: write "
        "http://127.0.0.1:8080 with its port, or unset it",
    )


def _local(base: str, url: str) -> str:
    """Ask the mock server for its own URL in place of one of the provider."""
    try:
        response = httpx.post(
            f"{base}/_mock/local_url", json={"url": url}, trust_env=False
        )
        found: object = response.raise_for_status().json()["result"]
    except (httpx.HTTPError, ValueError, KeyError):
        found = None
    if isinstance(found, str) and _BASE.match(found):
        return found
    raise Stopped(
        exit_codes.FAILED, f"there is no mock server of this provider at {base}"
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
