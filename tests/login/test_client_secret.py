"""Secrets: where they come from, and that nothing but the request for a token shows them."""

from __future__ import annotations

import base64
import importlib
import json
import logging
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.login.processes import Running, environment
from tests.login.running import Command, Said
from tests.login.visits import Script, Visit, Visits

SECRET = "YOUR_CLIENT_SECRET"
LOGIN = ("login", "--client-id", "YOUR_CLIENT_ID", "--scope", "read")


class Wryneck:
    """The command of a provider that issues a client secret, and its mock server."""

    def __init__(
        self,
        server: Any,
        command: Command,
        follow: Callable[[str, Any, Script], Visits],
    ) -> None:
        self.server, self.command, self._follow = server, command, follow
        command.set("mock_server", server.url)
        self.pages: list[str] = []

    def login(self, *more: str) -> Said:
        visits = self._follow("wryneck", self.server, self._approve)
        said = self.command(*LOGIN, *more)
        if visits.opened:
            visits.last()
        return said

    def _approve(self, visit: Visit) -> None:
        # Not with httpx, which would log the redirect.
        visit.send_and_leave_open(visit.redirect())
        self.pages.append(visit.rest().decode())


@pytest.fixture
def wryneck(start: Any, command: Any, follow: Any) -> Wryneck:
    return Wryneck(start("wryneck"), command("wryneck"), follow)


@pytest.mark.parametrize("secret", [None, SECRET])
def test_login_that_sent_no_secret_says_so_if_the_client_is_wrong(
    start: Any, command: Any, browse: Any, secret: str | None
) -> None:
    server, warbler = start("warbler"), command("warbler")
    if secret:
        warbler.set("client_secret", secret)
    browse("warbler", server)
    server.fault("token", error="invalid_client")
    said = warbler(
        *("login", "--server", server.domain, "--scheme", "http"),
        *("--client-id", "YOUR_CLIENT_ID" if secret else "PUBLIC", "--scope", "read"),
    )
    line = "no client secret was sent; if the application has one, set WARBLER_OAUTH_CLIENT_SECRET"
    assert (said.code, line in said.err.splitlines()) == (1, secret is None)
    assert "[authorization_error]" in said.err


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with the secret that only its owner can read."""
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n")
    path.chmod(0o600)
    return path


# The sources of a secret


def test_file_is_recorded_with_its_whole_path_and_read_again(
    wryneck: Wryneck, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    said = wryneck.login("--client-secret-file", file.name)
    assert said.code == 0, said.err
    [entry] = wryneck.command.entries()
    assert entry["settings"]["client_secret_from"] == f"file:{file}"
    monkeypatch.chdir("/")
    wryneck.command.expire()
    assert wryneck.command("token").code == 0
    assert wryneck.server.requests["token"] == 2


def test_file_takes_precedence_over_the_environment(
    wryneck: Wryneck, file: Path
) -> None:
    wryneck.command.set("client_secret", "wrong")
    assert wryneck.login("--client-secret-file", str(file)).code == 0


def test_only_a_renewal_needs_the_secret(wryneck: Wryneck) -> None:
    wryneck.command.set("client_secret", SECRET)
    assert wryneck.login().code == 0
    wryneck.command.unset("client_secret")
    assert wryneck.command("token").code == 0
    wryneck.command.expire()
    said = wryneck.command("token")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[-1] == (
        "Error: the client secret is needed: set WRYNECK_OAUTH_CLIENT_SECRET, or use "
        "--client-secret-file with a file that only you can read"
    )
    status = wryneck.command("status", "--json")
    assert status.code == 11
    assert "\nnot renewed: the client secret is needed: " in status.err


@pytest.mark.parametrize(
    ("content", "mode", "reason"),
    [
        (SECRET, 0o622, "[store_insecure]"),
        ("x" * 70_000, 0o600, "[input_too_large]"),
        ("", 0o600, "is empty"),
        ("\n", 0o600, "is empty"),
    ],
)
def test_file_that_cannot_be_used_is_reported_without_its_content(
    wryneck: Wryneck, file: Path, content: str, mode: int, reason: str
) -> None:
    file.write_text(content)
    file.chmod(mode)
    said = wryneck.login("--client-secret-file", str(file))
    assert said.code in (1, 2)
    assert said.out == ""
    [line] = said.err.splitlines()[-1:]
    assert str(file) in line
    assert reason in line
    assert not (content.strip() and content in said.err)
    assert wryneck.pages == []


def test_missing_file_is_reported(wryneck: Wryneck, file: Path) -> None:
    file.unlink()
    said = wryneck.login("--client-secret-file", str(file))
    assert (said.code, said.out) == (1, "")
    assert str(file) in said.err
    assert "No such file or directory" in said.err


@pytest.mark.parametrize("value", ["a\nb", "\u00e9", "\x7f"])
def test_secret_with_other_characters_is_reported_by_its_variable(
    wryneck: Wryneck, value: str
) -> None:
    wryneck.command.set("client_secret", f"KEEP{value}")
    said = wryneck.login()
    assert (said.code, said.out) == (2, "")
    line = said.err.splitlines()[-1]
    assert line.startswith("Error: WRYNECK_OAUTH_CLIENT_SECRET ")
    assert "KEEP" not in said.err
    assert wryneck.pages == []


# A secret is never an argument


@pytest.mark.parametrize(
    "words",
    [
        ("--client-secret", SECRET),
        (f"--client-secret={SECRET}",),
        (SECRET,),
        ("--client-secre", SECRET),
    ],
)
@pytest.mark.parametrize("name", ["login", "token", "logout"])
def test_argument_with_a_secret_is_refused_and_not_repeated(
    wryneck: Wryneck, name: str, words: tuple[str, ...]
) -> None:
    said = wryneck.command(name, *words)
    assert (said.code, said.out) == (2, "")
    assert SECRET not in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("", "the name is empty; check that its variable is set"),
        ("/", "this is a folder: add the name of a file to it"),
    ],
)
@pytest.mark.parametrize("name", ["login", "token", "status"])
def test_path_of_no_file_does_not_mean_the_secret_of_the_environment(
    wryneck: Wryneck, name: str, path: str, problem: str
) -> None:
    wryneck.command.set("client_secret", SECRET)
    said = wryneck.command(name, "--client-id", "ID", "--client-secret-file", path)
    assert (said.code, said.out) == (2, "")
    [line] = said.err.splitlines()
    assert line.startswith("Error: Invalid value for '--client-secret-file'")
    assert line.endswith(f": {problem}")
    assert wryneck.pages == []


def test_help_says_where_to_put_a_secret(wryneck: Wryneck) -> None:
    said = wryneck.command("login", "--help")
    text = " ".join(said.out.split())
    assert "--client-secret-file FILE" in text
    assert "A file with the client secret." in text
    assert "WRYNECK_OAUTH_CLIENT_SECRET" in text
    assert "--client-secret " not in text


# Nothing shows a secret


def test_neither_logs_nor_messages_nor_the_store_have_secrets(
    wryneck: Wryneck,
    file: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    delivered = list[str]()
    client = importlib.import_module("wryneck_oauth.client").OAuthClient
    original = client.token_request

    def request(self: Any, code: Any) -> Any:
        made = original(self, code)
        delivered.append(made.body.decode())
        return made

    monkeypatch.setattr(client, "token_request", request)
    all_of_them = [wryneck.login("--client-secret-file", str(file))]
    [body] = delivered
    form = dict(parse_qsl(body))
    code, verifier = form["code"], form["code_verifier"]
    assert code and verifier
    [first] = wryneck.command.entries()
    stored = wryneck.command.store.read_text()
    wryneck.command.expire()
    all_of_them.append(wryneck.command("status"))
    wryneck.server.fault(error="invalid_client")
    wryneck.command.expire()
    all_of_them.append(wryneck.command("headers"))
    all_of_them.append(wryneck.command("logout"))
    assert [one.code for one in all_of_them] == [0, 0, 1, 0]
    basic = base64.b64encode(f"YOUR_CLIENT_ID:{SECRET}".encode()).decode()
    shown = "\n".join(
        [caplog.text, *wryneck.pages, *(one.err + one.out for one in all_of_them)]
    )
    secrets = [SECRET, basic, code, verifier]
    assert len(caplog.records) > 10
    for one in secrets:
        assert one not in stored
        assert one not in shown
    for name in ("access_token", "refresh_token"):
        assert first[name] not in shown
        assert first[name] in stored


def test_no_repr_shows_a_secret(wryneck: Wryneck) -> None:
    runtime = "wryneck_oauth._runtime.cli.exchange"
    application: Any = importlib.import_module(f"{runtime}.application")
    values: Any = importlib.import_module(f"{runtime}.values")
    client = application.ClientValues("ID", {"tenant": "t"}, {"client_secret": SECRET})
    given = values.Given(client, {}, "")
    attempt = application.Attempt(None, None, client, None, None)
    for one in (client, given, attempt, attempt.values):
        assert SECRET not in repr(one)
        assert SECRET not in str(one)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc")
def test_browser_inherits_no_secret_and_may_never_return(
    start: Any, packages: Path, tmp_path: Path
) -> None:
    server, store = start("warbler"), tmp_path / "private" / "tokens.json"
    browser, seen = tmp_path / "browser", tmp_path / "seen"
    # It writes its number, its arguments, and its environment, and then it waits.
    browser.write_text(
        "#!/bin/sh\n"
        f'{{ echo $$; printf "%s\\n" "$*"; env; }} > {seen}.new; mv {seen}.new {seen}\n'
        "exec sleep 60\n"
    )
    browser.chmod(0o700)
    variables = {
        **environment(packages, store),
        "BROWSER": str(browser),
        "TERM": "xterm",
        "OTHER": "kept",
        "WARBLER_OAUTH_CLIENT_SECRET": SECRET,
    }
    words = ("--server", server.domain, "--client-id", "YOUR_CLIENT_ID")
    running = Running(
        packages, ("login", *words, "--scheme", "http", "--scope", "read"), variables
    )
    url = running.url()
    line = Path(f"/proc/{running.pid}/cmdline").read_bytes()
    assert SECRET.encode() not in line
    end = time.monotonic() + 20
    while not seen.exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    number, arguments, *lines = seen.read_text().splitlines()
    try:
        assert arguments == url
        assert "OTHER=kept" in lines
        assert SECRET not in seen.read_text()
        assert not [one for one in lines if one.startswith(("WARBLER_OAUTH", "TERM="))]
        Visit(server, url).approve()
        assert running.end() == 0, running.err
    finally:
        os.kill(int(number), signal.SIGKILL)
    [entry] = json.loads(store.read_text())["tokens"]
    assert entry["settings"]["client_secret_from"] == "environment"
