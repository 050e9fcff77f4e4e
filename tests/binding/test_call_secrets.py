"""No log, repr, traceback or pickle of a call shows the token or the key."""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import requests
from imagen_oauth import httpx_auth, requests_auth

from tests.binding.clients import (
    CALLS,
    CREDENTIALS,
    KEY,
    LIMIT,
    SECRET,
    Call,
    token_of,
)
from tests.binding.loopback import Reply, Seen, Server, serving
from tests.binding.test_call_redirects import recording

calls = pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))


def shown(error: BaseException) -> str:
    """Return a traceback with the locals of every frame, and the error's own parts.

    The frame of the test is left out: there stands what reached its server.
    """
    assert error.__traceback__ is not None
    whole = traceback.TracebackException(
        type(error), error, error.__traceback__.tb_next, capture_locals=True
    )
    return "".join([*whole.format(), repr(error), repr(vars(error)), repr(error.args)])


def secrets_in(text: str) -> list[str]:
    return [name for name, one in (("token", SECRET), ("key", KEY)) if one in text]


@calls
def test_logs_show_no_secret(call: Call, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda _: Reply(body=b"fine")) as server:
        call(token_of(server.host), server.url())
    assert server.seen[0].credentials == CREDENTIALS
    assert caplog.records
    assert secrets_in(caplog.text) == []
    assert secrets_in(repr([vars(one) for one in caplog.records])) == []


@calls
@pytest.mark.parametrize("status", [401, 404])
def test_traceback_of_a_rejected_call_shows_no_secret(call: Call, status: int) -> None:
    with serving(lambda _: Reply(status)) as server, pytest.raises(Exception) as caught:
        call(token_of(server.host), server.url())
    assert "ApiError" in shown(caught.value)
    assert secrets_in(shown(caught.value)) == []


@calls
@pytest.mark.parametrize("expires_in", [0, None])
def test_traceback_of_a_call_that_was_not_made_shows_no_secret(
    call: Call, expires_in: int | None
) -> None:
    url = f"https://{'elsewhere' if expires_in is None else 'media'}.example.com/"
    with pytest.raises(Exception) as caught:
        call(token_of("media.example.com", expires_in), url)
    assert "OAuthError" in shown(caught.value)
    assert secrets_in(shown(caught.value)) == []


@calls
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_traceback_of_a_cut_connection_shows_no_secret(call: Call, scheme: str) -> None:
    cut = (httpx.TransportError, requests.ConnectionError)
    with recording() as (host, _), pytest.raises(cut) as caught:
        call(token_of(host), f"{scheme}://{host}/")
    assert secrets_in(shown(caught.value)) == []


def _get(server: Server) -> Iterator[tuple[str, object]]:
    """Yield what a caller has of a call through each library, and of its redirect."""
    token = token_of(server.host)
    with httpx.Client(follow_redirects=True, trust_env=False) as client:
        response = httpx_auth.attach(client, token).get(server.url())
        for one in (*response.history, response):
            yield "httpx", one.request
    with requests.Session() as session:
        session.trust_env = False
        answer = requests_auth.attach(session, token).get(server.url(), timeout=LIMIT)
        for had in (*answer.history, answer):
            yield "requests", had.request


def test_request_that_the_caller_sees_has_no_secret() -> None:
    def answer(request: Seen) -> Reply:
        moved = {"Location": "/there"} if request.path == "/" else {}
        return Reply(307 if moved else 200, moved)

    with serving(answer) as server:
        kept = list(_get(server))
    assert [one.credentials for one in server.seen] == [CREDENTIALS] * 4
    assert [library for library, _ in kept] == ["httpx"] * 2 + ["requests"] * 2
    for _, request in kept:
        assert isinstance(request, (httpx.Request, requests.PreparedRequest))
        names = {name.lower() for name in request.headers}
        assert not {"authorization", "x-imagen-api-key"} & names
        shown = repr((vars(request), dict(request.headers)))
        copied = pickle.dumps(copy.deepcopy(request.headers)).decode("latin-1")
        assert secrets_in(shown + copied) == []


def test_pickle_of_a_request_has_no_secret() -> None:
    with serving(lambda _: Reply()) as server:
        for library, request in _get(server):
            if library == "httpx":
                stored = pickle.dumps(request)
                assert secrets_in(stored.decode("latin-1")) == []
            else:
                with pytest.raises(TypeError, match="cannot be pickled"):
                    pickle.dumps(request)


@pytest.mark.parametrize("redirected", [False, True])
def test_request_of_an_exception_has_no_secret(redirected: bool) -> None:
    """A server that cuts the connection leaves a request and no response."""
    with recording() as (cut, received):
        moved = Reply(307, {"Location": f"http://{cut}/"})
        with serving(lambda _: moved) as server:
            url = server.url() if redirected else f"http://{cut}/"
            token = token_of(server.host)
            with (
                httpx.Client(follow_redirects=True, trust_env=False) as client,
                pytest.raises(httpx.TransportError) as by_httpx,
            ):
                httpx_auth.attach(client, token, server.host, cut).get(url)
            with (
                requests.Session() as session,
                pytest.raises(requests.ConnectionError) as by_requests,
            ):
                session.trust_env = False
                requests_auth.attach(session, token, server.host, cut)
                session.get(url, timeout=LIMIT)
    assert [SECRET.encode() in one for one in received] == [True, True]
    assert by_requests.value.request is not None
    for request in (by_httpx.value.request, by_requests.value.request):
        names = {name.lower() for name in request.headers}
        assert not {"authorization", "x-imagen-api-key"} & names
        assert secrets_in(repr((vars(request), dict(request.headers)))) == []


def test_one_client_serves_many_threads() -> None:
    def answer(request: Seen) -> Reply:
        return Reply(200 if request.credentials == CREDENTIALS else 401)

    with serving(answer) as server:
        token = token_of(server.host)
        with (
            requests_auth.attach(requests.Session(), token) as session,
            httpx_auth.attach(httpx.Client(trust_env=False), token) as client,
            ThreadPoolExecutor(8) as pool,
        ):

            def one_call(index: int) -> int:
                url = server.url(f"/{index}")
                return session.get(url, timeout=LIMIT).status_code

            def another(index: int) -> int:
                return client.get(server.url(f"/{index}")).status_code

            first = list(pool.map(one_call, range(40)))
            second = list(pool.map(another, range(40)))
    assert first == second == [200] * 40
