"""Each call that takes options reports an unknown one, as Python does for a keyword argument."""

from __future__ import annotations

import json

import pytest

from tests import node

SETUP = """
const { AccessToken, AuthorizationRequest } = await import(process.argv[1]);
const options = { domain: "api.example.com", clientId: "KEY" };
const request = new AuthorizationRequest({ ...options, state: "xyz" });
const response = "https://a.example/#access_token=abc&token_type=bearer&state=xyz";
const token = AccessToken.fromValue("abc", options);
try {
"""
END = """
} catch (error) {
  console.log(JSON.stringify([error.name, error.message]));
}
"""
REQUEST = (
    "domain, clientId, redirectUri, scheme, scopes, state, undocumentedScopes, "
    "extraParameters"
)
READING = "receivedAt, allowMissingState, allowMissingTokenType, anyCharacters"
VALUE = "domain, clientId, receivedAt, expiresIn, scheme, anyCharacters"
EXPIRY = "at, leeway"


def said(call: str) -> object:
    """Return the name and the message of the error that a call throws."""
    node.required()
    index = (node.compiled() / "src" / "index.js").as_uri()
    script = f"{SETUP}{call}{END}"
    process = node.node("--input-type=module", "--eval", script, index)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


@pytest.mark.parametrize(
    ("call", "name", "known"),
    [
        ("new AuthorizationRequest({ ...options, scope: [] })", "scope", REQUEST),
        ("request.parseRedirect(response, { recievedAt: 1 })", "recievedAt", READING),
        ("request.parsePasted(response, { state: 1 })", "state", READING),
        (
            "AccessToken.fromValue('abc', { ...options, expiresin: 5 })",
            "expiresin",
            VALUE,
        ),
        ("token.isExpired({ leway: 0 })", "leway", EXPIRY),
    ],
)
def test_unknown_option_is_reported(call: str, name: str, known: str) -> None:
    wanted = f'unknown option "{name}"; the options are {known}'
    assert said(call) == ["TypeError", wanted]


@pytest.mark.parametrize(
    ("call", "known"),
    [
        ("new AuthorizationRequest()", REQUEST),
        ("request.parseRedirect(response, null)", READING),
        ("request.parsePasted(response, 1)", READING),
        ("AccessToken.fromValue('abc')", VALUE),
        ("token.isExpired(60)", EXPIRY),
    ],
)
def test_options_that_are_not_an_object_are_reported(call: str, known: str) -> None:
    assert said(call) == ["TypeError", f"pass the options as an object with {known}"]
