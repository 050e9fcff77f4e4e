"""A token of the client itself: it is renewed by asking again."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

CLIENT = ("--client-id", "YOUR_CLIENT_ID")


def test_only_grant_needs_no_option(start: Any, command: Any) -> None:
    server, wheatear = start("wheatear"), command("wheatear")
    wheatear.set("mock_server", server.url)
    wheatear.set("client_secret", "YOUR_CLIENT_SECRET")
    said = wheatear("login", *CLIENT)
    assert said.code == 0, said.err
    # Nothing but the response to the request contains the token.
    assert "verified" not in said.err + wheatear("status").out
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


class Whimbrel:
    """The command of a provider with logins of users and of the application, and its server."""

    def __init__(self, start: Any, command: Any, browse: Any) -> None:
        self.server, self.command = start("whimbrel"), command("whimbrel")
        browse("whimbrel", self.server)
        self.command.set("client_secret", "YOUR_CLIENT_SECRET")
        self.where = ("--server", self.server.domain, "--scheme", "http")
        self.login = ("login", *self.where, *CLIENT, "--scope", "read")

    def lines(self, *arguments: str) -> list[list[str]]:
        """Return the arguments of the commands that are suggested after the first line."""
        said = self.command(*arguments)
        assert said.code != 0
        return [shlex.split(line)[1:] for line in said.err.splitlines()[1:]]


@pytest.fixture
def whimbrel(start: Any, command: Any, browse: Any) -> Whimbrel:
    return Whimbrel(start, command, browse)


def test_login_of_the_application_can_be_chosen_next_to_one_of_a_user(
    whimbrel: Whimbrel,
) -> None:
    command = whimbrel.command
    assert command(*whimbrel.login).code == 0
    assert command(*whimbrel.login, "--client-credentials").code == 0
    tokens = [f"{one['access_token']}\n" for one in command.entries()]
    lines = whimbrel.lines("token")
    assert [line[line.index("--grant") + 1] for line in lines] == [
        "authorization_code",
        "client_credentials",
    ]
    assert [command(*line).out for line in lines] == tokens
    # Each suggested login replaces its own entry.
    user, service = whimbrel.lines("login", "--again")
    assert ("--client-credentials" in user, "--grant" in user) == (False, False)
    assert ("--client-credentials" in service, "--grant" in service) == (True, False)
    for line in (user, service):
        assert command(*line).code == 0
    assert not {*tokens} & {f"{one['access_token']}\n" for one in command.entries()}
    assert len(command.entries()) == 2
    assert command("logout", "--grant", "client_credentials").code == 0
    [left] = command.entries()
    assert left["settings"]["grant"] == "authorization_code"


def test_login_that_failed_is_suggested_with_its_flags(whimbrel: Whimbrel) -> None:
    for more in (
        ["--client-credentials"],
        ["--no-allow-signup", "--timeout", "30"],
        ["--allow-signup", "--timeout", "30"],
    ):
        whimbrel.server.fault("token", error="invalid_client")
        said = whimbrel.command(*whimbrel.login, *more)
        assert said.code == 1
        suggested = said.err.partition("to start again: ")[2].split()
        assert {*more} <= {*suggested}, said.err


def test_redirect_uri_of_a_login_without_a_browser_is_incorrect_usage(
    whimbrel: Whimbrel,
) -> None:
    uri = "http://127.0.0.1:8080/callback"
    said = whimbrel.command(
        *whimbrel.login, "--client-credentials", "--redirect-uri", uri
    )
    assert (said.code, said.err) == (
        2,
        "Error: --redirect-uri only applies to a login in a browser on this machine: omit it\n",
    )
    assert not whimbrel.command.has_entries()
