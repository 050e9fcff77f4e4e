"""A stored login with values that this version does not write: every command reports it in one line."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.login.running import Command
from tests.login.test_stored_login import failure

CLIENT = ("login", "--client-id", "YOUR_CLIENT_ID", "--scope", "read")


def settings(command: Command, **values: str | None) -> None:
    """Change settings of the only stored login; None removes one."""
    [entry] = command.entries()
    new = {**entry["settings"], **values}
    command.change(
        settings={name: each for name, each in new.items() if each is not None}
    )


@pytest.fixture
def wryneck(start: Any, command: Any, browse: Any) -> Command:
    """Return the command of a provider with a client secret, after a login."""
    server, wryneck = start("wryneck"), command("wryneck")
    wryneck.set("mock_server", server.url)
    wryneck.set("client_secret", "YOUR_CLIENT_SECRET")
    browse("wryneck", server)
    said = wryneck(*CLIENT)
    assert said.code == 0, said.err
    made: Command = wryneck
    return made


def test_time_that_is_too_large_is_reported(wryneck: Command) -> None:
    wryneck.expire()
    wryneck.change_renewal(issued_at=10**400)
    said = wryneck("token")
    assert (said.code, said.out) == (1, "")
    assert "[record_damaged]" in said.err


def test_login_that_cannot_be_used_leads_to_another_login(wryneck: Command) -> None:
    wryneck.expire()
    wryneck.change_renewal(server="https://other.example/authorize")
    said = wryneck("token")
    assert (said.code, said.out) == (1, "")
    _, error, advice = said.err.splitlines()
    assert error.startswith("Error: the stored login was issued to another client")
    command = f"wryneck-oauth login --again --store {wryneck.store}"
    assert advice == f"to log in again: {command}"
    wryneck.change(renewal="damaged")
    assert wryneck("token").err.splitlines()[-1] == advice


def test_path_with_a_null_character_is_reported(wryneck: Command) -> None:
    settings(wryneck, client_secret_from="file:/secrets/a\0b")
    wryneck.expire()
    said = wryneck("token")
    assert (said.code, said.out) == (1, "")
    assert r"the file /secrets/a\x00b cannot be read: not a valid path" in said.err


@pytest.mark.parametrize("redirect_uri", ["no uri", "http://evil.example/", "\0"])
def test_redirect_uri_that_is_damaged_only_prevents_another_login(
    wryneck: Command, redirect_uri: str
) -> None:
    settings(wryneck, redirect_uri=redirect_uri)
    wryneck.expire()
    said = wryneck("token")
    assert said.code == 0, said.err
    said = wryneck("login", "--again")
    assert (said.code, said.out) == (2, "")
    assert "--redirect-uri" in said.err.splitlines()[-1]
    said = wryneck("logout")
    assert (said.code, wryneck.entries()) == (0, []), said.err


def test_needed_secret_without_a_place_is_looked_for(wryneck: Command) -> None:
    settings(wryneck, client_secret_from=None)
    said = wryneck("login", "--again")
    assert said.code == 0, said.err
    [entry] = wryneck.entries()
    assert entry["settings"]["client_secret_from"] == "environment"
    wryneck.unset("client_secret")
    for place in (None, "elsewhere", "file:"):
        settings(wryneck, client_secret_from=place)
        error = failure("wryneck")
        assert (error.code, error.argument) == ("secret_missing", "client_secret")


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ('{"prompt": "login", "unknown": "x"}', [("prompt", "login")]),
        ('{"prompt": 5, "hints": "a", "allow_signup": "true"}', []),
        ('{"hints": [1], "user_scope": {}, "device": null}', []),
        ('[["prompt", "login"]]', []),
        ("[" * 100_000, []),
    ],
)
def test_parameters_that_no_request_has_are_not_repeated(
    start: Any, command: Any, browse: Any, stored: str, sent: list[tuple[str, str]]
) -> None:
    server, whimbrel = start("whimbrel"), command("whimbrel")
    browser = browse("whimbrel", server)
    whimbrel.set("client_secret", "YOUR_CLIENT_SECRET")
    login = (*CLIENT, "--server", server.domain, "--scheme", "http")
    assert whimbrel(*login).code == 0
    settings(whimbrel, parameters=stored)
    said = whimbrel("login", "--again")
    assert said.code == 0, said.err
    url: str = browser.urls[-1]
    query = parse_qsl(urlsplit(url).query)
    own = ("prompt", "allow_signup", "hints[]", "user_scope", "device")
    assert [one for one in query if one[0] in own] == sent
