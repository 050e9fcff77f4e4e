# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""Run language-neutral vectors: JSON in, one outcome a line out.

    python run_vectors.py < authorization.json

Each line is {"id": …, "actual": …, "seconds": …}, with `actual` in the form of a vector's
`expect`. Whether it is what was expected is for the reader of these lines to say.
"""

from __future__ import annotations

import json
import math
import sys
import time
from typing import Any

from imagen_oauth import (
    AccessToken,
    AuthorizationError,
    AuthorizationRequest,
    OAuthError,
)


def main() -> None:
    """Read a file of vectors from standard input and write the outcomes."""
    for vector in json.load(sys.stdin)["vectors"]:
        actual, seconds = timed(vector)
        print(json.dumps({"id": vector["id"], "actual": actual, "seconds": seconds}))


def timed(vector: dict[str, Any]) -> tuple[dict[str, Any], float]:
    """Return the outcome of a vector, and the seconds that the best of three runs took."""
    best = math.inf
    for _ in range(3):
        given = {key: text(value) for key, value in vector["input"].items()}
        start = time.perf_counter()
        actual = outcome(vector["op"], given)
        best = min(best, time.perf_counter() - start)
    return actual, best


def text(value: Any) -> Any:
    """Return a value with every recipe in it put together."""
    if isinstance(value, list):
        return [text(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "repeat" in value:
        return value["repeat"][0] * value["repeat"][1]
    if "concat" in value:
        return "".join(text(item) for item in value["concat"])
    return "".join(map(chr, value["utf16_units"]))


def outcome(op: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return what an operation gives: a URL, a token, or an error's code."""
    try:
        if op == "build_url":
            given["extra_parameters"] = [
                tuple(pair) for pair in given.get("extra_parameters", ())
            ]
            return {"url": AuthorizationRequest(**given).url}
        read = {
            key: given.pop(key)
            for key in ("text", "uri", "received_at", "allow_missing_state")
            if key in given
        }
        request = AuthorizationRequest("api.example.com", "API_KEY", **given)
        if op == "parse_pasted":
            return {"token": token(request.parse_pasted(**read))}
        return {"token": token(request.parse_redirect(**read))}
    except AuthorizationError as error:
        refusal = {
            "error": error.error,
            "description": error.description,
            "uri": error.uri,
            "state_verified": error.state_verified,
        }
        return {"error": error.code, "authorization_error": refusal}
    except OAuthError as error:
        return {"error": error.code}


def token(token: AccessToken) -> dict[str, Any]:
    """Return what a token says of itself, sets in code point order."""
    return {
        "access_token": token.reveal(),
        "token_type": token.token_type,
        "expires_in": token.expires_in,
        "expires_at": token.expires_at,
        "scopes": None if token.scopes is None else sorted(token.scopes),
        "missing_scopes": sorted(token.missing_scopes),
        "extra_scopes": sorted(token.extra_scopes),
        "state_verified": token.state_verified,
    }


if __name__ == "__main__":
    main()
