"""No log of a mock server contains a code, a token, or a secret."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.mock.exchange.client import SECRET, VERIFIER, Client


def test_no_log_contains_a_secret(
    package: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    lines: list[str] = []
    device = "urn:ietf:params:oauth:grant-type:device_code"
    with package("jay_oauth_mock").MockServer(log=lines.append) as server:
        client = Client(server)
        code = client.code()
        first = client.exchange(code).json
        second = client.refresh(first["refresh_token"]).json
        own = client.post("/token", {"grant_type": "client_credentials"}).json
        codes = client.post("/device_authorization", {}).json
        server.approve_device(codes["user_code"])
        form = {"grant_type": device, "device_code": codes["device_code"]}
        third = client.post("/token", form).json
        client.call(second["access_token"])
        client.exchange(code)
        client.refresh("unknown-refresh-token")
        client.post("/revoke", {"token": third["refresh_token"]})
        client.send(f"/token?code={code}", "", {})
        client.send(f"/{code}", "", {}, "GET")
    found = [one for each in (first, second, third) for one in values(each)]
    found += [own["access_token"], code, codes["device_code"], codes["user_code"]]
    found += [SECRET, VERIFIER, "unknown-refresh-token"]
    output = "\n".join([*lines, caplog.text, *capfd.readouterr()])
    # oauthlib has logged each of these steps.
    assert "Validating refresh token" in caplog.text
    assert "Saving grant" in caplog.text
    assert [one for one in found if one in output] == []


def values(token: dict[str, str]) -> tuple[str, str]:
    return token["access_token"], token["refresh_token"]
