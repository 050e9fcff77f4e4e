"""A token of the client itself: it is renewed by asking again."""

from __future__ import annotations

from typing import Any

CLIENT = ("--client-id", "YOUR_CLIENT_ID")


def test_only_grant_needs_no_option(start: Any, command: Any) -> None:
    server, wheatear = start("wheatear"), command("wheatear")
    wheatear.set("mock_server", server.url)
    wheatear.set("client_secret", "YOUR_CLIENT_SECRET")
    said = wheatear("login", *CLIENT)
    assert said.code == 0, said.err
    [entry] = wheatear.entries()
    assert entry["settings"] == {
        "client_secret_from": "environment",
        "grant": "client_credentials",
    }
    assert (entry["refresh_token"], entry["asked"]) == (None, [])
    status = wheatear("status", "--json").json
    assert (status["status"], status["renews"]) == ("valid", True)
    wheatear.expire()
    token = wheatear("token")
    assert token.code == 0, token.err
    assert server.requests["token"] == 2
    assert token.out != f"{entry['access_token']}\n"
    # A fresh token needs no secret; an expired one does.
    wheatear.unset("client_secret")
    assert wheatear("token").out == token.out
    wheatear.expire()
    missing = wheatear("token")
    assert (missing.code, missing.out) == (2, "")
    assert "WHEATEAR_OAUTH_CLIENT_SECRET" in missing.err
    assert wheatear("logout").code == 0


def test_tokens_of_a_user_and_of_the_client_are_different_logins(
    start: Any, command: Any, browse: Any
) -> None:
    server, whimbrel = start("whimbrel"), command("whimbrel")
    browse("whimbrel", server)
    whimbrel.set("client_secret", "YOUR_CLIENT_SECRET")
    login = ("login", "--server", server.domain, "--scheme", "http", *CLIENT)
    scope = ("--scope", "read")
    assert whimbrel(*login, *scope).code == 0
    said = whimbrel(*login, *scope, "--client-credentials")
    assert said.code == 0, said.err
    found = [
        (one["settings"]["grant"], one["asked"], one.get("identity"))
        for one in whimbrel.entries()
    ]
    assert found == [
        ("authorization_code", ["read"], None),
        ("client_credentials", ["read"], "grant=client_credentials"),
    ]
