"""Sends single HTTP requests: follows no redirects, and keeps no cookies."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode, urlsplit

from imagen_oauth import AuthorizationRequest, Scope
from imagen_oauth_mock import MockServer


@dataclass(frozen=True)
class Response:
    """An HTTP response."""

    status: int
    headers: Message
    text: str

    @property
    def location(self) -> str:
        """The URL of the redirect."""
        return str(self.headers["Location"])

    @property
    def cookie(self) -> dict[str, str]:
        """The header that returns its cookie to the server."""
        return {"Cookie": self.headers["Set-Cookie"].partition(";")[0]}


def send(
    url: str,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    method: str | None = None,
) -> Response:
    """Send one request, and return the response."""
    parts = urlsplit(url)
    target = url[len(f"{parts.scheme}://{parts.netloc}") :] or "/"
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        body = None if form is None else urlencode(form)
        verb = method or ("GET" if form is None else "POST")
        connection.request(verb, target, body, dict(headers or {}))
        response = connection.getresponse()
        return Response(response.status, response.headers, response.read().decode())
    finally:
        connection.close()


def request_of(
    mock_server: MockServer,
    *scopes: Scope,
    client_id: str = "YOUR_API_KEY",
    redirect_uri: str = "urn:ietf:wg:oauth:2.0:oob",
) -> AuthorizationRequest:
    """Return a request to a mock server, by default with the first scope."""
    requested = scopes or (Scope.READ_USERS_DATA,)
    return AuthorizationRequest(
        mock_server.domain,
        client_id,
        requested,
        redirect_uri=redirect_uri,
        scheme="http",
    )
