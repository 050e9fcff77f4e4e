"""What a package of the gallery sends and reads, in the form of the literals in this folder."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.exchange.begun import CODE, STATE, VERIFIER
from tests.providers.specs import spec_value

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The challenge of the verifier (RFC 7636 App. B)."""
DEVICE = b"""{
  "device_code": "DEVICE_CODE", "user_code": "USER_CODE",
  "verification_uri": "https://device.example/", "expires_in": 900
}"""


def documented(file: Path) -> Any:
    """Return what was written by hand from the documentation that a spec cites."""
    return spec_value(Path(__file__).with_name(file.name))


def expected(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return a documented request, whose body is a form if it is a text."""
    body = written["body"]
    kind, values = (FORM, pairs(body)) if isinstance(body, str) else (JSON, body)
    headers = {"Accept": JSON, "Content-Type": kind, **written.get("headers", {})}
    return {"method": "POST", "url": written["url"], "headers": headers, "body": values}


def sent(request: Any) -> dict[str, Any]:
    """Return a request of a package in the same form."""
    text, headers = request.body.decode(), dict(request.headers)
    values = json.loads(text) if headers["Content-Type"] == JSON else pairs(text)
    return {
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": values,
    }


def pairs(form: str) -> list[tuple[str, str]]:
    """Return the names and values of a form in any order, because none is documented."""
    return sorted(parse_qsl(form, keep_blank_values=True, strict_parsing=True))


def parameters(url: str, separator: str) -> dict[str, Any]:
    """Return the place of an authorization URL, and its parameters with scopes in any order."""
    place, _, query = url.partition("?")
    found: dict[str, Any] = dict(parse_qsl(query, strict_parsing=True))
    if "scope" in found:
        found["scope"] = sorted(found["scope"].split(separator))
    return {"": place, **found}


class Login:
    """The requests of a package, from the documentation's client to its token."""

    def __init__(self, file: Path) -> None:
        self.written = documented(file)
        self._make = importlib.import_module(f"{file.stem}_oauth").OAuthClient
        self._client = self._make(**self.written["client"])

    def url(self, example: Mapping[str, Any]) -> str:
        """Return the URL of a request with the values of a documented one."""
        request: dict[str, Any] = {"state": STATE}
        client = dict(self.written["client"])
        for name, value in example.get("inputs", {}).items():
            one = client if name in ("client_id", "redirect_uri") else request
            one[re.sub(r"\W", "", name)] = value
        if "scopes" in example:
            request["scopes"] = example["scopes"]
        if example.get("grant") == "implicit":
            built = self._make(**client).implicit_authorization_request(**request)
        else:
            built = self._make(**client).authorization_request(
                **request, **self._verifier()
            )
        return str(built.url)

    def _verifier(self) -> dict[str, str]:
        return {"code_verifier": VERIFIER} if self.written.get("pkce", True) else {}

    def request(self, name: str) -> Any:
        """Return one of the documented requests."""
        scopes = self.written.get("scopes")
        given = {} if scopes is None else {"scopes": scopes}
        given = self.written["requests"][name].get("arguments", given)
        return getattr(self, name)(**given)

    def token(self) -> Any:
        """Return the token in the documented response to the first request."""
        return self.read(200, self.written["response"])

    def read(self, status: int, body: Any) -> Any:
        """Return the token in a response to the first request. Its body is a form if it is a text."""
        kind, text = (FORM, body) if isinstance(body, str) else (JSON, json.dumps(body))
        first = self.request(next(iter(self.written["requests"])))
        return first.parse_response(status, {"Content-Type": kind}, text.encode())

    def code(self, **scopes: Any) -> Any:
        """Return the request that exchanges a code."""
        request = self._client.authorization_request(
            state=STATE, **self._verifier(), **scopes
        )
        redirect = {self.written.get("code", "code"): CODE, "state": STATE}
        return self._client.token_request(request.parse_query(redirect))

    def refresh(self, **_: Any) -> Any:
        """Return the request that refreshes the token of the documented response."""
        return self._client.refresh_request(self.token())

    def revocation(self, hint: str | None = None, **_: Any) -> Any:
        """Return the request that revokes the token of the documented response."""
        return self._client.revocation_request(self.token(), token_type_hint=hint)

    def client_credentials(self, **scopes: Any) -> Any:
        """Return the request for a token of the client itself."""
        return self._client.client_credentials_request(**scopes)

    def device(self, **scopes: Any) -> Any:
        """Return the request that starts a login on another device."""
        return self._client.device_request(**scopes)

    def poll(self, **scopes: Any) -> Any:
        """Return the request for the token of that login."""
        started = self.device(**scopes)
        return started.parse_response(
            200, {"Content-Type": JSON}, DEVICE
        ).poll_request()
