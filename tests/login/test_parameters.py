"""The provider's own parameters are options of a login in a browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest


def test_parameters_are_sent_and_repeated(
    start: Any, command: Any, browse: Any
) -> None:
    server, whimbrel = start("whimbrel"), command("whimbrel")
    browser = browse("whimbrel", server)
    whimbrel.set("client_secret", "YOUR_CLIENT_SECRET")
    login = (
        *("login", "--server", server.domain, "--scheme", "http"),
        *("--client-id", "YOUR_CLIENT_ID", "--scope", "read"),
    )
    own = (
        *("--prompt", "consent", "--no-allow-signup", "--hints", "a", "--hints", "b"),
        *("--user-scope", "search", "--parameter-device", "tv"),
        "--no-parameter-browser",
    )
    sent = [
        ("prompt", "consent"),
        ("allow_signup", "false"),
        ("browser", "false"),
        ("hints[]", "a"),
        ("hints[]", "b"),
        ("user_scope", "search"),
        ("device", "tv"),
    ]
    said = whimbrel(*login, *own)
    assert said.code == 0, said.err
    said = whimbrel("login", "--again")
    assert said.code == 0, said.err
    assert [provider_parameters(url) for url in browser.urls] == [sent, sent]
    said = whimbrel("login", "--again", "--client-credentials")
    assert said.code == 0, said.err
    [_, entry] = whimbrel.entries()
    assert "parameters" not in entry["settings"]
    wrong = whimbrel(*login, "--prompt", "none")
    assert (wrong.code, "'login', 'consent'" in wrong.err) == (2, True)
    service = whimbrel(*login, "--client-credentials", "--prompt", "login")
    assert service.code == 2
    assert "--prompt applies only to a login in a browser" in service.err


def provider_parameters(url: str) -> list[tuple[str, str]]:
    names = ("prompt", "allow_signup", "browser", "hints[]", "user_scope", "device")
    return [one for one in parse_qsl(urlsplit(url).query) if one[0] in names]


@pytest.mark.parametrize("flag", ["--parameter-device", "--hints"])
def test_parameter_is_not_a_token(command: Any, flag: str) -> None:
    whimbrel = command("whimbrel")
    whimbrel.set("client_secret", "YOUR_CLIENT_SECRET")
    login = ("login", "--server", "a.example", "--client-id", "ID", "--scope", "read")
    said = whimbrel(*login, flag, "first", flag, "Bearer SECRET")
    assert (said.code, said.out) == (2, "")
    assert f"'{flag}'" in said.err
    assert "this is a token or a response" in said.err
    assert "SECRET" not in said.err.replace("YOUR_CLIENT_SECRET", "")
