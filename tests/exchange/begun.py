"""Logins as the tests begin them: a client, its request, and the code of a redirect."""

from __future__ import annotations

from typing import Any

STATE = "af0ifjsldkj"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
"""The code verifier of RFC 7636 App. B."""
CODE = "SplxlOBeZQQYbYS6WxSbIA"
"""The code of RFC 6749 §4.1.2."""
REDIRECT = "https://client.example.com/cb"
JSON = {"Content-Type": "application/json"}


def client_of(package: Any, **values: Any) -> Any:
    """Return a client with the values of RFC 6749, or with others."""
    given = {
        "client_id": "s6BhdRkqt3",
        "client_secret": "gX1fBat3bV",
        "redirect_uri": REDIRECT,
        **values,
    }
    return package.OAuthClient(
        **{name: value for name, value in given.items() if value is not ...}
    )


def request_of(client: Any, **values: Any) -> Any:
    """Return an authorization request with a fixed verifier, if it has one."""
    pkce = "code_challenge" in client.authorization_request().url
    fixed = {"code_verifier": VERIFIER} if pkce else {}
    return client.authorization_request(state=STATE, **fixed, **values)


def code_of(client: Any, **values: Any) -> Any:
    """Return the code of a redirect."""
    return request_of(client, **values).parse_query({"code": CODE, "state": STATE})


def token_of(client: Any, body: bytes, **values: Any) -> Any:
    """Return the token that the endpoint returned for a code."""
    request = client.token_request(code_of(client, **values))
    return request.parse_response(200, JSON, body, sent_at=1_000)
