"""Which addresses of a call get the headers, in each library."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any, cast

import httpx
import pytest
import requests
from imagen_oauth import AccessToken, OAuthError, httpx_auth, requests_auth
from requests.adapters import BaseAdapter

from tests.binding.clients import KEY, SECRET, token_of
from tests.binding.raised import raised
from tests.rows import each_row

Prepare = Callable[..., dict[str, str]]
URL = "https://media.example.com/"


class Sink(BaseAdapter):
    """Takes every request, sends none, and keeps the last one."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        super().__init__()
        self.taken: list[requests.PreparedRequest] = []

    def send(
        self, request: requests.PreparedRequest, *_: Any, **__: Any
    ) -> requests.Response:
        """Answer 200."""
        self.taken.append(request)
        response = requests.Response()
        response.status_code = 200
        response.request = request
        response.raw = io.BytesIO()
        return response

    def close(self) -> None:
        """Hold nothing open."""


def _client() -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(_echo))


def _echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=dict(request.headers))


def _by_httpx(token: AccessToken, url: str, *hosts: str) -> dict[str, str]:
    with _client() as client:
        sent = httpx_auth.attach(client, token, *hosts).get(url).json()
    assert isinstance(sent, dict)
    return cast(dict[str, str], sent)


def _by_requests(token: AccessToken, url: str, *hosts: str) -> dict[str, str]:
    sink = Sink()
    with requests.Session() as session:
        for scheme in ("http://", "https://"):
            session.mount(scheme, sink)
        requests_auth.attach(session, token, *hosts).get(url)
    [sent] = sink.taken
    return {name.lower(): str(value) for name, value in sent.headers.items()}


prepares = each_row("prepare", [_by_httpx, _by_requests], ids=["httpx", "requests"])
DOMAIN = "media.example.com"


@prepares
@each_row(
    ("url", "hosts"),
    [
        ("https://media.example.com", ()),
        ("https://media.example.com/records?id=1#top", ()),
        ("https://media.example.com:443/", ()),
        ("HTTPS://MEDIA.EXAMPLE.COM/", ()),
        ("https://media.example.com/", ("other.example.com", "Media.Example.Com:443")),
        ("https://media.example.com:83/", ("media.example.com:0083",)),
        ("https://[2001:DB8::1]:83/", ("[2001:db8::1]:83",)),
        ("https://192.0.2.7/", ("192.0.2.7",)),
        ("https://xn--mnchen-3ya.example/", ("xn--mnchen-3ya.example",)),
        ("https://localhost:8443/", ("localhost:8443",)),
        ("http://localhost:8080/", ("localhost:8080",)),
        ("http://localhost/", ("localhost",)),
        ("http://localhost:80/", ("localhost",)),
        ("http://localhost:443/", ("localhost:443",)),
        ("http://127.0.0.9:8080/", ("127.0.0.9:8080",)),
        ("http://[::1]:8080/", ("[::1]:8080",)),
    ],
)
def test_named_host_gets_both_headers(
    prepare: Prepare, url: str, hosts: tuple[str, ...]
) -> None:
    sent = prepare(token_of(DOMAIN), url, *hosts)
    assert sent["x-imagen-api-key"] == KEY
    assert sent["authorization"] == f"Bearer {SECRET}"


@prepares
@each_row(
    ("url", "hosts"),
    [
        ("https://other.example.com/", ()),
        ("https://media.example.com.evil.example/", ()),
        ("https://evil.example/media.example.com", ()),
        ("https://evil.example#media.example.com", ()),
        ("https://evil.example?media.example.com", ()),
        ("https://sub.media.example.com/", ()),
        ("https://example.com/", ()),
        ("https://media.example.com./", ()),
        ("https://media.example.com:83/", ()),
        ("https://media.example.com/", ("media.example.com:83",)),
        ("https://media.example.com/", ("other.example.com",)),
        ("https://media.example.com@evil.example/", ()),
        ("http://media.example.com/", ()),
        ("http://media.example.com:443/", ()),
        ("http://localhost:8081/", ("localhost:8080",)),
        ("http://localhost:443/", ("localhost",)),
        ("http://127.0.0.1/", ("localhost",)),
        ("https://127.1/", ("127.0.0.1",)),
        ("http://localhost.example.com/", ("localhost",)),
        ("https://m\u00fcnchen.example/", ("media.example.com",)),
    ],
)
def test_other_address_is_rejected_before_anything_is_sent(
    prepare: Prepare, url: str, hosts: tuple[str, ...]
) -> None:
    with pytest.raises(OAuthError) as caught:
        prepare(token_of(DOMAIN), url, *hosts)
    assert caught.value.code == "foreign_host"


@prepares
@pytest.mark.parametrize(
    ("url", "variant", "values"),
    [
        (
            "https://api.example.com:83/records?key=value",
            "unnamed",
            {"host": "api.example.com:83"},
        ),
        ("http://media.example.com/", "insecure", {}),
        ("https://media.example.com./", "not_plain", {}),
    ],
)
def test_hint_says_what_to_write(
    prepare: Prepare, url: str, variant: str, values: dict[str, str]
) -> None:
    with pytest.raises(OAuthError) as caught:
        prepare(token_of(DOMAIN), url)
    assert raised(caught.value) == (f"foreign_host.{variant}", None, values)


Attach = Callable[..., httpx.Client | requests.Session]


def _to_httpx(*arguments: Any, **more: Any) -> httpx.Client:
    return httpx_auth.attach(_client(), *arguments, **more)


def _to_requests(*arguments: Any, **more: Any) -> requests.Session:
    session = requests.Session()
    session.mount("https://", Sink())
    return requests_auth.attach(session, *arguments, **more)


BOTH = pytest.mark.parametrize(
    "attach", [_to_httpx, _to_requests], ids=["httpx", "requests"]
)


@BOTH
@pytest.mark.parametrize(
    ("host", "code", "suggestion"),
    [
        ("https://api.example.com/", "domain_has_scheme", "api.example.com"),
        ("api.example.com/records", "domain_has_path", "api.example.com"),
        ("", "domain_empty", None),
        ("m\u00fcnchen.example", "domain_not_ascii", "xn--mnchen-3ya.example"),
    ],
)
def test_host_that_is_none_is_rejected_with_its_correction(
    attach: Attach, host: str, code: str, suggestion: str | None
) -> None:
    with pytest.raises(OAuthError) as caught:
        attach(token_of(DOMAIN), "media.example.com", host)
    assert (caught.value.code, caught.value.argument) == (code, "hosts[1]")
    assert raised(caught.value).values.get("suggestion") == suggestion


@BOTH
def test_arguments_of_a_wrong_type_are_named(attach: Attach) -> None:
    with pytest.raises(TypeError, match=r"^token must be an AccessToken, not str$"):
        attach(SECRET)
    with pytest.raises(TypeError, match=r"^hosts\[0\] must be a str, not list$"):
        attach(token_of(DOMAIN), ["media.example.com"])


@prepares
@pytest.mark.parametrize("lifetime", [0, 30])
def test_expired_token_raises_before_the_call(prepare: Prepare, lifetime: int) -> None:
    with pytest.raises(OAuthError) as caught:
        prepare(token_of(DOMAIN, lifetime), "https://media.example.com/")
    assert raised(caught.value) == ("token_expired.soon", None, {"seconds": "60"})


@BOTH
def test_leeway_of_the_caller_decides_when_a_token_counts_as_expired(
    attach: Attach, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_700_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    token = token_of(DOMAIN, 5)
    strict, all_of_it = attach(token, leeway=2), attach(token, leeway=0)
    for moment, sent_by_strict, sent_by_all in (
        (2.9, True, True),
        (3.0, False, True),
        (4.9, False, True),
        (5.0, False, False),
    ):
        now[0] = 1_700_000_000 + moment
        assert (_sends(strict), _sends(all_of_it)) == (sent_by_strict, sent_by_all)


def _sends(client: httpx.Client | requests.Session) -> bool:
    """Return whether a call of client goes out; if not, its error must say why."""
    try:
        client.get(URL)
    except OAuthError as error:
        assert error.code == "token_expired"
        return False
    return True


@BOTH
def test_leeway_that_is_no_number_is_named(attach: Attach) -> None:
    with pytest.raises(
        TypeError, match=r"^leeway must be a finite number of seconds, not str$"
    ):
        attach(token_of(DOMAIN), leeway="5")


@prepares
def test_token_that_lasts_is_sent(prepare: Prepare) -> None:
    sent = prepare(token_of(DOMAIN, 3600), "https://media.example.com/")
    assert sent["authorization"] == f"Bearer {SECRET}"


@BOTH
def test_nothing_shows_the_secret(attach: Attach) -> None:
    auth = attach(token_of(DOMAIN), "media.example.com", "localhost:83").auth
    assert repr(auth).endswith(
        "CallAuth: <calls of http://localhost:83, https://localhost:83, "
        "https://media.example.com>>"
    )
    for text in (str(auth), f"{auth}", repr(vars(auth))):
        assert SECRET not in text
        assert KEY not in text
