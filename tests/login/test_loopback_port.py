"""The port of a redirect URI, a machine without a browser, and the settings of its network."""

from __future__ import annotations

import importlib
import socket
import time
from typing import Any

import pytest

from tests.login.logins import Login, approve, title
from tests.login.visits import Visit, has_ipv6, taken

# The port


def test_redirect_uri_has_the_literal_address_and_the_port_that_is_bound(
    login: Login,
) -> None:
    reached = list[bool]()

    def script(visit: Visit) -> None:
        # The other addresses of this machine are those of its network.
        try:
            socket.create_connection(("127.0.0.2", visit.port), 2).close()
            reached.append(True)
        except OSError:
            reached.append(False)
        visit.approve()

    said, visit = login(script)
    assert said.code == 0, said.err
    assert visit.redirect_uri == f"http://127.0.0.1:{visit.port}/callback"
    assert f"Waiting at {visit.redirect_uri}." in said.err
    assert reached == [False]
    assert visit.is_free()


def test_fixed_port_that_is_in_use_is_reported_before_the_browser_opens(
    login: Login,
) -> None:
    with taken(0) as port:
        visits = login.follow("warbler", login.server, approve)
        uri = f"http://127.0.0.1:{port}/callback"
        said = login.command(*login.words, "--redirect-uri", uri)
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"Error: port {port} of the redirect URI is in use: end the program that uses it, "
        "or choose another --redirect-uri that is registered with the provider\n"
    )
    assert visits.opened == []


def test_fixed_port_can_be_used_again_at_once(login: Login) -> None:
    with taken(0) as port:
        pass
    uri = f"http://127.0.0.1:{port}/callback"
    for _ in range(2):
        said, visit = login(approve, "--redirect-uri", uri)
        assert said.code == 0, said.err
        assert visit.redirect_uri == uri


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")


@needs_ipv6
@pytest.mark.parametrize("host", ["[::1]", "localhost"])
def test_redirect_arrives_over_ipv6(login: Login, host: str) -> None:
    def script(visit: Visit) -> None:
        visit.get(
            visit.redirect().replace("localhost", "[::1]"), Host=f"{host}:{visit.port}"
        )

    said, visit = login(script, "--redirect-uri", f"http://{host}/callback")
    assert said.code == 0, said.err
    assert visit.redirect_uri == f"http://{host}:{visit.port}/callback"


@needs_ipv6
def test_other_program_at_one_address_of_localhost_does_not_get_the_code(
    login: Login,
) -> None:
    with taken(0, "::1") as port:
        visits = login.follow("warbler", login.server, approve)
        uri = f"http://localhost:{port}/callback"
        said = login.command(*login.words, "--redirect-uri", uri)
    assert said.code == 1
    assert f"port {port} of the redirect URI is in use" in said.err
    assert visits.opened == []


@needs_ipv6
def test_free_port_is_free_at_every_address_of_localhost(
    login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first free port of IPv4 is one that another program uses over IPv6."""
    module = "warbler_oauth._runtime.cli.exchange.loopback_port"
    loopback: Any = importlib.import_module(module)
    with taken(0, "::1") as port:
        asked = list[int]()

        first = loopback.Server

        def listen(address: tuple[str, int], handler: Any) -> Any:
            asked.append(address[1])
            chosen = port if len(asked) == 1 else address[1]
            return first((address[0], chosen), handler)

        monkeypatch.setattr(loopback, "Server", listen)
        said, visit = login(approve, "--redirect-uri", "http://localhost/callback")
    assert said.code == 0, said.err
    assert asked == [0, 0]
    assert visit.port != port


@pytest.mark.parametrize(
    "uri", ["http://127.0.0.1:99999/callback", "http://127.0.0.1:/callback"]
)
def test_port_that_does_not_exist_is_incorrect_usage(login: Login, uri: str) -> None:
    said = login.command(*login.words, "--redirect-uri", uri)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Error: --redirect-uri ")


@pytest.mark.parametrize("option", [None, "--no-browser"])
def test_without_a_browser_the_url_is_on_a_line_and_the_login_waits(
    login: Login, monkeypatch: pytest.MonkeyPatch, option: str | None
) -> None:
    flow = importlib.import_module("warbler_oauth._runtime.cli.exchange.code_login")
    visits = login.follow("warbler", login.server, approve)
    monkeypatch.setattr(flow, "has_browser", lambda: option is not None)
    shown = flow.print_notes

    def print_notes(*lines: str) -> None:
        shown(*lines)
        if lines[0].startswith("Open this URL"):
            visits.open(lines[1].removeprefix("  "))

    monkeypatch.setattr(flow, "print_notes", print_notes)
    said = login.command(*login.words, *([option] if option else []))
    assert len(visits.opened) == 1
    assert said.code == 0, said.err
    first, url, *others = said.err.splitlines()
    assert first == "Open this URL, log in, and approve:"
    assert url == f"  {visits.last().url}"
    assert others[:2] == [
        f"Waiting at {visits.last().redirect_uri}.",
        (
            "If the browser is on another machine, log in with --device, or stop this "
            "command, run it in another terminal, and paste the URL there."
        ),
    ]


# A proxy


def test_proxy_gets_the_request_for_a_token_but_not_the_redirect(
    login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taken(0) as port:
        pass
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    said, visit = login(approve)
    [page] = visit.pages
    assert (said.code, said.out) == (1, "")
    assert "[endpoint_unreachable]" in said.err
    assert said.err.splitlines()[-1] == login.restart()
    assert title(page) == "The login failed"
    assert login.server.requests["token"] == 0


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("HTTPS_PROXY", "ftp://u:SECRET@127.0.0.1:1", "a proxy from the environment"),
        ("ALL_PROXY", "socks5://u:SECRET@127.0.0.1:1", "a proxy from the environment"),
        ("HTTPS_PROXY", "http://u:SECRET", "a proxy from the environment"),
        ("SSL_CERT_FILE", "/nowhere/SECRET", "the certificates cannot be read"),
    ],
)
def test_network_settings_that_cannot_be_used_are_reported_before_the_browser_opens(
    login: Login, monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    visits = login.follow("warbler", login.server, approve)
    said = login.command(*login.words)
    assert (said.code, said.out) == (2, "")
    [line] = said.err.splitlines()
    assert line.startswith(f"Error: {reason}")
    assert line.endswith(" [environment_unusable]")
    assert name in line
    assert "SECRET" not in line
    assert visits.opened == []


def test_no_redirect_reports_a_timeout_and_frees_the_port(login: Login) -> None:
    def script(visit: Visit) -> None:
        visit.callback(code="c", state="other")

    began = time.monotonic()
    said, visit = login(script, "--timeout", "1")
    assert 0.9 < time.monotonic() - began < 9
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[-3:] == [
        "Error: no response within 1 s",
        login.restart("--timeout", "1"),
        (
            "requests that were not the response to this login: 1; another login may be "
            "open in the browser"
        ),
    ]
    assert visit.is_free()
