"""The scopes of token requests: a constant one, another separator; and repeated JSON parameters."""

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
