"""A program uses a login of the command, and both renew it."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from tests.login.running import Command
from tests.login.test_code_login import logged_in

LOGIN = ("login", "--client-id", "YOUR_CLIENT_ID", "--scope", "read")


def program(name: str) -> Any:
    return importlib.import_module(f"{name}_oauth.login")


def failure(name: str, **choice: Any) -> Any:
    """Return the error of a program that finds no login."""
    error: Any = importlib.import_module(f"{name}_oauth").OAuthError
    with pytest.raises(error) as caught:
        program(name).stored_login(**choice)
    return caught.value


def test_program_and_command_share_a_login_that_each_of_them_renews(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, _ = logged_in(start, command, browse)
    source = program("warbler").stored_login()
    first = warbler("token").out.strip()
    assert source.token().reveal() == first
    assert server.requests["token"] == 1

    warbler.expire()
    second = program("warbler").stored_login().token().reveal()
    assert second != first
    assert warbler("token").out.strip() == second
    assert server.requests["token"] == 2

    warbler.expire()
    third = warbler("token").out.strip()
    assert third != second
    assert program("warbler").stored_login().token().reveal() == third
    assert server.requests["token"] == 3
    [entry] = warbler.entries()
    assert entry["settings"] == {"grant": "authorization_code"}


def test_program_reports_that_only_a_login_helps(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, _ = logged_in(start, command, browse)
    server.revoke()
    warbler.expire()
    error: Any = importlib.import_module("warbler_oauth").OAuthError
    with pytest.raises(error) as caught:
        program("warbler").stored_login().token()
    assert caught.value.code == "login_required"
    # The command knows it, too.
    assert warbler("status", "--json").json["login_required"] is True


def test_program_without_a_login_says_what_to_run(command: Any, tmp_path: Any) -> None:
    wryneck: Command = command("wryneck")
    error = failure("wryneck")
    assert (error.code, error.hint) == (
        "login_required",
        f"run wryneck-oauth login --store {wryneck.store} --client-id … --scope …",
    )
    other = tmp_path / "private" / "other.json"
    assert (
        failure("wryneck", file=other).hint
        == f"run wryneck-oauth login --store {other} --client-id … --scope …"
    )
    # What the program names is in the command.
    chosen = failure("wryneck", scopes=iter(["read"]), client_id="A B", account="x")
    assert chosen.hint == (
        f"run wryneck-oauth login --store {wryneck.store} --account x --client-id 'A B' --scope read"
    )


def test_program_chooses_one_of_several_logins(
    start: Any, command: Any, browse: Any
) -> None:
    server, warbler, _ = logged_in(start, command, browse)
    at = ("--server", server.domain, "--scheme", "http", "--client-id", "PUBLIC")
    for more in (("--scope", "write"), ("--scope", "read", "--account", "second")):
        said = warbler("login", *at, *more)
        assert said.code == 0, said.err
    error = failure("warbler")
    assert error.code == "several_logins"
    assert error.hint.startswith(
        "choose one with client_id, server, account, grant, scopes,"
    )
    tokens = {
        (*sorted(one["asked"]), one.get("settings", {}).get("account")): one[
            "access_token"
        ]
        for one in warbler.entries()
    }
    find = program("warbler").stored_login
    assert (
        find(grant="authorization_code", scopes=["write"]).token().reveal()
        == tokens["write", None]
    )
    found = find(server=server.domain, account="second").token().reveal()
    assert found == tokens["read", "second"]
    assert failure("warbler", server="other.example.com").code == "login_required"
    assert failure("warbler", client_id="OTHER").code == "login_required"
    assert failure("warbler", grant="device_code").code == "login_required"
    with pytest.raises(TypeError, match="tenant is not one of client_id, server"):
        find(tenant="common")


def test_secret_of_a_program_is_where_the_login_found_it(
    start: Any, command: Any, browse: Any, tmp_path: Any
) -> None:
    server, wryneck = start("wryneck"), command("wryneck")
    wryneck.set("mock_server", server.url)
    browse("wryneck", server)
    wryneck.set("client_secret", "YOUR_CLIENT_SECRET")
    assert wryneck(*LOGIN).code == 0
    assert program("wryneck").stored_login().token().reveal()
    wryneck.unset("client_secret")
    error = failure("wryneck")
    assert (error.code, error.argument) == ("secret_missing", "client_secret")
    assert "WRYNECK_OAUTH_CLIENT_SECRET is not set" in error.message

    file = tmp_path / "secret"
    file.write_text("YOUR_CLIENT_SECRET\n")
    file.chmod(0o600)
    again = wryneck("login", "--again", "--client-secret-file", str(file))
    assert again.code == 0, again.err
    assert program("wryneck").stored_login().token().reveal()
    wryneck.expire()
    assert program("wryneck").stored_login().token().reveal()


def test_empty_path_does_not_mean_the_store_of_the_environment(
    start: Any, command: Any, browse: Any
) -> None:
    _, warbler, _ = logged_in(start, command, browse)
    assert program("warbler").stored_login().token().reveal()
    assert failure("warbler", file="").code == "store_unavailable"
    warbler.set("store", "")
    assert failure("warbler", file="").code == "store_unavailable"


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "WARBLER_OAUTH_MOCK_SERVER",
            "http://SECRET.example:80",
            "WARBLER_OAUTH_MOCK_SERVER is not the address of a mock server on this machine",
        ),
        (
            "ALL_PROXY",
            "ftp://u:SECRET@h",
            "a proxy from the environment cannot be used",
        ),
        ("SSL_CERT_FILE", "/SECRET", "the certificates cannot be read"),
    ],
)
def test_environment_that_cannot_be_used_is_an_error_that_a_program_can_catch(
    start: Any,
    command: Any,
    browse: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    value: str,
    message: str,
) -> None:
    logged_in(start, command, browse)
    monkeypatch.setenv(variable, value)
    capsys.readouterr()
    error = failure("warbler")
    assert (error.code, error.message) == ("environment_unusable", message)
    assert "SECRET" not in f"{error!r} {error}"
    assert capsys.readouterr() == ("", "")


def test_program_at_a_mock_server_that_is_down_gets_an_error_and_prints_nothing(
    start: Any, command: Any, browse: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    _, warbler, _ = logged_in(start, command, browse)
    warbler.set("mock_server", "http://127.0.0.1:1/")
    warbler.expire()
    capsys.readouterr()
    source = program("warbler").stored_login()
    error: Any = importlib.import_module("warbler_oauth").OAuthError
    with pytest.raises(error) as caught:
        source.token()
    assert caught.value.code == "environment_unusable"
    assert caught.value.message == (
        "no mock server of this provider responds at http://127.0.0.1:1"
    )
    assert capsys.readouterr() == ("", "")


def test_login_of_a_service_account_asks_again(start: Any, command: Any) -> None:
    server, wheatear = start("wheatear"), command("wheatear")
    wheatear.set("mock_server", server.url)
    wheatear.set("client_secret", "YOUR_CLIENT_SECRET")
    said = wheatear("login", "--client-id", "YOUR_CLIENT_ID")
    assert said.code == 0, said.err
    first = wheatear("token").out.strip()
    assert program("wheatear").stored_login().token().reveal() == first
    wheatear.expire()
    assert program("wheatear").stored_login().token().reveal() != first
