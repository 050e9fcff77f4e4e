"""The scopes of requests: a constant one, another separator; and repeated JSON parameters."""

from __future__ import annotations

import json
from inspect import signature
from urllib.parse import parse_qsl

import pytest

from tests.exchange.begun import JSON, client_of, code_of, token_of
from tests.exchange.conftest import Load

ISSUED = b'{"access_token": "AT", "token_type": "bearer", "refresh_token": "RT"}'


def test_constant_scope(load: Load) -> None:
    """It is sent with each grant, and not with the refresh."""
    client = client_of(load("teal"))
    assert "scopes" not in signature(client.client_credentials_request).parameters
    for request in (
        client.client_credentials_request(),
        client.token_request(code_of(client)),
    ):
        assert json.loads(request.body)["scope"] == "read,write"
    refresh = client.refresh_request(token_of(client, ISSUED))
    assert "scope" not in json.loads(refresh.body)


def test_constant_scope_is_granted(load: Load) -> None:
    """A response without a scope grants what was requested (RFC 6749 §5.1)."""
    request = client_of(load("teal")).client_credentials_request()
    token = request.parse_response(200, JSON, ISSUED)
    assert token.scopes == {"read", "write"}


@pytest.mark.parametrize(
    ("given", "sent"), [(["a", "b"], ["a", "b"]), (["a"], "a"), ([], None)]
)
def test_repeated_in_json(load: Load, given: list[str], sent: object) -> None:
    request = client_of(load("teal")).client_credentials_request(tag=given)
    assert json.loads(request.body).get("tag") == sent


def test_separator_without_a_browser(load: Load) -> None:
    client = client_of(load("grebe"), redirect_uri=...)
    request = client.client_credentials_request(scopes=["read", "write"])
    assert dict(parse_qsl(request.body.decode()))["scope"] == "read,write"


@pytest.mark.parametrize("scope", ["a,b", ",", "tv,", ",tv"])
@pytest.mark.parametrize(
    ("name", "method", "argument"),
    [
        ("grebe", "client_credentials_request", "undocumented_scopes"),
        ("dunlin", "authorization_request", "undocumented_scopes"),
        ("dunlin", "device_request", "scopes"),
    ],
)
def test_scope_with_the_separator_is_rejected(
    load: Load, name: str, method: str, argument: str, scope: str
) -> None:
    """The server would read it as two scopes."""
    package = load(name)
    more = {"tenant": "t"} if name == "dunlin" else {"redirect_uri": ...}
    request = getattr(client_of(package, **more), method)
    with pytest.raises(package.OAuthError) as caught:
        request(**{argument: ["x", scope]})
    error = caught.value
    assert (error.code, error.argument) == ("invalid_scope_token", f"{argument}[1]")
    assert error.message == f'{argument}[1] contains ",", which separates scopes'
    assert error.hint == "write one name per item"


def test_scope_with_the_separator_is_rejected_in_a_refresh(load: Load) -> None:
    package = load("finch")
    client = client_of(package)
    body = b'{"code": 0, "data": {"token": {"value": "AT"}, "refresh_token": "RT"}}'
    request = client.token_request(
        client.authorization_request(state="s").parse_query(
            {"auth_code": "c", "state": "s"}
        )
    )
    token = request.parse_response(200, JSON, body)
    with pytest.raises(package.OAuthError) as caught:
        client.refresh_request(token, scopes=["user.info,video.list"])
    assert (caught.value.code, caught.value.argument) == (
        "invalid_scope_token",
        "scopes[0]",
    )
