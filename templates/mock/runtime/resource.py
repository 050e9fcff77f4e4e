"""The protected resource: a call has to carry every documented header, and its token the scope."""

from __future__ import annotations

import hmac
import json
import re
from urllib.parse import unquote
from xml.sax.saxutils import escape

from .exchange import Request, Response, json_response
from .facts import Facts, FailureForm, Header
from .tokens import Grant, Tokens

_NEEDS = "/needs/"
_VARIABLE = re.compile(r"\{(client_id|access_token)\}")


class _Denied(Exception):
    """A call that has no right to what it asks for."""


class ProtectedResource:
    """Answers calls: `/` takes any token, `/needs/<scope>` one with that scope."""

    def __init__(self, facts: Facts, tokens: Tokens) -> None:
        self._facts = facts
        self._tokens = tokens

    def __call__(self, request: Request) -> Response:
        """Return what was called for, or the refusal in the form that was asked for."""
        if request.path == "/":
            needed, route = None, "/"
        elif request.path.startswith(_NEEDS):
            needed, route = unquote(request.path[len(_NEEDS) :]), "/needs/…"
        else:
            details = "Call / or /needs/ and a scope."
            return self._refusal(request, 404, "Not found", details, "(no such page)")
        try:
            grant = self._grant(request)
        except _Denied as reason:
            return self._refusal(request, 401, "Not authorized", str(reason), route)
        if needed is not None and needed not in grant.scopes:
            details = "The token lacks the scope that this path needs."
            return self._refusal(request, 403, "Not permitted", details, route)
        told = {
            "stand_in_for": self._facts.provider,
            "user": grant.user,
            "client_id": grant.client_id,
            "scopes": list(grant.scopes),
        }
        return json_response(200, told, route)

    def _grant(self, request: Request) -> Grant:
        """Return what the token of a call stands for. Raises _Denied, with the reason."""
        found: dict[str, str] = {}
        for header in self._facts.headers:
            values = _values(header, request.headers.get(header.name.lower(), ""))
            if values is None:
                raise _Denied(f"{header.name} is missing, or is not as documented.")
            found.update(values)
        grant = self._tokens.grant(found.get("access_token", ""))
        if grant is None:
            raise _Denied("The token is not known.")
        if self._tokens.is_expired(grant):
            raise _Denied("The token has expired.")
        key = found.get("client_id", grant.client_id)
        if not hmac.compare_digest(key.encode(), grant.client_id.encode()):
            raise _Denied("The token belongs to another application.")
        return grant

    def _refusal(
        self, request: Request, status: int, message: str, details: str, route: str
    ) -> Response:
        xml, json_form = self._facts.xml_failure, self._facts.json_failure
        headers: tuple[tuple[str, str], ...] = ()
        if status == 401:
            headers = (("WWW-Authenticate", 'Bearer error="invalid_token"'),)
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
    """Return the values in a header as it was sent, or None where it is not as documented.

    A scheme before the first blank is the same in any case (RFC 9110 §11.1).
    """
    pieces = _VARIABLE.split(header.value)
    pattern = "".join(
        rf"(?P<{piece}>[!-~]+)" if index % 2 else f"(?i:{re.escape(piece)})"
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
    """Return what a refusal says, by the provider's names."""
    told = ((form.code, str(status)), (form.message, message), (form.details, details))
    return {name: value for name, value in told if name is not None}


def _xml(root: str, members: dict[str, str]) -> str:
    inner = "".join(
        f"<{name}>{escape(value)}</{name}>" for name, value in members.items()
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{inner}</{root}>\n'
