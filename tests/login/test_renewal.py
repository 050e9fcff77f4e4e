"""`token` renews what a login stored: what fails is reported, and a refresh token is never lost silently."""

from __future__ import annotations

import errno
import importlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.login.running import Command

RUNTIME = "warbler_oauth._runtime"


class LoggedIn:
    """A login of warbler whose access token has expired."""

    def __init__(self, server: Any, command: Command) -> None:
        self.server, self.command = server, command
        said = command(*self.words)
        assert said.code == 0, said.err
        command.expire()
        server.reset()

    @property
    def words(self) -> tuple[str, ...]:
        client = ("--server", self.server.domain, "--client-id", "PUBLIC")
        return ("login", *client, "--scope", "read", "--scheme", "http")

    @property
    def refreshes(self) -> int:
        count: int = self.server.requests["token"]
        return count

    def entry(self) -> dict[str, Any]:
        [entry] = self.command.entries()
        return entry


@pytest.fixture
def warbler(start: Any, command: Any, browse: Any) -> LoggedIn:
    server = start("warbler")
    browse("warbler", server)
    return LoggedIn(server, command("warbler"))


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch, packages: None) -> Callable[..., None]:
    """Return what lets the n-th write of a store fail, and all after it."""

    def made(after: int, number: int = errno.ENOSPC) -> None:
        folder: Any = importlib.import_module(f"{RUNTIME}.store.private_files")
        replace, count = folder.PrivateFolder.replace, [0]

        def replaced(self: Any, name: str, data: memoryview) -> None:
            count[0] += 1
            if count[0] > after:
                raise OSError(number, os.strerror(number))
            replace(self, name, data)

        monkeypatch.setattr(folder.PrivateFolder, "replace", replaced)

    return made


NO_SPACE = os.strerror(errno.ENOSPC)


def test_nothing_is_sent_if_the_disk_is_full(
    warbler: LoggedIn, fail: Callable[..., None]
) -> None:
    before = warbler.command.store.read_bytes()
    fail(0)
    said = warbler.command("token")
    assert (said.code, said.out) == (1, "")
    error, step = said.err.splitlines()
    assert error.startswith("Error: ")
    assert NO_SPACE in error
    assert error.endswith("[store_unavailable]")
    assert step == "the login is still stored: try again later"
    assert warbler.refreshes == 0
    assert warbler.command.store.read_bytes() == before


def test_new_token_that_cannot_be_stored_is_printed_with_a_warning(
    warbler: LoggedIn, fail: Callable[..., None]
) -> None:
    old = warbler.entry()
    # The mark is written, and the new token is not.
    fail(1)
    said = warbler.command("token")
    assert said.code == 0, said.err
    token = said.out.removesuffix("\n")
    assert token and token != old["access_token"]
    warning, step = said.err.splitlines()
    assert warning.startswith("Warning: ")
    assert NO_SPACE in warning
    assert warning.endswith("[store_unavailable]")
    assert step == (
        "the new token is not stored, and the stored refresh token may no longer work; "
        f"to log in again: warbler-oauth login --again --store {warbler.command.store}"
    )
    assert token not in said.err
    after = warbler.entry()
    assert after["refresh_token"] == old["refresh_token"]
    assert after["refresh_sent_at"] is not None
    assert warbler.refreshes == 1


def test_login_says_before_it_begins_that_the_store_is_read_only(
    warbler: LoggedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, folder = os.open, str(warbler.command.store.parent)

    def read_only(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        inside = more.get("dir_fd") is not None or str(path).startswith(folder)
        if inside and flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", read_only)
    before = warbler.server.requests["authorization"]
    said = warbler.command(*warbler.words)
    assert (said.code, said.out) == (1, "")
    [line] = said.err.splitlines()
    assert os.strerror(errno.EROFS) in line
    assert line.endswith("[store_unavailable]")
    assert warbler.server.requests["authorization"] == before
    # A token that has to be renewed cannot be used, and nothing is sent for it.
    said = warbler.command("token")
    assert (said.code, said.out) == (1, "")
    assert os.strerror(errno.EROFS) in said.err
    assert warbler.refreshes == 0


def test_login_says_before_it_begins_that_the_disk_is_full(
    warbler: LoggedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = list[int]()

    def write(_: int, data: bytes) -> int:
        # A part fits.
        written.append(len(data))
        if len(written) > 1:
            raise OSError(errno.ENOSPC, NO_SPACE)
        return 1_000

    before = warbler.server.requests["authorization"]
    monkeypatch.setattr(os, "write", write)
    said = warbler.command(*warbler.words)
    monkeypatch.undo()
    assert (said.code, said.out) == (1, "")
    [line] = said.err.splitlines()
    assert NO_SPACE in line
    assert written == [65_536, 64_536]
    assert warbler.server.requests["authorization"] == before
    assert list(warbler.command.store.parent.glob(".*.new")) == []


def test_login_that_cannot_be_stored_says_so_on_the_page_too(
    warbler: LoggedIn, fail: Callable[..., None], browse: Any
) -> None:
    browser = browse("warbler", warbler.server)
    fail(0)
    said = warbler.command(*warbler.words)
    assert (said.code, said.out) == (1, "")
    assert NO_SPACE in said.err
    assert "nothing was stored; to start again: " in said.err
    assert "<h1>The login failed</h1>" in browser.last_page().text


@pytest.mark.parametrize("name", ["token", "headers", "status", "logout"])
def test_damaged_store_is_reported_and_not_changed(
    warbler: LoggedIn, name: str
) -> None:
    store = warbler.command.store
    store.write_bytes(store.read_bytes()[:-40])
    before = store.read_bytes()
    said = warbler.command(name)
    assert (said.code, said.out) == (1, "")
    assert "[store_corrupt]" in said.err
    assert store.read_bytes() == before


def test_login_keeps_a_damaged_store_aside(warbler: LoggedIn) -> None:
    store = warbler.command.store
    store.write_bytes(store.read_bytes()[:-40])
    before = store.read_bytes()
    said = warbler.command(*warbler.words)
    assert said.code == 0, said.err
    assert "was renamed to warbler.json.corrupt-" in said.err
    [aside] = store.parent.glob("warbler.json.corrupt-*")
    assert aside.read_bytes() == before
    assert len(warbler.command.entries()) == 1


def test_entry_that_a_renewal_cannot_read_is_reported(warbler: LoggedIn) -> None:
    document = json.loads(warbler.command.store.read_text())
    document["tokens"][0]["renewal"] = "damaged"
    warbler.command.store.write_text(json.dumps(document))
    said = warbler.command("token")
    assert (said.code, said.out) == (1, "")
    assert "[record_damaged]" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503, "times": 9},
        {"status": 502, "body": "<h1>Bad", "content_type": "text/html", "times": 9},
        {"drop": "before", "times": 9},
        {"status": 429, "retry_after": "600"},
        {"error": "invalid_client"},
        {"status": 401, "body": ""},
        {"status": 403, "body": "<h1>Firewall", "content_type": "text/html"},
    ],
)
def test_renewal_that_fails_keeps_the_login(
    warbler: LoggedIn, fault: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery: Any = importlib.import_module(f"{RUNTIME}.exchange.delivery")
    monkeypatch.setattr(delivery.time, "sleep", list[float]().append)
    old = warbler.entry()
    warbler.server.fault(**fault)
    said = warbler.command("token")
    assert (said.code, said.out) == (1, "")
    error, step = said.err.splitlines()
    assert error.startswith("Error: ")
    assert step == "the login is still stored: try again later"
    assert warbler.entry()["refresh_token"] == old["refresh_token"]
    warbler.server.reset()
    # The next call tries again.
    again = warbler.command("token")
    assert again.code == 0, again.err
    assert warbler.server.reuses == 0


def test_forbidden_page_with_invalid_grant_needs_a_login(warbler: LoggedIn) -> None:
    warbler.server.fault(status=403, error="invalid_grant")
    said = warbler.command("token")
    assert (said.code, said.out) == (11, "")
    assert warbler.command("token").code == 11
    assert warbler.refreshes == 1


def test_lost_response_of_a_rotating_server_needs_a_login(warbler: LoggedIn) -> None:
    warbler.server.fault(drop="after")
    first = warbler.command("token")
    assert first.code == 1
    assert "[response_lost]" in first.err
    second = warbler.command("token")
    assert second.code == 11
    assert "[login_required]" in second.err
    assert "to log in again: warbler-oauth login --again" in second.err
    sent = warbler.refreshes
    assert warbler.command("token").code == 11
    assert warbler.refreshes == sent == 2
    assert warbler.command("login", "--again").code == 0
    assert warbler.command("token").code == 0


def test_refresh_whose_result_is_unknown_is_repeated_once(warbler: LoggedIn) -> None:
    """A server that sees a refresh token again and again can take it for a theft."""
    warbler.server.fault(drop="before", times=9)
    for count in (1, 2):
        said = warbler.command("token")
        assert (said.code, warbler.refreshes) == (1, count)
        assert "[response_lost]" in said.err
    said = warbler.command("token")
    assert (said.code, warbler.refreshes) == (11, 2)
    assert "[login_required]" in said.err


def test_token_that_expires_soon_is_used_while_the_server_is_down(
    warbler: LoggedIn,
) -> None:
    """In the leeway of a renewal, the old token still works."""
    now = int(time.time())
    warbler.command.change(expires_at=now + 30, expires_in=3_600, saved_at=now)
    warbler.command.change_renewal(issued_at=float(now - 3_570))
    old = warbler.entry()["access_token"]
    warbler.server.fault(status=500, times=9)
    said = warbler.command("token")
    assert (said.code, said.out) == (0, f"{old}\n"), said.err
    assert warbler.refreshes == 1


def test_status_reports_why_a_token_is_not_renewed(warbler: LoggedIn) -> None:
    warbler.server.fault(status=500)
    said = warbler.command("status", "--json")
    assert said.code == 11
    assert said.err.splitlines()[0].startswith("not renewed: the endpoint responded ")
    assert said.json["status"] == "expired"
    assert said.json["renews"] is True
    assert said.json["login_required"] is False
    # The login still works.
    warbler.server.fault(status=500)
    assert "to get a new token" not in warbler.command("status").err


def test_parts_of_an_entry_that_a_renewal_does_not_know_stay(warbler: LoggedIn) -> None:
    warbler.command.change(issuer="https://issuer.example", later={"a": [1]})
    before = warbler.entry()
    assert warbler.command("token").code == 0
    after = warbler.entry()
    assert after["access_token"] != before["access_token"]
    for name in ("issuer", "later", "asked", "settings", "client_id", "domain"):
        assert after[name] == before[name], name


def test_renewal_changes_only_its_own_entry(warbler: LoggedIn) -> None:
    said = warbler.command(*warbler.words, "--account", "other")
    assert said.code == 0, said.err
    [first, other] = warbler.command.entries()
    warbler.server.fault(body=json.dumps(GRANTED_LESS))
    began = int(time.time())
    said = warbler.command("token", "--account", "")
    assert (said.code, said.out) == (0, "access\n"), said.err
    [after, unchanged] = warbler.command.entries()
    assert unchanged == other
    assert (after["refresh_token"], after["scopes"]) == ("refresh", ["write"])
    assert (after["missing"], after["extra"]) == (["read"], ["write"])
    assert first["saved_at"] == 1_000_000
    assert began <= after["saved_at"] <= time.time()


GRANTED_LESS = {
    "access_token": "access",
    "token_type": "Bearer",
    "expires_in": 60,
    "refresh_token": "refresh",
    "scope": "write",
}


def test_lock_of_another_renewal_is_reported_as_busy(warbler: LoggedIn) -> None:
    package: Any = importlib.import_module("warbler_oauth")
    files: Any = importlib.import_module(f"{RUNTIME}.store.file_store")
    logins: Any = importlib.import_module(f"{RUNTIME}.store.login_store")
    store = files.FileStore(warbler.command.store, package.AccessToken)
    [entry] = store.entries()
    key = logins.login_key(entry)
    one, other = logins.LoginStore(store), logins.LoginStore(store)
    with (
        one.locked(key, 0),
        pytest.raises(package.OAuthError) as error,
        other.locked(key, 0),
    ):
        pytest.fail("two have the lock")
    assert error.value.code == "store_busy"
    # An error in the block is passed on as it is.
    with pytest.raises(package.OAuthError) as again, other.locked(key, 0):
        raise error.value
    assert again.value is error.value
    with one.locked(key, 0):
        pass


def test_store_has_neither_a_code_nor_a_verifier(warbler: LoggedIn) -> None:
    assert set(warbler.entry()) == {
        *("access_token", "asked", "client_id", "domain", "expires_at", "expires_in"),
        *("extra", "issuer", "missing", "refresh_sent_at", "renewal"),
        *("refresh_token", "saved_at", "scheme", "scopes", "settings"),
        "state_verified",
    }
    assert set(warbler.entry()["renewal"]) == {
        *("version", "server", "issued_at", "resent", "dead", "members"),
    }
    mode = Path(warbler.command.store).stat().st_mode & 0o777
    assert mode == 0o600


def test_status_of_a_login_whose_grant_ended_says_so_at_once(warbler: LoggedIn) -> None:
    warbler.server.revoke()
    said = warbler.command("status", "--json")
    assert said.code == 11
    assert (said.json["renews"], said.json["login_required"]) == (False, True)
    text = warbler.command("status").out.splitlines()
    assert (
        "renewal: the server rejected the refresh token, so a new login is required"
        in text
    )
    assert warbler.refreshes == 1


def test_login_that_renews_by_itself_is_valid_for_as_long_as_needed(
    warbler: LoggedIn,
) -> None:
    status = ("status", "--valid-for", "2h", "--json")
    said = warbler.command(*status)
    # Tokens last an hour.
    assert (said.code, said.json["status"]) == (0, "valid"), said.err
    assert said.json["renews"] is True
    text = warbler.command("status").out.splitlines()
    assert "renewal: the token is renewed automatically" in text
    warbler.command.change(refresh_token=None)
    said = warbler.command(*status)
    assert (said.code, said.json["status"]) == (14, "never-lasts")
    assert said.json["renews"] is False
    text = warbler.command("status").out.splitlines()
    sentence = "the token cannot be renewed, because the server issued no refresh token"
    assert f"renewal: {sentence}" in text


def test_expired_token_without_a_refresh_token_needs_a_login(warbler: LoggedIn) -> None:
    warbler.command.change(refresh_token=None)
    said = warbler.command("token")
    assert (said.code, said.out) == (11, "")
    assert "expired at 1970-01-12 13:48:20 UTC: run warbler-oauth login --again" in (
        said.err
    )
    assert warbler.refreshes == 0


def test_secret_that_the_login_did_not_have_is_not_used(warbler: LoggedIn) -> None:
    """The variable can be for another login of this provider."""
    sent = list[str]()
    client: Any = importlib.import_module("warbler_oauth.client").OAuthClient
    original = client.refresh_request

    def request(self: Any, token: Any) -> Any:
        made = original(self, token)
        sent.append(made.body.decode())
        return made

    warbler.command.set("client_secret", "of-another-login")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "refresh_request", request)
        said = warbler.command("token")
    assert said.code == 0, said.err
    [body] = sent
    assert "client_secret" not in body
    assert warbler.entry()["settings"] == {"grant": "authorization_code"}
