"""A login at a terminal: the redirect can be pasted while the port waits for it, and is never shown."""

from __future__ import annotations

import json
import os
import signal
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.binding.terminals import Terminal
from tests.forks import Order
from tests.login.processes import MODULE, begin, environment
from tests.login.visits import Visit


class Prompt:
    """A login of warbler that asks for the redirect."""

    def __init__(self, terminal: Terminal, server: Any) -> None:
        self.terminal = terminal
        self.before = termios.tcgetattr(terminal.slave)
        terminal.wait_for_prompt()
        # A terminal breaks no lines, and shows them with CR LF.
        [url] = [
            one.strip() for one in terminal.shown.splitlines() if one.startswith("  h")
        ]
        self.visit = Visit(server, url)
        self.redirect = self.visit.redirect()
        self.code = self.redirect.partition("code=")[2].partition("&")[0]

    def paste(self, text: str) -> None:
        self.terminal.paste(text)
        self.terminal.type("\r")

    def end(self, code: int) -> list[str]:
        """Check the end of the command, and return the lines that it showed."""
        terminal = self.terminal
        assert terminal.end() == code, terminal.shown
        assert termios.tcgetattr(terminal.slave) == self.before
        assert terminal.unread() == b""
        assert self.code not in terminal.shown
        assert "Traceback" not in terminal.shown
        assert self.visit.is_free()
        return terminal.shown.splitlines()


def started(packages: Path, order: Order) -> Terminal:
    """Return a terminal with the process of an order."""

    return Terminal(
        packages,
        start=lambda stdin, stdout, stderr: begin(
            packages, order, stdin, stdout, stderr
        ),
    )


@pytest.fixture
def server(start: Any) -> Any:
    return start("warbler")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "private" / "tokens.json"


@pytest.fixture
def terminal(
    packages: Path, store: Path, server: Any
) -> Iterator[Callable[..., Terminal]]:
    """Return what starts a login with further words and variables at a terminal."""
    with ExitStack() as stack:

        def made(*words: str, **more: str) -> Terminal:
            client = ("--server", server.domain, "--client-id", "PUBLIC")
            login = ("login", *client, "--scheme", "http", "--scope", "read", *words)
            variables = {"TERM": "xterm", "COLUMNS": "200"}
            variables |= {**environment(packages, store), **more}
            order = Order(MODULE, login, packages, variables)
            return stack.enter_context(started(packages, order))

        yield made


@pytest.fixture
def prompt(terminal: Callable[..., Terminal], server: Any) -> Prompt:
    return Prompt(terminal(), server)


def stored(store: Path) -> list[Any]:
    entries: list[Any] = json.loads(store.read_text())["tokens"]
    return entries


def test_redirect_ends_the_prompt(prompt: Prompt, store: Path) -> None:
    # What was typed so far is dropped, and does not reach the shell.
    prompt.terminal.type("typed but not entered")
    prompt.terminal.wait_for("21 characters")
    page = prompt.visit.get(prompt.redirect)
    lines = prompt.end(0)
    assert "<h1>You are logged in</h1>" in page.text
    [entry] = stored(store)
    assert entry["access_token"] not in prompt.terminal.shown
    assert lines[2:4] == [
        f"Waiting at {prompt.visit.redirect_uri}.",
        (
            "If the browser is on another machine, log in with --device, or paste the "
            "URL that the browser shows after the login, and press Enter (it is not shown):"
        ),
    ]
    assert "granted: read" in lines


@pytest.mark.parametrize("form", ["{}", "?{query}", "{query}", '  "{}"\r\n', "<{}>"])
def test_redirect_can_be_pasted_in_several_forms(
    prompt: Prompt, store: Path, form: str
) -> None:
    query = prompt.redirect.partition("?")[2]
    prompt.paste(form.format(prompt.redirect, query=query))
    prompt.end(0)
    assert len(stored(store)) == 1


def test_other_login_and_rubbish_are_asked_for_again(
    prompt: Prompt, store: Path
) -> None:
    other = prompt.redirect.replace(prompt.visit.state, "other")
    without = prompt.redirect.replace(f"state={prompt.visit.state}", "")
    for number, (text, code) in enumerate(
        [
            (other, "state_mismatch"),
            (without, "state_missing"),
            ("rubbish", "missing_code"),
            ("", "empty_input"),
        ],
        2,
    ):
        prompt.paste(text)
        prompt.terminal.wait_for(f"[{code}]")
        prompt.terminal.wait_for_prompt(number)
    # The redirect also ends a later prompt.
    prompt.visit.get(prompt.redirect)
    prompt.end(0)
    assert len(stored(store)) == 1


def test_attempts_are_limited(prompt: Prompt, store: Path) -> None:
    for number in range(1, 6):
        prompt.terminal.wait_for_prompt(number)
        prompt.paste("rubbish")
    lines = prompt.end(1)
    assert lines[-2].startswith("Error: ")
    assert lines[-2].endswith("[missing_code]")
    assert lines[-1].startswith("nothing was stored; to start again: warbler-oauth ")
    assert prompt.terminal.shown.count("[missing_code]") == 5
    assert not store.exists()


def test_pasted_denial_is_final(prompt: Prompt) -> None:
    prompt.paste(f"?error=access_denied&state={prompt.visit.state}")
    lines = prompt.end(1)
    assert lines[-2].endswith("[authorization_error]")
    assert lines[-1].startswith("nothing was stored; to start again: warbler-oauth ")


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_key_that_ends_the_login_frees_the_port(
    prompt: Prompt, store: Path, key: str
) -> None:
    prompt.terminal.type(key)
    assert prompt.end(130)[-1] == "Error: stopped"
    assert not store.exists()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_signal_restores_the_terminal(prompt: Prompt, number: int, code: int) -> None:
    prompt.terminal.type("half of a paste")
    prompt.terminal.send(number)
    prompt.end(code)


def test_timeout_ends_the_prompt(
    terminal: Callable[..., Terminal], server: Any
) -> None:
    began = time.monotonic()
    prompt = Prompt(terminal("--timeout", "1"), server)
    lines = prompt.end(1)
    assert time.monotonic() - began < 15
    assert lines[-2] == "Error: no response within 1 s"
    assert lines[-1].startswith("nothing was stored; to start again: warbler-oauth ")


def test_terminal_that_would_show_a_paste_still_waits_for_the_redirect(
    terminal: Callable[..., Terminal], server: Any, store: Path
) -> None:
    login = terminal(TERM="dumb")
    login.wait_for(
        "stop this command, run it in another terminal, and paste the URL there."
    )
    assert "(it is not shown)" not in login.shown
    [url] = [one.strip() for one in login.shown.splitlines() if one.startswith("  h")]
    Visit(server, url).approve()
    assert login.end() == 0, login.shown
    assert len(stored(store)) == 1


def test_redirect_to_another_machine_can_only_be_pasted(
    terminal: Callable[..., Terminal], server: Any, store: Path
) -> None:
    uri = "https://app.example.com/callback"
    login = terminal("--redirect-uri", uri)
    login.wait_for_prompt()
    assert "Waiting at" not in login.shown
    [url] = [one.strip() for one in login.shown.splitlines() if one.startswith("  h")]
    redirect = server.user("demo", "demo").approve(url)
    assert redirect.startswith(f"{uri}?")
    login.paste(redirect)
    login.type("\r")
    assert login.end() == 0, login.shown
    [entry] = stored(store)
    assert entry["settings"] == {"grant": "authorization_code", "redirect_uri": uri}


# The prompt for a client secret


@pytest.fixture
def secret_prompt(
    packages: Path, start: Any, tmp_path: Path
) -> Iterator[tuple[Terminal, Any]]:
    """Yield a login that asks for the client secret, and its mock server."""
    server = start("wryneck")
    variables = {
        **environment(packages, tmp_path / "unused" / "tokens.json"),
        "TERM": "xterm",
        "WRYNECK_OAUTH_STORE": str(tmp_path / "private" / "tokens.json"),
        "WRYNECK_OAUTH_MOCK_SERVER": server.url,
    }
    words = ("login", "--client-id", "YOUR_CLIENT_ID", "--scope", "read")
    order = Order("wryneck_oauth.command", words, packages, variables)
    with started(packages, order) as terminal:
        yield terminal, server


def test_client_secret_is_typed_unseen_and_not_stored(
    secret_prompt: tuple[Terminal, Any], tmp_path: Path
) -> None:
    terminal, server = secret_prompt
    terminal.wait_for("The client secret: ")
    assert not termios.tcgetattr(terminal.slave)[3] & termios.ECHO
    terminal.type("YOUR_CLIENT_SECRET\n")
    terminal.wait_for_prompt()
    [url] = [
        one.strip() for one in terminal.shown.splitlines() if one.startswith("  h")
    ]
    Visit(server, url).approve()
    assert terminal.end() == 0, terminal.shown
    assert "YOUR_CLIENT_SECRET" not in terminal.shown
    text = (tmp_path / "private" / "tokens.json").read_text()
    [entry] = json.loads(text)["tokens"]
    assert entry["settings"]["client_secret_from"] == "prompt"
    assert "YOUR_CLIENT_SECRET" not in text


@pytest.mark.parametrize("key", ["\x04", "\x03"])
def test_prompt_for_a_client_secret_can_be_left(
    secret_prompt: tuple[Terminal, Any], key: str
) -> None:
    terminal, _ = secret_prompt
    terminal.wait_for("The client secret: ")
    if key == "\x03":
        terminal.send(signal.SIGINT)
    else:
        terminal.type(key)
    assert terminal.end() == 130
    assert terminal.shown.splitlines()[-1] == "Error: stopped"
    assert "Traceback" not in terminal.shown
    assert termios.tcgetattr(terminal.slave)[3] & termios.ECHO
    assert os.isatty(terminal.slave)
