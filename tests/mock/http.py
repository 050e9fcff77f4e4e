"""HTTP as a test sees it: no redirects followed, no cookies kept but those that it names."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode, urlsplit

from imagen_oauth import AuthorizationRequest, Scope
from imagen_oauth_mock import StandIn


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Message
    text: str

    @property
    def location(self) -> str:
        """Where it leads."""
        return str(self.headers["Location"])

    @property
    def cookie(self) -> dict[str, str]:
        """The header that brings its cookie back."""
        return {"Cookie": self.headers["Set-Cookie"].partition(";")[0]}


def send(
    url: str,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    method: str | None = None,
) -> Answer:
    """Send one request, and return its answer."""
    parts = urlsplit(url)
    target = url[len(f"{parts.scheme}://{parts.netloc}") :] or "/"
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        body = None if form is None else urlencode(form)
        verb = method or ("GET" if form is None else "POST")
        connection.request(verb, target, body, dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode())
    finally:
        connection.close()


def request_of(
    stand_in: StandIn,
    *scopes: Scope,
    client_id: str = "YOUR_API_KEY",
    redirect_uri: str = "urn:ietf:wg:oauth:2.0:oob",
) -> AuthorizationRequest:
    """Return a request for a stand-in, by default for the first scope."""
    asked = scopes or (Scope.READ_USERS_DATA,)
    return AuthorizationRequest(
        stand_in.domain, client_id, asked, redirect_uri=redirect_uri, scheme="http"
    )
