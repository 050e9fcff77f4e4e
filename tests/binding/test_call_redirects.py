"""Neither header reaches a host that was not named, whatever a redirect or a retry does."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from socket import create_server

import httpx
import pytest
import requests
from imagen_oauth import ApiError, OAuthError, httpx_auth, requests_auth
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tests.binding.clients import CALLS, CREDENTIALS, NONE, Call, Got, token_of
from tests.binding.loopback import Answer, Reply, Seen, Server, serving
from tests.rows import each_row

calls = each_row("call", CALLS.values(), ids=list(CALLS))
redirects = each_row("status", [301, 302, 303, 307, 308])
LIMIT = 30.0


def redirecting(status: int, location: str) -> Answer:
    """Return a response that redirects a call of `/` and accepts any other call."""

    def answer(request: Seen) -> Reply:
        if request.path == "/":
            return Reply(status, {"Location": location})
        return Reply(body=b"arrived")

    return answer


def arrived(request: Seen) -> Reply:
    return Reply(body=b"arrived elsewhere")


@contextmanager
def redirect_away(status: int = 302) -> Generator[tuple[Server, Server], None, None]:
    """Run a server that redirects `/` to another one; yield both."""
    with (
        serving(arrived) as other,
        serving(redirecting(status, other.url("/there"))) as named,
    ):
        yield named, other


@calls
@redirects
@each_row("method", ["GET", "POST"])
def test_redirect_to_another_port_is_followed_without_the_headers(
    call: Call, status: int, method: str
) -> None:
    with redirect_away(status) as (named, other):
        got = call(token_of(named.host), named.url(), method=method, content=b"body")
    assert got == Got(200, "arrived elsewhere")
    assert [one.credentials for one in named.seen] == [CREDENTIALS]
    assert [one.credentials for one in other.seen] == [NONE]


@calls
@redirects
def test_redirect_to_another_name_of_the_same_machine_gets_no_headers(
    call: Call, status: int
) -> None:
    locations: list[str] = []

    def answer(request: Seen) -> Reply:
        if request.path == "/":
            return Reply(status, {"Location": locations[0]})
        return Reply(body=b"arrived")

    with serving(answer) as named:
        locations.append(named.url("/there").replace("127.0.0.1", "localhost"))
        call(token_of(named.host), named.url())
    assert [one.credentials for one in named.seen] == [CREDENTIALS, NONE]


@calls
@redirects
def test_redirect_to_another_named_host_gets_the_headers(
    call: Call, status: int
) -> None:
    with redirect_away(status) as (named, other):
        call(token_of("media.example.com"), named.url(), named.host, other.host)
    assert [one.credentials for one in named.seen] == [CREDENTIALS]
    assert [one.credentials for one in other.seen] == [CREDENTIALS]


@calls
def test_redirect_away_and_back_gets_the_headers_at_the_named_host(call: Call) -> None:
    home: list[str] = []

    def send_back(request: Seen) -> Reply:
        return Reply(302, {"Location": home[0]})

    with (
        serving(send_back) as other,
        serving(redirecting(302, other.url("/there"))) as named,
    ):
        home.append(named.url("/back"))
        call(token_of(named.host), named.url())
    assert [one.credentials for one in named.seen] == [CREDENTIALS, CREDENTIALS]
    assert [one.credentials for one in other.seen] == [NONE]


def needing_headers(request: Seen) -> Reply:
    """Redirect `/` to `/there`, and refuse any call without headers."""
    if request.credentials != CREDENTIALS:
        return Reply(401)
    if request.path == "/":
        return Reply(307, {"Location": "/there"})
    return Reply(body=b"arrived with " + request.body)


@calls
def test_redirect_within_the_origin_arrives_with_the_headers(call: Call) -> None:
    with serving(needing_headers) as named:
        got = call(token_of(named.host), named.url(), method="POST", content=b"body")
    assert got == Got(200, "arrived with body")
    assert [(one.path, one.credentials) for one in named.seen] == [
        ("/", CREDENTIALS),
        ("/there", CREDENTIALS),
    ]


@calls
@each_row(
    "location",
    [
        "/there:1",
        "/%2Fother.example.com/",
        "there",
        "there?a=1#b",
        "?a=1",
        "http://{named}/",
        "HTTP://{named}",
    ],
)
def test_spelling_of_a_location_within_the_origin_keeps_the_headers(
    call: Call, location: str
) -> None:
    def answer(request: Seen) -> Reply:
        if len(named.seen) == 1:
            return Reply(302, {"Location": location.format(named=named.host)})
        return Reply(body=b"arrived")

    with serving(answer) as named:
        got = call(token_of(named.host), named.url())
    assert got == Got(200, "arrived")
    assert [one.credentials for one in named.seen] == [CREDENTIALS, CREDENTIALS]


@calls
def test_error_of_another_host_is_returned_unchanged(call: Call) -> None:
    def refuse(request: Seen) -> Reply:
        return Reply(404, body=b"<Error><Message>not of the API</Message></Error>")

    with serving(refuse) as other, serving(redirecting(302, other.url("/x"))) as named:
        got = call(token_of(named.host), named.url())
    assert got == Got(404, "<Error><Message>not of the API</Message></Error>")


LOCATIONS = [
    "//{other}/there",
    "HTTP://{other}/there",
    "http://{named}@{other}/there",
    "http://{other}/{named}",
    "http://{other}#{named}",
    "http://{other}\\@{named}/there",
    "http:\\\\{other}/there",
    "/\\{other}/there",
    "http://{other}\t/there",
    "http:////{other}/there",
    "http:/{other}/there",
    "http:///{other}/there",
    "http:{other}/there",
    "///{other}/there",
    "////{other}/there",
    "http://{named}%40{other}/there",
    "http://{other}%2F{named}/there",
]


@calls
@each_row("location", LOCATIONS)
def test_location_that_readers_may_take_in_two_ways_gets_no_headers(
    call: Call, location: str
) -> None:
    where: list[str] = []

    def answer(request: Seen) -> Reply:
        if request.path == "/":
            return Reply(302, {"Location": where[0]})
        return Reply(body=b"arrived")

    with serving(arrived) as other, serving(answer) as named:
        where.append(location.format(other=other.host, named=named.host))
        try:
            call(token_of(named.host), named.url())
        except (httpx.HTTPError, httpx.InvalidURL, requests.RequestException):
            pass  # what the library itself refuses goes nowhere
        assert [one.credentials for one in other.seen if one.credentials != NONE] == []
        assert named.seen[0].credentials == CREDENTIALS


@contextmanager
def recording() -> Generator[tuple[str, list[bytes]], None, None]:
    """Take connections on a port, keep what comes first, and close them."""
    received: list[bytes] = []
    with create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    received.append(connection.recv(65_536))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}", received
        listener.close()


@calls
def test_redirect_to_another_scheme_gets_no_headers(call: Call) -> None:
    with (
        recording() as (other, received),
        serving(redirecting(302, f"https://{other}/there")) as named,
        pytest.raises((httpx.ConnectError, requests.ConnectionError)),
    ):
        call(token_of(named.host), named.url())
    assert [one.credentials for one in named.seen] == [CREDENTIALS]
    assert b"canary" not in b"".join(received)


def test_request_that_a_redirect_would_make_has_no_headers() -> None:
    with redirect_away() as (named, other):
        with httpx.Client(trust_env=False, timeout=LIMIT) as client:
            httpx_auth.attach(client, token_of(named.host))
            response = client.get(named.url())
            assert response.next_request is not None
            with httpx.Client(trust_env=False, timeout=LIMIT) as another:
                another.send(response.next_request)
        with requests.Session() as session:
            session.trust_env = False
            requests_auth.attach(session, token_of(named.host))
            prepared = session.get(
                named.url(), allow_redirects=False, timeout=LIMIT
            ).next
            assert prepared is not None
            session.send(prepared, timeout=LIMIT)
    assert [one.credentials for one in named.seen] == [CREDENTIALS, CREDENTIALS]
    assert [one.credentials for one in other.seen] == [NONE, NONE]


def test_next_request_of_httpx_is_looked_at_anew() -> None:
    with (
        redirect_away() as (named, other),
        httpx.Client(trust_env=False, timeout=LIMIT) as client,
    ):
        httpx_auth.attach(client, token_of(named.host))
        response = client.get(named.url())
        assert response.next_request is not None
        with pytest.raises(OAuthError) as caught:
            client.send(response.next_request)
    assert caught.value.code == "foreign_host"
    assert other.seen == []


def test_next_request_of_httpx_gets_no_headers_from_the_call_before() -> None:
    """Without our auth it is nobody's call, also if another token is attached."""
    with (
        serving(lambda _: Reply(307, {"Location": "/x"})) as named,
        httpx.Client(trust_env=False, timeout=LIMIT) as client,
        httpx.Client(trust_env=False, timeout=LIMIT) as another,
    ):
        httpx_auth.attach(client, token_of(named.host))
        httpx_auth.attach(another, token_of("b.example.com"))
        following = client.get(named.url()).next_request
        assert following is not None
        client.send(following, auth=None)
        another.send(following, auth=None)
    assert [one.credentials for one in named.seen] == [CREDENTIALS, NONE, NONE]


@calls
def test_redirects_without_end_are_given_up(call: Call) -> None:
    with (
        serving(lambda _: Reply(302, {"Location": "/"})) as named,
        pytest.raises((httpx.TooManyRedirects, requests.TooManyRedirects)),
    ):
        call(token_of(named.host), named.url())
    assert {one.credentials for one in named.seen} == {CREDENTIALS}


@calls
def test_rejected_call_is_sent_once(call: Call) -> None:
    with serving(lambda _: Reply(401)) as named, pytest.raises(ApiError):
        call(token_of(named.host), named.url())
    assert [one.credentials for one in named.seen] == [CREDENTIALS]


def test_retries_stay_at_the_named_host() -> None:
    def answer(request: Seen) -> Reply:
        if len(named.seen) < 3:
            return Reply(503, {"Location": other.url("/there"), "Retry-After": "0"})
        return Reply(302, {"Location": other.url("/there")})

    with (
        serving(arrived) as other,
        serving(answer) as named,
        requests.Session() as session,
    ):
        session.trust_env = False
        session.mount("http://", HTTPAdapter(max_retries=_retry()))
        requests_auth.attach(session, token_of(named.host))
        assert session.get(named.url(), timeout=LIMIT).status_code == 200
    assert [one.credentials for one in named.seen] == [CREDENTIALS] * 3
    assert [one.credentials for one in other.seen] == [NONE]


def _retry() -> Retry:
    return Retry(total=5, status_forcelist=[503], raise_on_status=False)


def test_header_of_the_caller_is_replaced_and_follows_no_redirect() -> None:
    headers = {"x-imagen-api-key": "another", "AUTHORIZATION": "another"}
    with redirect_away() as (named, other):
        with httpx.Client(
            headers=headers, follow_redirects=True, trust_env=False
        ) as client:
            httpx_auth.attach(client, token_of(named.host)).get(named.url())
        with requests.Session() as session:
            session.trust_env = False
            session.headers.update(headers)
            requests_auth.attach(session, token_of(named.host))
            session.get(named.url(), timeout=LIMIT)
    assert [one.credentials for one in named.seen] == [CREDENTIALS, CREDENTIALS]
    assert [one.credentials for one in other.seen] == [NONE, NONE]
