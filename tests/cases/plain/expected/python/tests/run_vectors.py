# Generated from spec.yaml; edit that and run `make generate`.
"""Run language-neutral vectors: read JSON and write one outcome per line.

    python run_vectors.py < authorization.json

Each line is {"id": …, "actual": …, "seconds": …}, with `actual` in the form of the
`expect` of a vector. The reader of these lines compares it with the expected outcome.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Mapping
from typing import Any

from example_auth import (
    AccessToken,
    AuthorizationError,
    AuthorizationRequest,
    OAuthError,
)

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
RECIPES = ("repeat", "concat", "utf16_units")
ASKED = {
    "domain": "api.example.com",
    "client_id": "API_KEY",
}
"""The request's arguments to read a response, unless a vector overrides them."""


def main() -> None:
    """Read a file of vectors from standard input and write the outcomes."""
    for vector in json.load(sys.stdin)["vectors"]:
        actual, seconds = timed(vector["op"], vector["input"])
        print(json.dumps({"id": vector["id"], "actual": actual, "seconds": seconds}))


def timed(op: str, given: Mapping[str, Json]) -> tuple[Json, float]:
    """Return the outcome of a vector, and the best processor time of three runs."""
    best = math.inf
    actual: Json = None
    for _ in range(3):
        arguments = {key: put_together(value) for key, value in given.items()}
        start = time.process_time()
        actual = outcome(op, arguments)
        best = min(best, time.process_time() - start)
    return actual, best


def put_together(value: Json) -> Json:
    """Return a value after building each text in it from its recipe."""
    if isinstance(value, list):
        return [put_together(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value).isdisjoint(RECIPES):
        return {key: put_together(item) for key, item in value.items()}
    recipe: dict[str, Any] = dict(value)
    if "repeat" in recipe:
        return str(recipe["repeat"][0] * recipe["repeat"][1])
    if "concat" in recipe:
        return "".join(str(put_together(item)) for item in recipe["concat"])
    return "".join(chr(unit) for unit in recipe["utf16_units"])


def outcome(op: str, arguments: dict[str, Any]) -> Json:
    """Return a URL, a token, or an error's code and argument."""
    reading = ("text", "uri", "received_at")
    consents = ("allow_missing_state", "allow_missing_token_type", "any_characters")
    read = {
        key: arguments.pop(key) for key in (*reading, *consents) if key in arguments
    }
    try:
        if op == "build_url":
            return {"url": AuthorizationRequest(**arguments).url}
        asked: dict[str, Any] = {**ASKED, **arguments}
        request = AuthorizationRequest(**asked)
        if op == "parse_pasted":
            return {"token": described(request.parse_pasted(**read))}
        return {"token": described(request.parse_redirect(**read))}
    except AuthorizationError as error:
        refusal: Json = {
            "error": error.error,
            "description": error.description,
            "uri": error.uri,
            "state_verified": error.state_verified,
        }
        return {"error": error.code, "authorization_error": refusal}
    except OAuthError as error:
        return {"error": error.code, "argument": neutral(error.argument)}


def neutral(argument: str | None) -> str | None:
    """Return the argument that an error names as a vector writes it: `scopes[2]`."""
    return argument


def described(token: AccessToken) -> Json:
    """Return the attributes of a token, with sets in code point order."""
    return {
        "access_token": token.reveal(),
        "token_type": token.token_type,
        "expires_in": token.expires_in,
        "expires_at": token.expires_at,
        "scopes": None if token.scopes is None else [*sorted(token.scopes)],
        "missing_scopes": [*sorted(token.missing_scopes)],
        "extra_scopes": [*sorted(token.extra_scopes)],
        "state_verified": token.state_verified,
    }


if __name__ == "__main__":
    main()
