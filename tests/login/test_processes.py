"""The command in several processes, and in one that a signal ends."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.login.processes import Running, environment
from tests.login.visits import Visit

Run = Callable[..., Running]


@pytest.fixture
def server(start: Any) -> Any:
    return start("warbler")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "private" / "tokens.json"


@pytest.fixture
def run(packages: Path, store: Path) -> Run:
    """Return what starts a command with the store, and with further variables."""
    variables = environment(packages, store)
    return lambda *words, **more: Running(packages, words, {**variables, **more})


@pytest.fixture
def login(run: Run, server: Any) -> Run:
    """Return what starts a login."""
    client = ("--server", server.domain, "--client-id", "PUBLIC", "--scheme", "http")
    return lambda *words, **more: run(
        "login", *client, "--scope", "read", "--timeout", "20", *words, **more
    )


def expire(store: Path) -> str:
    """Let the stored token be expired, and return its refresh token."""
    document = json.loads(store.read_text())
    [entry] = document["tokens"]
    entry.update(expires_at=1_000_100, expires_in=100, saved_at=1_000_000)
    entry["renewal"]["issued_at"] = 1_000_000
    store.write_text(json.dumps(document))
    refresh_token: str = entry["refresh_token"]
    return refresh_token


def logged_in(login: Run, server: Any, store: Path) -> str:
    """Log in, let the token be expired, and return its refresh token."""
    running = login()
    Visit(server, running.url()).approve()
    assert running.end() == 0, running.err
    server.reset()
    return expire(store)


@pytest.mark.parametrize(
    ("number", "code", "line"),
    [
        (signal.SIGINT, 130, "Error: stopped"),
        (signal.SIGTERM, 143, None),
        (signal.SIGHUP, 129, None),
    ],
)
@pytest.mark.parametrize("kind", ["code", "device"])
def test_signal_ends_a_login_at_once(
    login: Run,
    server: Any,
    store: Path,
    kind: str,
    number: int,
    code: int,
    line: str | None,
) -> None:
    running = login(*(["--device"] if kind == "device" else []))
    visit: Visit | None = None
    if kind == "code":
        visit = Visit(server, running.url())
    else:
        running.wait_for("(Waiting) until")
    began = time.monotonic()
    running.send(number)
    assert running.end() == code
    assert time.monotonic() - began < 10
    assert running.out == ""
    assert "Traceback" not in running.err
    last = running.err.splitlines()[-1]
    assert last == line if line else not last.startswith("Error")
    assert visit is None or visit.is_free()
    assert not store.exists()


def test_signal_while_a_code_is_exchanged_is_shown_on_the_page(
    login: Run, server: Any
) -> None:
    running = login()
    visit = Visit(server, running.url())
    server.fault(delay=1)
    redirect = visit.redirect()
    visit.send_and_leave_open(redirect)
    while server.requests["token"] == 0:
        time.sleep(0.01)
    running.send(signal.SIGTERM)
    assert running.end() == 143
    assert b"<h1>The login failed</h1>" in visit.rest()


def test_two_logins_at_once_store_both_tokens(
    login: Run, run: Run, server: Any, store: Path
) -> None:
    both = [login("--account", name) for name in ("one", "two")]
    visits = [Visit(server, one.url()) for one in both]
    assert visits[0].port != visits[1].port
    # The response to the other login does not end this one.
    redirects = [one.redirect() for one in visits]
    for one, redirect in zip(visits, reversed(redirects), strict=True):
        assert one.callback(**query_of(redirect)).status_code == 400
    for one, redirect in zip(visits, redirects, strict=True):
        assert one.get(redirect).status_code == 200
    assert [one.end() for one in both] == [0, 0]
    entries = json.loads(store.read_text())["tokens"]
    assert sorted(one["settings"]["account"] for one in entries) == ["one", "two"]
    token = run("token", "--account", "two")
    assert token.end() == 0
    [stored] = [one for one in entries if one["settings"]["account"] == "two"]
    assert token.out == f"{stored['access_token']}\n"


def query_of(url: str) -> dict[str, str]:
    return dict(httpx.URL(url).params)


def test_eight_processes_with_an_expired_token_cause_one_refresh(
    login: Run, run: Run, server: Any, store: Path
) -> None:
    logged_in(login, server, store)
    server.fault(delay=0.3)
    all_of_them = [run("token") for _ in range(8)]
    assert [one.end() for one in all_of_them] == [0] * 8, all_of_them[0].err
    [entry] = json.loads(store.read_text())["tokens"]
    assert {one.out for one in all_of_them} == {f"{entry['access_token']}\n"}
    assert {one.err for one in all_of_them} == {""}
    assert server.requests["token"] == 1
    assert server.reuses == 0


@pytest.mark.parametrize("is_processed", [False, True])
def test_kill_during_a_renewal_loses_only_what_the_server_has_replaced(
    login: Run, run: Run, server: Any, store: Path, is_processed: bool
) -> None:
    old = logged_in(login, server, store)
    server.fault(delay=0.4, **({} if is_processed else {"status": 503}))
    killed = run("token")
    while server.requests["token"] == 0:
        time.sleep(0.01)
    killed.send(signal.SIGKILL)
    assert killed.end() == -signal.SIGKILL
    assert killed.out == ""
    [entry] = json.loads(store.read_text())["tokens"]
    assert entry["refresh_token"] == old
    assert entry["refresh_sent_at"] is not None
    # Until the server has processed the request.
    time.sleep(0.5)
    again = run("token")
    code = again.end()
    if is_processed:
        assert (code, again.out) == (11, "")
        assert "to log in again: warbler-oauth login --again" in again.err
    else:
        [entry] = json.loads(store.read_text())["tokens"]
        assert (code, again.out) == (0, f"{entry['access_token']}\n"), again.err
        assert entry["refresh_sent_at"] is None
    assert server.reuses == is_processed


def test_login_waits_for_a_renewal_that_is_on_its_way(
    login: Run, run: Run, server: Any, store: Path
) -> None:
    logged_in(login, server, store)
    running = login()
    visit = Visit(server, running.url())
    redirect = visit.redirect()
    server.fault(delay=0.5)
    renewal = run("token")
    while server.requests["token"] == 0:
        time.sleep(0.01)
    assert visit.get(redirect).status_code == 200
    assert (running.end(), renewal.end()) == (0, 0)
    [entry] = json.loads(store.read_text())["tokens"]
    # The token of the login is the later one.
    assert renewal.out != f"{entry['access_token']}\n"
    token = run("token")
    assert token.end() == 0
    assert token.out == f"{entry['access_token']}\n"


def test_logout_waits_for_a_renewal_and_revokes_its_token(
    login: Run, run: Run, server: Any, store: Path
) -> None:
    logged_in(login, server, store)
    server.fault(delay=0.5)
    renewal = run("token")
    while server.requests["token"] == 0:
        time.sleep(0.01)
    logout = run("logout")
    assert (renewal.end(), logout.end()) == (0, 0), renewal.err
    assert json.loads(store.read_text())["tokens"] == []
    assert server.requests["revocation"] == 2
    headers = {"Authorization": f"Bearer {renewal.out.strip()}"}
    assert httpx.get(server.resource_url, headers=headers).status_code == 401
