"""A login with a code: the redirect arrives on this machine, and the token renews by itself."""

from __future__ import annotations

import importlib
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from tests.login.running import Command


def logged_in(
    start: Callable[[str], Any], command: Callable[[str], Command], browse: Any
) -> tuple[Any, Command, Any]:
    server, warbler = start("warbler"), command("warbler")
    browser = browse("warbler", server)
    said = warbler(
        *("login", "--server", server.domain, "--scheme", "http"),
        *("--client-id", "PUBLIC", "--scope", "read"),
    )
    assert said.code == 0, said.err
    return server, warbler, browser


def test_login_stores_the_token_and_says_what_it_is(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, browser = logged_in(start, command, browse)
    page = browser.last_page()
    assert page.status_code == 200
    assert "<h1>You are logged in</h1>" in page.text
    [entry] = warbler.entries()
    assert (entry["domain"], entry["client_id"]) == (server.domain, "PUBLIC")
    assert entry["asked"] == ["read"]
    assert entry["settings"] == {"grant": "authorization_code"}
    assert entry["refresh_token"]
    status = warbler("status", "--json")
    assert status.code == 0
    assert status.json["renews"] is True
    assert status.json["login_required"] is False
    token = warbler("token")
    assert token.out == f"{entry['access_token']}\n"
    assert warbler("headers").out == f"Authorization: Bearer {entry['access_token']}\n"


def test_expired_token_is_renewed_and_stored(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, _ = logged_in(start, command, browse)
    [before] = warbler.entries()
    warbler.expire()
    token = warbler("token")
    assert token.code == 0, token.err
    [after] = warbler.entries()
    assert token.out == f"{after['access_token']}\n"
    assert after["access_token"] != before["access_token"]
    assert after["refresh_token"] != before["refresh_token"]
    assert after["settings"] == before["settings"]
    assert server.requests["token"] == 2


def test_rejected_refresh_token_needs_a_login(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, _ = logged_in(start, command, browse)
    server.revoke()
    warbler.expire()
    said = warbler("token")
    assert (said.code, said.out) == (11, "")
    assert "warbler-oauth login --again" in said.err
    # The second time, nothing is sent.
    count = server.requests["token"]
    assert warbler("token").code == 11
    assert server.requests["token"] == count
    status = warbler("status", "--json")
    assert (status.code, status.json["status"]) == (11, "expired")
    assert status.json["login_required"] is True
    assert status.json["renews"] is False


def test_logout_revokes_both_tokens_and_deletes_the_login(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, _ = logged_in(start, command, browse)
    server.fault("revocation", status=503)
    said = warbler("logout")
    assert said.code == 0, said.err
    assert server.requests["revocation"] == 3
    assert warbler.entries() == []
    assert warbler("token").code == 13


def test_logout_that_cannot_revoke_keeps_the_login(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, _ = logged_in(start, command, browse)
    server.fault("revocation", times=10, status=400)
    said = warbler("logout")
    assert said.code == 1
    assert "is still stored" in said.err
    assert len(warbler.entries()) == 1
    local = warbler("logout", "--local")
    assert (local.code, warbler.entries()) == (0, [])
    assert local.err.splitlines()[-1] == (
        "the tokens are not revoked: a copy can be used until it expires"
    )
    assert server.requests["revocation"] == 1
    # There is nothing left, and deleting all of nothing succeeds.
    assert warbler("logout").code == 13
    assert warbler("logout", "--all").code == 0


def test_logout_that_revokes_nothing_needs_no_server(
    start: Any, command: Any, browse: Any
) -> None:
    _, warbler, _ = logged_in(start, command, browse)
    warbler.set("mock_server", "https://elsewhere.example")
    said = warbler("logout")
    assert (said.code, len(warbler.entries())) == (1, 1)
    assert "WARBLER_OAUTH_MOCK_SERVER is not the address of a mock server" in said.err
    assert warbler("logout", "--local").code == 0
    assert warbler.entries() == []


def test_login_again_repeats_the_stored_login(
    start: Any, command: Any, browse: Any
) -> None:
    _, warbler, _ = logged_in(start, command, browse)
    [before] = warbler.entries()
    said = warbler("login", "--again")
    assert said.code == 0, said.err
    # The stored login has that already.
    assert "add --scheme http" not in said.err
    [after] = warbler.entries()
    assert after["access_token"] != before["access_token"]
    assert (after["asked"], after["settings"]) == (before["asked"], before["settings"])


def test_redirect_uri_of_a_stored_login_can_be_replaced(
    start: Any, command: Any, browse: Any
) -> None:
    _, warbler, _ = logged_in(start, command, browse)
    uri = "http://localhost/callback"
    said = warbler("login", "--again", "--redirect-uri", uri)
    assert said.code == 0, said.err
    assert "Waiting at http://localhost:" in said.err
    [entry] = warbler.entries()
    assert entry["settings"] == {"grant": "authorization_code", "redirect_uri": uri}
    said = warbler("login", "--again")
    assert said.code == 0, said.err
    assert "Waiting at http://localhost:" in said.err


def test_device_login_is_never_begun_without_its_option(packages: Path) -> None:
    """RFC 8628 §5.4: somebody else may have begun a login that a user did not ask for."""
    runtime = "warbler_oauth._runtime.cli"
    login: Any = importlib.import_module(f"{runtime}.exchange.login")
    output: Any = importlib.import_module(f"{runtime}.output")
    app = SimpleNamespace(flows={"device_code": None})
    given, missing = SimpleNamespace(params={"device": True}), SimpleNamespace(
        params={}
    )
    assert login._grant(app, given, None) == "device_code"
    with pytest.raises(output.Stopped) as stopped:
        login._grant(app, missing, None)
    assert stopped.value.exit_code == 2
    assert stopped.value.lines[0].endswith("add --device")


def test_suggested_login_has_the_option_of_the_only_grant(
    command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    warbler = command("warbler")
    module: Any = importlib.import_module("warbler_oauth._command")
    usual = module.APPLICATION
    only = {"device_code": usual.flows["device_code"]}
    app = replace(usual, flows=only)
    warbler.group = module.make_command(app)
    said = warbler("token")
    assert said.code == 13
    assert f"run warbler-oauth login --device --store {warbler.store} " in said.err

    program: Any = importlib.import_module("warbler_oauth.login")
    monkeypatch.setattr(program, "APPLICATION", app)
    error: Any = importlib.import_module("warbler_oauth").OAuthError
    with pytest.raises(error) as caught:
        program.stored_login()
    login = f"run warbler-oauth login --device --store {warbler.store}"
    expected = f"{login} --server … --client-id … --scope …"
    assert caught.value.hint == expected


@pytest.mark.parametrize(
    "found",
    [
        {"result": "http://evil.example/authorize"},
        {"result": "http://127.0.0.1:80@evil.example/authorize"},
        {"result": 5},
        {},
        [],
        "text",
    ],
)
def test_mock_server_cannot_lead_to_another_machine(
    command: Any, monkeypatch: pytest.MonkeyPatch, found: object
) -> None:
    wryneck = command("wryneck")
    wryneck.set("client_secret", "YOUR_CLIENT_SECRET")
    wryneck.set("mock_server", "http://127.0.0.1:1")

    def post(url: str, **_: object) -> httpx.Response:
        return httpx.Response(200, json=found, request=httpx.Request("POST", url))

    monkeypatch.setattr(httpx, "post", post)
    said = wryneck("login", "--client-id", "ID", "--scope", "read")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[1] == (
        "Error: no mock server of this provider responds at http://127.0.0.1:1: start it, "
        "or correct the address [environment_unusable]"
    )
    assert "evil" not in said.err
    wryneck.set("mock_server", "http://evil.example:8080")
    said = wryneck("login", "--client-id", "ID", "--scope", "read")
    assert (said.code, said.out) == (2, "")
    assert "WRYNECK_OAUTH_MOCK_SERVER is not the address of a mock server" in said.err


def test_login_without_an_account_can_be_chosen_next_to_one_with(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, _ = logged_in(start, command, browse)
    words = ("--server", server.domain, "--scheme", "http", "--client-id", "PUBLIC")
    assert (
        warbler("login", *words, "--scope", "read", "--account", "a\nb").code == 0
    ), "an account can be any text"
    said = warbler("token")
    assert said.code == 2
    first, *lines = said.err.splitlines()
    assert "several matching tokens" in first
    tokens = [one["access_token"] for one in warbler.entries()]
    # Each suggested command prints one of them.
    found = [warbler(*shlex.split(bash(line))[1:]).out for line in lines]
    assert found == [f"{one}\n" for one in tokens]
    assert "--account ''" in lines[0]
    warbler("logout", "--account", "")
    assert [one["settings"].get("account") for one in warbler.entries()] == ["a\nb"]
    said = warbler("logout")
    assert said.err.startswith(
        f"deleted the login for http://{server.domain} (client ID PUBLIC; requested scopes: "
        "read; account=a%0Ab) from "
    )


def bash(line: str) -> str:
    """Return a line without the quotes that only bash, zsh, and ksh have."""
    return line.replace("$'a\\012b'", "'a\nb'")


def test_values_that_are_not_valid_are_incorrect_usage(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler = start("warbler"), command("warbler")
    browser = browse("warbler", server)
    login = ("login", "--server", server.domain, "--scheme", "http")
    for more, line in {
        (
            "--client-id",
            "PUBLIC",
            "--undocumented-scope",
            "a b",
        ): "--undocumented-scope ",
        ("--client-id", "PUBLIC", "--scope", "nope"): "the value of --scope ",
        ("--client-id", "\u00e9", "--scope", "read"): "--client-id ",
        ("--client-id", "PUBLIC", "--device", "--undocumented-scope", '"'): (
            "--undocumented-scope "
        ),
    }.items():
        said = warbler(*login, *more)
        assert (said.code, said.out) == (2, ""), more
        assert said.err.startswith(f"Error: {line}"), said.err
    assert browser.threads == []


def test_nobody_is_told_that_they_got_scopes_that_they_did_not_request(
    start: Any, command: Any, browse: Any
) -> None:
    """A provider chooses the scopes if a request has none (RFC 6749 §3.3)."""
    server, warbler = start("warbler"), command("warbler")
    browse("warbler", server)
    said = warbler(
        *("login", "--server", server.domain, "--scheme", "http"),
        *("--client-id", "PUBLIC"),
    )
    assert said.code == 0, said.err
    assert "Warning: no scope is requested" in said.err
    assert "granted: read write" in said.err.splitlines()
    assert "granted but not requested" not in said.err


def test_command_without_httpx_says_what_to_install(
    packages: Path, tmp_path: Path
) -> None:
    login = ("login", "--server", "warbler.example", "--client-id", "K")
    store = ("--scope", "read", "--store", str(tmp_path / "private" / "store.json"))
    program = (
        "import sys; sys.modules['httpx'] = None; "
        "from warbler_oauth.command import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *login, *store],
        cwd=packages,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        'warbler-oauth requires the extra cli: run pip install "warbler-oauth[cli]"\n'
    )


def test_device_login_is_used_only_with_its_option(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler = start("warbler"), command("warbler")
    server.configure(interval=1)
    browse("warbler", server)
    said = warbler(
        *("login", "--server", server.domain, "--scheme", "http"),
        *("--client-id", "PUBLIC", "--scope", "read", "--device"),
    )
    assert said.code == 0, said.err
    [entry] = warbler.entries()
    assert entry["settings"] == {"grant": "device_code"}


def test_secret_of_the_environment_and_a_literal_host(
    start: Any, command: Any, browse: Any
) -> None:
    server, wryneck = start("wryneck"), command("wryneck")
    wryneck.set("mock_server", server.url)
    browse("wryneck", server)
    login = ("login", "--client-id", "YOUR_CLIENT_ID", "--scope", "read")
    missing = wryneck(*login)
    assert missing.code == 2
    assert "WRYNECK_OAUTH_CLIENT_SECRET" in missing.err
    wryneck.set("client_secret", "YOUR_CLIENT_SECRET")
    said = wryneck(*login)
    assert said.code == 0, said.err
    said = wryneck(*login, "--tenant", "other")
    assert said.code == 0, said.err
    settings = [one["settings"] for one in wryneck.entries()]
    assert settings == [
        {
            "tenant": tenant,
            "client_secret_from": "environment",
            "grant": "authorization_code",
        }
        for tenant in ("common", "other")
    ]
    assert "YOUR_CLIENT_SECRET" not in wryneck.store.read_text()
    assert wryneck("token").code == 2
    assert wryneck("token", "--tenant", "other").code == 0


def test_servers_of_one_host_below_different_paths_are_different(
    start: Any, command: Any, browse: Any
) -> None:
    server, whinchat = start("whinchat"), command("whinchat")
    browse("whinchat", server)
    for path in ("/one", "/two"):
        said = whinchat(
            *("login", "--server", f"{server.domain}{path}", "--scheme", "http"),
            *("--client-id", "YOUR_CLIENT_ID", "--scope", "read"),
        )
        assert said.code == 0, said.err
    servers = [one["settings"]["server"] for one in whinchat.entries()]
    assert servers == [f"{server.domain}/one", f"{server.domain}/two"]
    several = whinchat("token")
    assert several.code == 2
    for one in servers:
        assert (
            f"token --store {whinchat.store} --server {one} --scheme http"
            in several.err
        )
    whinchat.expire()
    found = whinchat("token", "--server", servers[1])
    assert found.code == 0, found.err
    assert whinchat("logout", "--server", servers[0]).code == 0
    assert len(whinchat.entries()) == 1
