"""Errors under other names, in the responses of every endpoint that clients call."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.exchange.begun import JSON, client_of
from tests.exchange.conftest import Load
from tests.exchange.test_device import CODES

DENIED = b'{"ok": false, "reason": "invalid_client", "message": "Who?"}'


def requests_of(load: Load) -> dict[str, Any]:
    package = load("martin")
    given = {"client_id": "k", "client_secret": ..., "redirect_uri": ...}
    client = client_of(package, **given)
    token = package.AccessToken.from_value("a", domain=client.issuer, client_id="k")
    device = client.device_request(scopes=["read"])
    login = device.parse_response(200, JSON, json.dumps(CODES).encode(), sent_at=1_000)
    return {
        "device": device,
        "poll": login.poll_request(),
        "revocation": client.revocation_request(token),
    }


@pytest.mark.parametrize("endpoint", ["device", "poll", "revocation"])
@pytest.mark.parametrize("status", [200, 400])
def test_error_has_the_names_of_the_spec(
    load: Load, endpoint: str, status: int
) -> None:
    with pytest.raises(load("martin").TokenEndpointError) as caught:
        requests_of(load)[endpoint].parse_response(status, JSON, DENIED)
    found = caught.value
    values = (found.error, found.description, found.status)
    assert values == ("invalid_client", "Who?", status)


@pytest.mark.parametrize("endpoint", ["device", "poll", "revocation"])
def test_error_appears_once(load: Load, endpoint: str) -> None:
    body = b'{"ok": false, "reason": "a", "reason": "b"}'
    with pytest.raises(load("martin").OAuthError) as caught:
        requests_of(load)[endpoint].parse_response(400, JSON, body)
    assert caught.value.code == "duplicate_parameter"


@pytest.mark.parametrize(
    "members",
    [
        {"ok": True, "data": CODES},
        {"ok": True, **CODES},
        {"data": CODES},
        # With a mark, the member can have a value in every response.
        {"ok": True, "reason": "none", "data": CODES},
    ],
)
def test_codes_are_in_the_object_of_the_spec_or_at_the_top(
    load: Load, members: dict[str, Any]
) -> None:
    request = requests_of(load)["device"]
    login = request.parse_response(200, JSON, json.dumps(members).encode())
    assert login.user_code == "WDJB-MJHT"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"ok": True, "other": CODES}, "invalid_device_response"),
        ({"data": {**CODES, "user_code": None}}, "invalid_device_response"),
        ({"data": CODES, "reason": "unauthorized_client"}, "authorization_error"),
    ],
)
def test_device_response_that_has_no_codes(
    load: Load, members: dict[str, Any], code: str
) -> None:
    with pytest.raises(load("martin").OAuthError) as caught:
        body = json.dumps(members).encode()
        requests_of(load)["device"].parse_response(200, JSON, body)
    assert caught.value.code == code


@pytest.mark.parametrize("body", [b"", b" \n", b"{}", b'{"ok": true}'])
def test_revocation_succeeds_without_a_mark(load: Load, body: bytes) -> None:
    """The body of a success is ignored (RFC 7009 §2.2), except for the mark of the provider."""
    assert requests_of(load)["revocation"].parse_response(200, JSON, body) is None


def test_unreadable_body_may_hide_the_mark(load: Load) -> None:
    with pytest.raises(load("martin").EndpointError) as caught:
        html = {"Content-Type": "text/html"}
        requests_of(load)["revocation"].parse_response(200, html, b"<p>Log in</p>")
    assert caught.value.code == "unexpected_response"
