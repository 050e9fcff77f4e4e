"""Which addresses of a call get the headers, in each library."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
import pytest
import requests
from imagen_oauth import AccessToken, OAuthError, httpx_auth, requests_auth

from tests.binding.clients import KEY, SECRET, token_of

Prepare = Callable[..., dict[str, str]]


def _by_httpx(token: AccessToken, url: str, *hosts: str) -> dict[str, str]:
    request = httpx.Request("GET", url)
    sent = next(httpx_auth.BearerAuth(token, *hosts).sync_auth_flow(request))
    return dict(sent.headers)


def _by_requests(token: AccessToken, url: str, *hosts: str) -> dict[str, str]:
    auth = requests_auth.BearerAuth(token, *hosts)
    sent = requests.Request("GET", url, auth=auth).prepare()
    return {name.lower(): str(value) for name, value in sent.headers.items()}


prepares = pytest.mark.parametrize(
    "prepare", [_by_httpx, _by_requests], ids=["httpx", "requests"]
)
DOMAIN = "media.example.com"


@prepares
@pytest.mark.parametrize(
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
@pytest.mark.parametrize(
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
def test_other_address_is_refused_before_anything_is_sent(
    prepare: Prepare, url: str, hosts: tuple[str, ...]
) -> None:
    with pytest.raises(OAuthError) as caught:
        prepare(token_of(DOMAIN), url, *hosts)
    assert caught.value.code == "foreign_host"
    assert "the argument hosts" in caught.value.hint


@prepares
@pytest.mark.parametrize(
    ("url", "message", "hint"),
    [
        (
            "https://api.example.com:83/records?key=value",
            "api.example.com:83 is not among the hosts that the headers may go to",
            "add 'api.example.com:83' to the argument hosts if it serves the API",
        ),
        (
            "http://media.example.com/",
            "the address of the call is http to a host that is not this machine",
            "write https; http is for a host of this machine, in the argument hosts",
        ),
        (
            "https://media.example.com./",
            "the address of the call has no plain https://host[:port]",
            "write it with a host that stands in the argument hosts",
        ),
    ],
)
def test_hint_says_what_to_write(
    prepare: Prepare, url: str, message: str, hint: str
) -> None:
    with pytest.raises(OAuthError) as caught:
        prepare(token_of(DOMAIN), url)
    assert (caught.value.message, caught.value.hint) == (message, hint)


BOTH = pytest.mark.parametrize(
    "auth", [httpx_auth.BearerAuth, requests_auth.BearerAuth]
)
Auth = Callable[..., object]


@BOTH
@pytest.mark.parametrize(
    ("host", "code", "shown"),
    [
        (
            "https://api.example.com/",
            "domain_has_scheme",
            "hosts[1] starts with a scheme: write 'api.example.com'",
        ),
        (
            "api.example.com/records",
            "domain_has_path",
            "hosts[1] has more than a host: write 'api.example.com'",
        ),
        ("", "domain_empty", "hosts[1] is empty: write the host name alone"),
        (
            "m\u00fcnchen.example",
            "domain_not_ascii",
            "hosts[1] is not ASCII: write 'xn--mnchen-3ya.example'",
        ),
    ],
)
def test_host_that_is_none_is_refused_with_its_correction(
    auth: Auth, host: str, code: str, shown: str
) -> None:
    with pytest.raises(OAuthError) as caught:
        auth(token_of(DOMAIN), "media.example.com", host)
    assert str(caught.value) == f"{shown} [{code}]"


@BOTH
def test_arguments_of_a_wrong_type_are_named(auth: Auth) -> None:
    with pytest.raises(TypeError, match=r"^token must be an AccessToken, not str$"):
        auth(SECRET)
    with pytest.raises(TypeError, match=r"^hosts\[0\] must be a str, not list$"):
        auth(token_of(DOMAIN), ["media.example.com"])


@prepares
@pytest.mark.parametrize("lifetime", [0, 30])
def test_expired_token_raises_before_the_call(prepare: Prepare, lifetime: int) -> None:
    with pytest.raises(OAuthError) as caught:
        prepare(token_of(DOMAIN, lifetime), "https://media.example.com/")
    assert str(caught.value) == (
        "the token has expired, or expires within 60 seconds: "
        "log in again for a new token [token_expired]"
    )


@BOTH
def test_leeway_of_the_caller_decides_when_a_token_counts_as_expired(
    auth: Auth, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_700_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    token = token_of(DOMAIN, 5)
    strict, all_of_it = auth(token, leeway=2), auth(token, leeway=0)
    for moment, sent_by_strict, sent_by_all in (
        (2.9, True, True),
        (3.0, False, True),
        (4.9, False, True),
        (5.0, False, False),
    ):
        now[0] = 1_700_000_000 + moment
        assert (_sends(strict), _sends(all_of_it)) == (sent_by_strict, sent_by_all)


def _sends(auth: object) -> bool:
    """Return whether a call goes out with auth; where not, it is said why."""
    url = "https://media.example.com/"
    try:
        if isinstance(auth, httpx_auth.BearerAuth):
            next(auth.sync_auth_flow(httpx.Request("GET", url)))
        else:
            assert isinstance(auth, requests_auth.BearerAuth)
            auth(requests.Request("GET", url).prepare())
    except OAuthError as error:
        assert error.code == "token_expired"
        return False
    return True


@BOTH
def test_leeway_that_is_no_number_is_named(auth: Auth) -> None:
    with pytest.raises(
        TypeError, match=r"^leeway must be a finite number of seconds, not str$"
    ):
        auth(token_of(DOMAIN), leeway="5")


@prepares
def test_token_that_lasts_is_sent(prepare: Prepare) -> None:
    sent = prepare(token_of(DOMAIN, 3600), "https://media.example.com/")
    assert sent["authorization"] == f"Bearer {SECRET}"


@BOTH
def test_nothing_shows_the_secret(auth: Auth) -> None:
    shown = auth(token_of(DOMAIN), "media.example.com", "localhost:83")
    assert repr(shown) == (
        "<BearerAuth: <calls of http://localhost:83, https://localhost:83, "
        "https://media.example.com, token not shown>>"
    )
    for text in (str(shown), f"{shown}", repr(vars(shown))):
        assert SECRET not in text
        assert KEY not in text
