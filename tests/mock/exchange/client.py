"""An application that sends requests as they are, so that a test can send wrong ones."""

from __future__ import annotations

import hashlib
import http.client
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl, urlencode

CLIENT_ID, SECRET = "YOUR_CLIENT_ID", "YOUR_CLIENT_SECRET"
REDIRECT = "http://127.0.0.1:4321/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The pair in RFC 7636 appendix B."""
FORM = "application/x-www-form-urlencoded"


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636 §4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def basic(client_id: str, secret: str) -> dict[str, str]:
    """Return the header with credentials that are encoded already."""
    pair = b64encode(f"{client_id}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


@dataclass(frozen=True)
class Answer:
    """A response."""

    status: int
    headers: Message
    text: str

    @property
    def json(self) -> Any:
        """The value of the body."""
        return json.loads(self.text)

    @property
    def error(self) -> tuple[int, str]:
        """The status and the error code."""
        return self.status, self.json["error"]


class Client:
    """An application. It authenticates with Basic, unless a test changes its headers."""

    def __init__(self, server: Any, client_id: str = CLIENT_ID) -> None:
        self.server = server
        self.client_id = client_id
        self.headers = basic(client_id, SECRET) if client_id == CLIENT_ID else {}

    def send(
        self, path: str, body: str, headers: Mapping[str, str], method: str = "POST"
    ) -> Answer:
        """Send a request. Raises OSError or HTTPException if there is no response."""
        connection = http.client.HTTPConnection(
            self.server.url.partition("//")[2], timeout=30
        )
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            text = response.read().decode()
            return Answer(response.status, response.headers, text)
        finally:
            connection.close()

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form with the credentials of the application."""
        given = dict(form) if self.headers else {"client_id": self.client_id, **form}
        headers = {"Content-Type": FORM, **self.headers}
        return self.send(path, urlencode(given), headers)

    def url(self, **changes: str | None) -> str:
        """Return an authorization URL; None leaves a parameter out."""
        values = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            "state": "s",
            "scope": "read",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        given = {name: value for name, value in values.items() if value is not None}
        return f"{self.server.url}/authorize?{urlencode(given)}"

    def redirect(self, **changes: str | None) -> dict[str, str]:
        """Return the parameters of the redirect after the user approved."""
        redirect = self.server.approve(self.url(**changes))
        return dict(parse_qsl(redirect.partition("?")[2]))

    def code(self, **changes: str | None) -> str:
        """Return a new code."""
        return self.redirect(**changes)["code"]

    def exchange(self, code: str, **changes: str | None) -> Answer:
        """Exchange a code; None leaves a parameter out."""
        values = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "code_verifier": VERIFIER,
            **changes,
        }
        given = {name: value for name, value in values.items() if value is not None}
        return self.post("/token", given)

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        """Return the members of a new token response."""
        answer = self.exchange(self.code(**changes))
        assert answer.status == 200, answer.text
        return dict(answer.json)

    def refresh(self, refresh_token: str, **more: str) -> Answer:
        """Refresh a token."""
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token, **more}
        return self.post("/token", form)

    def call(self, access_token: str, path: str = "/") -> Answer:
        """Call the protected resource."""
        connection = http.client.HTTPConnection(
            self.server.resource_url.partition("//")[2].rstrip("/"), timeout=30
        )
        try:
            headers = {"Authorization": f"Bearer {access_token}"}
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
            return Answer(response.status, response.headers, text)
        finally:
            connection.close()
