"""A token appears only in the authorization response and in the headers of a call."""

from __future__ import annotations

import logging

import pytest
from imagen_oauth_mock import MockServer

from tests.mock.http import request_of, send


def test_no_log_contains_a_token_or_a_state(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    lines: list[str] = []
    with MockServer(log=lines.append) as server:
        request = request_of(server)
        token = request.parse_pasted(server.approve(request.url))
        secret = token.reveal()
        redirected = request_of(server, redirect_uri="http://127.0.0.1:8/")
        response = server.approve(redirected.url)
        other = redirected.parse_redirect(response).reveal()
        for place in (f"/{secret}", f"/needs/{secret}", f"/?access_token={secret}"):
            send(server.resource_url + place, token.headers())
            send(server.url + place)
        send(f"{server.url}/request/{secret}", method="POST")
    out, err = capfd.readouterr()
    output = "\n".join([*lines, caplog.text, out, err])
    assert "GET /needs/… 403" in lines
    assert "Validating use of response_type token" in caplog.text
    assert [one for one in (secret, other, request.state) if one in output] == []


def test_failed_request_logs_only_the_type_of_the_error(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("2YotnFZFEjr1zCsicMWpAA")

    lines: list[str] = []
    with MockServer(log=lines.append) as server:
        monkeypatch.setattr(
            "imagen_oauth_mock._runtime.authorization_server.AuthorizationServer._begin",
            fail,
        )
        with pytest.raises(ConnectionError):
            send(request_of(server).url)
    assert lines == ["request failed: RuntimeError"]
    assert capfd.readouterr() == ("", "")


def test_token_is_random_and_long() -> None:
    with MockServer() as server:
        request = request_of(server)
        tokens = [
            request.parse_pasted(server.approve(request.url)).reveal()
            for _ in range(20)
        ]
    # 30 characters of 62 are 178 bits.
    assert {len(one) for one in tokens} == {30}
    assert len(set(tokens)) == 20
