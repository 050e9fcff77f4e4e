"""Turn the form of a provider's token response into test vectors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.provider import Provider
from generator.model.token_requests import TokenResponse

Vector = Mapping[str, Any]
_SENT_AT, _LIFETIME = 1_767_268_800, 3600


def response_vectors(
    provider: Provider, response: TokenResponse, given: Mapping[str, Any]
) -> Iterator[Vector]:
    """Yield vectors that read a response to the exchange of a code, which `given` leads to."""
    read = {**given, "sent_at": _SENT_AT}
    requested = given.get("scopes", provider.default_scopes)
    lifetime = response.lifetime if response.lifetime is not None else _LIFETIME
    token = {
        "access_token": "2YotnFZFEjr1zCsicMWpAA",
        "refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA",
        "token_type": "Bearer",
        "expires_in": lifetime,
        "expires_at": _SENT_AT + lifetime,
        "scopes": ["a", "b"],
        "missing_scopes": sorted({*requested} - {"a", "b"}),
        "extra_scopes": sorted({"a", "b"} - {*requested}),
        "state_verified": "state" in given,
    }
    for id, body, expect in (
        ("token-response", _issued(response, token), {"token": token}),
        ("token-response-without-a-token", "{}", _absent(response)),
    ):
        yield {
            "id": f"spec-{id}",
            "op": "token_response",
            "group": "token/response",
            "input": {
                **read,
                "status": 200,
                "headers": {"Content-Type": "application/json"},
                "body": body,
            },
            "expect": expect,
            "basis": "the token response in the spec; RFC 6749 5.1",
            "basis_kind": "rfc",
        }


def _issued(response: TokenResponse, token: Mapping[str, Any]) -> str:
    """Return the body of a response with a token, in the form that the spec describes."""
    paths, within = dict(response.paths), response.within[0]
    members: dict[str, Any] = {}
    for path, value in response.success:
        _put(members, path, value)
    sent = {name: token[name] for name in ("access_token", "refresh_token")}
    sent["token_type"] = response.token_types[0]
    sent["scope"] = response.scope_separator.join(token["scopes"])
    name = "expires_at" if "expires_at" in paths else "expires_in"
    sent[name] = token[name]
    for name, value in sent.items():
        path = paths.get(name, name)
        _put(members, f"{within}.{path}" if within else path, value)
    return json.dumps(members)


def _put(members: dict[str, Any], path: str, value: object) -> None:
    *before, last = path.split(".")
    for name in before:
        members = members.setdefault(name, {})
    members[last] = value


def _absent(response: TokenResponse) -> dict[str, Any]:
    """Return the outcome of an empty response, which lacks the mark of a success if there is one."""
    if not response.success:
        return {"error": "missing_token", "argument": None}
    failed = {"error": "unknown", "description": None, "uri": None}
    return {
        "error": "authorization_error",
        "authorization_error": {**failed, "state_verified": False},
    }
