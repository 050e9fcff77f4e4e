"""The port at which a login waits: only the response to this login ends it, whatever else arrives."""

from __future__ import annotations

import importlib
import socket
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.login.logins import Follow, Login, Make, Start, title
from tests.login.visits import Visit

# Requests that are not the response


@pytest.mark.parametrize(
    "query",
    [
        {"code": "c", "state": "other"},
        {"code": "c"},
        {"error": "access_denied", "state": "other"},
        {"error": "access_denied"},
        {"error": "access_denied", "iss": "https://evil.example"},
        {"state": "other"},
        {},
    ],
)
def test_request_without_the_state_of_the_login_does_not_end_it(
    login: Login, query: dict[str, str]
) -> None:
    def script(visit: Visit) -> None:
        visit.callback(**query)
        visit.approve()

    said, visit = login(script)
    assert said.code == 0, said.err
    first, last = visit.pages
    assert (first.status_code, title(first)) == (400, "Not the response to this login")
    assert (last.status_code, title(last)) == (200, "You are logged in")
    # What a request contains is never part of a page.
    assert "other" not in first.text and "evil" not in first.text


def test_requests_of_a_browser_for_other_pages_are_not_found(login: Login) -> None:
    def script(visit: Visit) -> None:
        origin = f"http://127.0.0.1:{visit.port}"
        redirect = visit.redirect()
        query = redirect.partition("?")[2]
        for path in ("/favicon.ico", "/", f"/callback/?{query}", f"/Callback?{query}"):
            visit.get(origin + path)
        visit.get(redirect)

    said, visit = login(script)
    assert said.code == 0, said.err
    assert [one.status_code for one in visit.pages] == [404, 404, 404, 404, 200]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:{port}", "127.0.0.1:1", ""]
)
def test_request_to_another_host_name_is_refused(login: Login, host: str) -> None:
    """A page of another name, whose address is changed to this machine, sends its name (DNS rebinding)."""

    def script(visit: Visit) -> None:
        redirect = visit.redirect()
        visit.get(redirect, Host=host.format(port=visit.port))
        visit.get(redirect)

    said, visit = login(script)
    assert said.code == 0, said.err
    assert [one.status_code for one in visit.pages] == [400, 200]


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "PUT", "TRACE"])
def test_other_methods_do_not_end_the_login(login: Login, method: str) -> None:
    def script(visit: Visit) -> None:
        redirect = visit.redirect()
        visit.pages.append(httpx.request(method, redirect, trust_env=False))
        visit.get(redirect)

    said, visit = login(script)
    assert said.code == 0, said.err
    first, last = visit.pages
    assert (first.status_code, last.status_code) == (405, 200)
    assert first.headers["allow"] == "GET"
    assert (first.text == "") == (method == "HEAD")


def test_response_to_head_has_no_body(login: Login) -> None:
    answers = list[bytes]()

    def script(visit: Visit) -> None:
        answers.append(visit.send(b"HEAD /callback HTTP/1.1\r\n\r\n"))
        visit.approve()

    said, _ = login(script)
    assert said.code == 0, said.err
    [answer] = answers
    assert answer.startswith(b"HTTP/1.0 405 ")
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "data",
    [
        b"GET /callback?code=" + b"c" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /callback HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"GET /callback HTTP/1.1\r\nA: " + b"b" * 70_000 + b"\r\n\r\n",
        b"GET /callback?code=c HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\r\n\r\n",
        b"GET <script> HTTP/1.1 more\r\n\r\n",
    ],
)
def test_malformed_requests_do_not_end_the_login(login: Login, data: bytes) -> None:
    answers = list[bytes]()

    def script(visit: Visit) -> None:
        answers.append(visit.send(data))
        visit.approve()

    said, visit = login(script)
    assert said.code == 0, said.err
    assert title(visit.pages[-1]) == "You are logged in"
    assert b"<script>" not in answers[0]
    assert b"Python" not in answers[0]


def test_connections_that_send_nothing_do_not_delay_the_login(login: Login) -> None:
    """Browsers open spare connections, and some send only a part of a request."""
    seconds = list[float]()

    def script(visit: Visit) -> None:
        with ExitStack() as stack:
            for data in (b"", b"GET ", b"GET /callback HTTP/1.1\r\nHost:") * 5:
                one = socket.create_connection(("127.0.0.1", visit.port))
                stack.enter_context(one).sendall(data)
            began = time.monotonic()
            visit.approve()
            seconds.append(time.monotonic() - began)

    said, visit = login(script)
    assert said.code == 0, said.err
    assert title(visit.pages[-1]) == "You are logged in"
    assert seconds[0] < 8
    assert visit.is_free()


# The response


def test_second_response_is_refused_and_the_code_is_sent_once(login: Login) -> None:
    def script(visit: Visit) -> None:
        redirect = visit.redirect()
        # The first is still open while the code is exchanged.
        visit.server.fault(delay=0.5)
        threads = [
            threading.Thread(target=visit.get, args=(redirect,)) for _ in range(4)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    said, visit = login(script)
    assert said.code == 0, said.err
    assert sorted(one.status_code for one in visit.pages) == [200, 409, 409, 409]
    assert login.server.requests["token"] == 1
    assert login.server.reuses == 0


def test_denial_ends_the_login_and_page_and_exit_code_agree(login: Login) -> None:
    def script(visit: Visit) -> None:
        visit.get(visit.server.user("demo", "demo").deny(visit.url))

    said, visit = login(script)
    [page] = visit.pages
    assert (said.code, said.out) == (1, "")
    assert title(page) == "The login failed"
    assert "access_denied" in page.text
    error, step = said.err.splitlines()[-2:]
    assert error.startswith(
        "Error: the server denied the request with the code access_denied: "
    )
    assert error.endswith(" [authorization_error]")
    assert step == login.restart()
    assert not login.command.has_entries()


def test_error_with_our_state_is_shown_without_its_control_characters(
    login: Login,
) -> None:
    text = "<script>alert(1)</script>\x1b[31m\r\nred\u202e"

    def script(visit: Visit) -> None:
        visit.callback(error="server_error", error_description=text, state=visit.state)

    said, visit = login(script)
    [page] = visit.pages
    assert said.code == 1
    assert "the server says: <script>alert(1)</script>" in said.err
    assert "\x1b" not in said.err and "\u202e" not in said.err
    assert title(page) == "The login failed"
    assert "<script" not in page.text and "alert" not in page.text


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "missing_code"),
        ({"code": "a\u00e9"}, "invalid_code"),
        ({"code": "c", "error": "access_denied"}, "ambiguous_response"),
        ({"access_token": "t"}, "missing_code"),
    ],
)
def test_faulty_response_with_our_state_ends_the_login_at_once(
    login: Login, query: dict[str, str], code: str
) -> None:
    def script(visit: Visit) -> None:
        visit.callback(**query, state=visit.state)

    said, visit = login(script)
    assert said.code == 1
    assert f"[{code}]" in said.err
    [page] = visit.pages
    assert title(page) == "The login failed"
    assert f"The reason is {code}." in page.text
    assert login.server.requests["token"] == 0


def test_page_says_that_the_exchange_of_the_code_failed(login: Login) -> None:
    def script(visit: Visit) -> None:
        visit.server.fault(error="invalid_grant")
        visit.approve()

    said, visit = login(script)
    [page] = visit.pages
    assert said.code == 1
    assert "the code invalid_grant: " in said.err
    assert said.err.splitlines()[-1] == login.restart()
    assert title(page) == "The login failed"
    assert "The provider says: invalid_grant." in page.text
    assert "Traceback" not in said.err


def test_browser_that_leaves_before_the_page_does_not_stop_the_login(
    login: Login,
) -> None:
    def script(visit: Visit) -> None:
        redirect = visit.redirect()
        path = redirect.partition(str(visit.port))[2]
        with socket.create_connection(("127.0.0.1", visit.port)) as one:
            head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{visit.port}\r\n\r\n"
            one.sendall(head.encode())

    said, _ = login(script)
    assert said.code == 0, said.err
    assert len(login.command.entries()) == 1


def test_pages_have_headers_that_protect_them(login: Login) -> None:
    def script(visit: Visit) -> None:
        visit.get(f"http://127.0.0.1:{visit.port}/")
        visit.callback(code="c", state="other")
        visit.approve()

    _, visit = login(script)
    for page in visit.pages:
        headers = page.headers
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert headers["content-security-policy"].startswith("default-src 'none'; ")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["connection"] == "close"
        assert "python" not in headers["server"].lower()
        assert visit.state not in page.text


def test_response_that_arrives_between_two_prompts_ends_the_next_one(
    packages: Path,
) -> None:
    runtime = "warbler_oauth._runtime.cli.exchange"
    loopback: Any = importlib.import_module(f"{runtime}.loopback")
    port: Any = importlib.import_module(f"{runtime}.loopback_port")
    first, second = list[BaseException](), list[BaseException]()
    address = port.loopback_address("http://127.0.0.1/callback")
    with loopback.Loopback(address, 30) as opened:
        opened.expect("s")
        uri = f"{opened.redirect_uri}?code=c&state=s"
        browser = threading.Thread(target=httpx.get, args=(uri,))
        opened.subscribe(first.append)
        browser.start()
        while not first:
            time.sleep(0.01)
        opened.subscribe(second.append)
        assert opened.response() == uri
    browser.join()
    assert [type(one) for one in first] == [loopback.RedirectArrived]
    assert [type(one) for one in second] == [loopback.RedirectArrived]


def test_time_that_ends_between_two_prompts_ends_the_next_one(packages: Path) -> None:
    runtime = "warbler_oauth._runtime.cli.exchange"
    loopback: Any = importlib.import_module(f"{runtime}.loopback")
    port: Any = importlib.import_module(f"{runtime}.loopback_port")
    first, second = list[BaseException](), list[BaseException]()
    address = port.loopback_address("http://127.0.0.1/callback")
    with loopback.Loopback(address, 0.01) as opened:
        opened.subscribe(first.append)
        while not first:
            time.sleep(0.01)
        opened.subscribe(second.append)
    assert [type(one) for one in first] == [loopback.LoopbackTimeout]
    assert [type(one) for one in second] == [loopback.LoopbackTimeout]


# The issuer of the response


@pytest.mark.parametrize("query", [{"code": "c"}, {"error": "access_denied"}])
def test_response_of_another_issuer_ends_the_login(
    start: Start, command: Make, follow: Follow, query: dict[str, str]
) -> None:
    server, wryneck = start("wryneck"), command("wryneck")
    wryneck.set("mock_server", server.url)
    wryneck.set("client_secret", "YOUR_CLIENT_SECRET")

    def script(visit: Visit) -> None:
        # Without our state, anything on this machine can send this.
        visit.callback(error="access_denied", iss="https://evil.example")
        visit.callback(**query, iss="https://evil.example", state=visit.state)

    visits = follow("wryneck", server, script)
    said = wryneck("login", "--client-id", "YOUR_CLIENT_ID", "--scope", "read")
    first, last = visits.last().pages
    assert (first.status_code, last.status_code) == (400, 200)
    assert (said.code, said.out) == (1, "")
    assert "iss is not the issuer of this provider: " in said.err
    assert "[issuer_mismatch]" in said.err
    assert title(last) == "The login failed"
    assert "evil" not in last.text
    assert server.requests["token"] == 0
