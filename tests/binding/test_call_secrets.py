"""No log, repr, traceback or pickle of a call shows the token or the key."""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import requests
from imagen_oauth import httpx_auth, requests_auth

from tests.binding.clients import CALLS, CREDENTIALS, KEY, SECRET, Call, token_of
from tests.binding.loopback import Reply, Seen, serving
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
def test_traceback_of_a_refusal_shows_no_secret(call: Call, status: int) -> None:
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


def test_request_of_requests_is_not_shown_stored_or_deeply_copied() -> None:
    auth = requests_auth.BearerAuth(token_of("media.example.com"))
    request = requests.Request("GET", "https://media.example.com/", auth=auth).prepare()
    assert request.headers["Authorization"] == CREDENTIALS[1]
    assert request.copy().headers["Authorization"] == CREDENTIALS[1]
    for kept in (
        repr(vars(request)).encode(),
        repr(dict(request.headers)).encode(),
        pickle.dumps(request.headers),
        repr(list(copy.deepcopy(request.headers).values())).encode(),
    ):
        assert secrets_in(kept.decode("latin-1")) == []
    assert pickle.loads(pickle.dumps(request.headers)) == {
        "X-Imagen-API-Key": "(not shown)",
        "Authorization": "(not shown)",
    }


def test_one_authentication_serves_many_threads() -> None:
    def answer(request: Seen) -> Reply:
        return Reply(200 if request.credentials == CREDENTIALS else 401)

    with serving(answer) as server:
        token = token_of(server.host)
        auth = requests_auth.BearerAuth(token)

        def one_call(index: int) -> int:
            return requests.get(
                server.url(f"/{index}"), auth=auth, timeout=30
            ).status_code

        with (
            httpx.Client(auth=httpx_auth.BearerAuth(token), trust_env=False) as client,
            ThreadPoolExecutor(8) as pool,
        ):

            def another(index: int) -> int:
                return client.get(server.url(f"/{index}")).status_code

            first = list(pool.map(one_call, range(40)))
            second = list(pool.map(another, range(40)))
    assert first == second == [200] * 40
