"""The protected resource: an API that requires the documented headers, and a token with the scope."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import unquote
from xml.sax.saxutils import escape

from .http_messages import Request, Response, json_response
from .provider import FailureForm, Header, Provider
from .tokens import IssuedToken, IssuedTokens

_NEEDS = "/needs/"
_METHODS = "GET, HEAD, POST, OPTIONS"
_STATUSES = {"invalid_request": 400, "insufficient_scope": 403}
_VARIABLE = re.compile(r"\{(client_id|access_token)\}")


class _InvalidToken(Exception):
    """A call without a valid token (RFC 6750 §3.1)."""


class _NoToken(_InvalidToken):
    """A call without a token, whose challenge names no error."""


class ProtectedResource:
    """Handles API calls: `/` accepts any valid token, `/needs/<scope>` only one with that scope."""

    def __init__(
        self, provider: Provider, tokens: IssuedTokens, origins: Collection[str] = ()
    ) -> None:
        self._provider = provider
        self._tokens = tokens
        self._origins = origins

    def __call__(self, request: Request) -> Response:
        """Return the response, which scripts of the allowed origins can read (Fetch, CORS)."""
        origin = request.headers.get("origin", "")
        if request.method == "OPTIONS":
            response = Response(204, headers=(("Allow", _METHODS),), route="(options)")
        else:
            response = self._answer(request)
        if not self._origins:
            return response
        headers = (*response.headers, ("Vary", "Origin"))
        if origin in self._origins:
            names = [header.name for header in self._provider.headers]
            headers = (
                *headers,
                ("Access-Control-Allow-Origin", origin),
                ("Access-Control-Allow-Methods", _METHODS),
                ("Access-Control-Allow-Headers", ", ".join([*names, "Content-Type"])),
                ("Access-Control-Expose-Headers", "WWW-Authenticate"),
            )
        return replace(response, headers=headers)

    def failed(self, status: int | None, code: str) -> Response:
        """Return the error response with a code (RFC 6750 §3.1), by default with its status."""
        request = Request("GET", "/", "", {"accept": "application/json"})
        default = _STATUSES.get(code, 401)
        details = "A test asked for this error."
        error = self._error(request, status or default, "Error", details, "resource")
        challenge = (("WWW-Authenticate", f'Bearer error="{code}"'),)
        return replace(error, headers=challenge)

    def _answer(self, request: Request) -> Response:
        """Return a description of the token, or the error in a documented form."""
        if request.path == "/":
            needed, route = None, "/"
        elif request.path.startswith(_NEEDS):
            needed, route = unquote(request.path[len(_NEEDS) :]), "/needs/…"
        else:
            details = "Call / or /needs/ followed by a scope."
            return self._error(request, 404, "Not found", details, "(no such page)")
        try:
            token = self._token(request)
        except _InvalidToken as reason:
            challenge = "Bearer"
            if not isinstance(reason, _NoToken):
                challenge = 'Bearer error="invalid_token"'
            error = self._error(request, 401, "Unauthorized", str(reason), route)
            return replace(error, headers=(("WWW-Authenticate", challenge),))
        if needed is not None and needed not in token.scopes:
            details = "The token does not have the scope that this path requires."
            return self._error(request, 403, "Forbidden", details, route)
        described = {
            "mock_of": self._provider.name,
            "user": token.user,
            "client_id": token.client_id,
            "scopes": list(token.scopes),
        }
        return json_response(200, described, route)

    def _token(self, request: Request) -> IssuedToken:
        """Return the valid token of a call. Raises _InvalidToken with the reason."""
        found: dict[str, str] = {}
        for header in self._provider.headers:
            values = _values(header, request.headers.get(header.name.lower(), ""))
            if values is None:
                authorization = request.headers.get("authorization", "").lower()
                kind = (
                    _InvalidToken if authorization.startswith("bearer ") else _NoToken
                )
                raise kind(f"{header.name} is missing or malformed.")
            found.update(values)
        token = self._tokens.get(found.get("access_token", ""))
        if token is None:
            raise _InvalidToken("The token is unknown.")
        if self._tokens.is_expired(token):
            raise _InvalidToken("The token has expired.")
        client_id = found.get("client_id", token.client_id)
        if not hmac.compare_digest(client_id.encode(), token.client_id.encode()):
            raise _InvalidToken("The token belongs to another application.")
        return token

    def _error(
        self, request: Request, status: int, message: str, details: str, route: str
    ) -> Response:
        xml, json_form = self._provider.xml_failure, self._provider.json_failure
        headers: tuple[tuple[str, str], ...] = ()
        if status == 403:
            headers = (("WWW-Authenticate", 'Bearer error="insufficient_scope"'),)
        if json_form and (xml is None or _accepts_json(request)):
            members = _named(json_form, status, message, details)
            body = json.dumps({json_form.root: members})
            return Response(status, body, "application/json", headers, route)
        if xml:
            body = _xml(xml.root, _named(xml, status, message, details))
            return Response(
                status, body, "application/xml; charset=utf-8", headers, route
            )
        return Response(status, f"{message}: {details}\n", headers=headers, route=route)


def _values(header: Header, sent: str) -> dict[str, str] | None:
    """Return the variables in the header that a call sent, or None if the header is malformed.

    The authentication scheme is case-insensitive, and one or more spaces follow it
    (RFC 9110 §11.1, §11.4).
    """
    pieces = _VARIABLE.split(header.value)
    pattern = "".join(
        (
            rf"(?P<{piece}>[!-~]+)"
            if index % 2
            else f"(?i:{re.escape(piece)})".replace(r"\ ", " +")
        )
        for index, piece in enumerate(pieces)
    )
    match = re.fullmatch(pattern, sent.strip(), re.ASCII)
    return match.groupdict() if match else None


def _accepts_json(request: Request) -> bool:
    ranges = request.headers.get("accept", "").lower().split(",")
    return any(one.partition(";")[0].strip() == "application/json" for one in ranges)


def _named(
    form: FailureForm, status: int, message: str, details: str
) -> dict[str, str]:
    """Return the fields of an error, with the provider's names for them."""
    fields = (
        (form.code, str(status)),
        (form.message, message),
        (form.details, details),
    )
    return {name: value for name, value in fields if name is not None}


def _xml(root: str, members: dict[str, str]) -> str:
    inner = "".join(
        f"<{name}>{escape(value)}</{name}>" for name, value in members.items()
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{inner}</{root}>\n'
