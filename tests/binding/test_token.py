"""The token: what it tells, and what it never shows."""

from __future__ import annotations

import copy
import pickle
import time
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagen_oauth import AccessToken, AuthorizationRequest, OAuthError
from imagen_oauth.store import Entry

from tests.binding.raised import key_of, raised
from tests.rows import each_row

SECRET = "2YotnFZFEjr1zCsicMWpAA"
REQUEST = AuthorizationRequest("media.example.com", "KEY", state="s")
ANSWER = f"#access_token={SECRET}&token_type=bearer&expires_in=900&state=s"


def make(value: str = SECRET, **values: Any) -> AccessToken:
    known: dict[str, Any] = {"domain": "media.example.com", "client_id": "KEY"}
    return AccessToken.from_value(value, **{**known, **values})


def test_bare_token_is_known_to_be_unverified() -> None:
    token = make(domain="MEDIA.example.com:443", expires_in=3600, received_at=1000.9)
    assert token.reveal() == SECRET
    assert token.token_type == "Bearer"
    assert token.domain == "media.example.com"
    assert token.client_id == "KEY"
    assert token.scopes is None
    assert token.missing_scopes == token.extra_scopes == frozenset()
    assert token.state_verified is False
    assert (token.expires_in, token.expires_at) == (3600, 4600)


def test_headers_of_a_call() -> None:
    assert make().headers() == {
        "X-Imagen-API-Key": "KEY",
        "Authorization": f"Bearer {SECRET}",
    }


@pytest.mark.parametrize(
    ("value", "variant"),
    [
        ("", "empty"),
        (f"Bearer {SECRET}", "with_scheme"),
        (f"bearer\t{SECRET}", "with_scheme"),
        (f"AUTHORIZATION: BEARER {SECRET}=", "with_scheme"),
        (f'-H "Authorization: Bearer {SECRET}"', "with_scheme"),
        (f"{SECRET}\n", "with_spaces"),
        (f"Basic {SECRET}", "with_spaces"),
        (f"forbearer {SECRET}", "with_spaces"),
        (f"access_token={SECRET}", "with_parameters"),
        (f"https://a.example/?x={SECRET}", "with_parameters"),
        (f'{{"access_token": "{SECRET}"}}', "with_parameters"),
        (f'"{SECRET}"', "characters"),
        (f"{SECRET}\u201d", "characters"),
        (f"\ufeff{SECRET}", "characters"),
        (f"{SECRET}\x7f", "characters"),
        (f"perm:{SECRET}", "visible"),
        (f"a={SECRET}", "visible"),
        (f"{SECRET}=a", "visible"),
    ],
)
def test_malformed_token_is_rejected_with_a_hint(value: str, variant: str) -> None:
    with pytest.raises(OAuthError) as caught:
        make(value)
    assert raised(caught.value) == (f"invalid_access_token.{variant}", "value", {})
    assert SECRET not in str(caught.value)
    assert ("any_characters=True" in caught.value.hint) == (variant == "visible")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_value_in_utf_16_is_named(encoding: str) -> None:
    with pytest.raises(OAuthError) as caught:
        make(SECRET.encode(encoding).decode("ascii"))
    assert raised(caught.value) == ("bad_encoding.utf16", "value", {})


VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


@each_row("value", [VISIBLE, *VISIBLE, "perm:abc", SECRET])
def test_any_visible_characters_are_accepted_with_consent(value: str) -> None:
    token = make(value, any_characters=True)
    assert token.reveal() == value
    assert token.headers()["Authorization"] == f"Bearer {value}"


@each_row(
    "odd",
    ["", *map(chr, range(0x21)), *map(chr, range(0x7F, 0xA1)), "é", "\ud800", "\uff01"],
)
def test_consent_covers_only_visible_ascii(odd: str) -> None:
    for value in {odd, f"a{odd}b", f"a{odd}"} - {"a", "ab"}:
        with pytest.raises(OAuthError) as caught:
            make(value, any_characters=True)
        assert caught.value.code in ("invalid_access_token", "bad_encoding")


@pytest.mark.parametrize("consent", [1, "yes", None])
def test_only_true_allows_any_characters(consent: Any) -> None:
    with pytest.raises(OAuthError) as caught:
        make("perm:abc", any_characters=consent)
    assert key_of(caught.value) == "invalid_access_token.visible"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"expires_in": -1}, "invalid_expires_in"),
        ({"domain": "a/b"}, "domain_has_path"),
        ({"client_id": ""}, "client_id_empty"),
        ({"scheme": "ftp"}, "bad_scheme"),
        ({"scheme": "http"}, "insecure_transport"),
    ],
)
def test_value_next_to_the_token_is_rejected(values: dict[str, Any], code: str) -> None:
    with pytest.raises(OAuthError) as caught:
        make(**values)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "values",
    [
        {"value": None},
        {"value": SECRET.encode()},
        {"expires_in": "3600"},
        {"expires_in": True},
        {"expires_in": 1.5},
        {"received_at": "now"},
        {"received_at": True},
        {"received_at": "1000"},
        {"scheme": None},
    ],
)
def test_wrong_type_is_a_type_error(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as caught:
        make(**values)
    assert SECRET not in str(caught.value)


def test_long_lifetime_is_cut() -> None:
    assert make(expires_in=10**5000).expires_in == 2147483647


@pytest.mark.parametrize(
    ("at", "leeway", "expired"),
    [(4539, 60, False), (4540, 60, True), (4599, 0, False), (4600, 0, True)],
)
def test_expiry(at: float, leeway: float, expired: bool) -> None:
    token = make(expires_in=3600, received_at=1000)
    assert token.is_expired(at, leeway) is expired


def test_unknown_expiry() -> None:
    assert make().is_expired() is None
    assert make(expires_in=3600).is_expired() is False


def test_secret_is_not_shown() -> None:
    token = make()
    shown = "<AccessToken for media.example.com, value not shown>"
    assert repr(token) == str(token) == f"{token}" == shown
    assert f"{token:>60}" == shown.rjust(60)
    with pytest.raises(TypeError):
        vars(token)


def test_copies_keep_the_secret() -> None:
    token = make()
    assert copy.copy(token).reveal() == SECRET
    assert copy.deepcopy([token])[0].reveal() == SECRET


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_is_rejected(protocol: int) -> None:
    with pytest.raises(TypeError, match="cannot be pickled.*from_value"):
        pickle.dumps(make(), protocol)


def test_token_is_frozen() -> None:
    token = make()
    for name in ("domain", "_secret", "new"):
        with pytest.raises(AttributeError):
            setattr(token, name, "x")
        with pytest.raises(AttributeError):
            delattr(token, name)
    assert token.reveal() == SECRET


def test_tokens_are_equal_by_all_they_hold() -> None:
    values: dict[str, Any] = {"expires_in": 3600, "received_at": 1000}
    assert make(**values) == make(**values)
    assert hash(make(**values)) == hash(make(**values))
    assert len({make(**values), make("other", **values)}) == 2
    assert make(**values) != make(**values, domain="b.example")
    assert make() != SECRET


def test_token_has_the_domain_and_application_of_its_request() -> None:
    request = AuthorizationRequest("b.example:8443", "KEY-2", state="s")
    token = request.parse_redirect(
        f"urn:ietf:wg:oauth:2.0:oob#access_token={SECRET}&token_type=bearer&state=s"
    )
    assert (token.domain, token.client_id) == ("b.example:8443", "KEY-2")
    assert token.state_verified is True


def test_token_is_not_made_by_hand() -> None:
    with pytest.raises(TypeError, match="parse_redirect, parse_pasted, or from_value"):
        AccessToken()


@pytest.mark.parametrize(
    "leeway", [float("nan"), float("inf"), 10**400, "60", None, True]
)
def test_leeway_that_is_no_number_is_a_type_error(leeway: Any) -> None:
    with pytest.raises(TypeError, match="leeway must be a finite number of seconds"):
        make(expires_in=3600, received_at=1000).is_expired(at=0, leeway=leeway)


def test_errors_are_named_after_the_package() -> None:
    assert OAuthError.__module__ == "imagen_oauth"


LAST_SECOND = 253402300799
"""9999-12-31T23:59:59Z, as `date -u -d 9999-12-31T23:59:59Z +%s` prints it."""

READERS: dict[str, Callable[[Any], AccessToken]] = {
    "from_value": lambda moment: make(received_at=moment, expires_in=900),
    "parse_pasted": lambda moment: REQUEST.parse_pasted(ANSWER, received_at=moment),
    "parse_redirect": lambda moment: REQUEST.parse_redirect(ANSWER, received_at=moment),
}
TIMES: dict[str, tuple[str, Callable[[Any], object]]] = {
    **{name: ("received_at", read) for name, read in READERS.items()},
    "is_expired": ("at", lambda moment: make(expires_in=1).is_expired(moment)),
    "Entry": ("saved_at", lambda moment: Entry(make(), saved_at=moment)),
}
"""Everything that takes a time, with the name of its argument."""


@pytest.mark.parametrize("entry", TIMES)
@given(
    st.one_of(
        st.integers(),
        st.floats(),
        st.sampled_from([-1, -0.5, LAST_SECOND + 1, LAST_SECOND * 1000, 10**400]),
    ).filter(lambda moment: not 0 <= moment <= LAST_SECOND)
)
@settings(max_examples=50, deadline=None)
def test_number_that_is_not_a_time_is_rejected(entry: str, moment: float) -> None:
    argument, use = TIMES[entry]
    with pytest.raises(OAuthError) as caught:
        use(moment)
    in_milliseconds = LAST_SECOND < moment <= LAST_SECOND * 1000
    variant = "milliseconds" if in_milliseconds else "range"
    assert raised(caught.value) == (f"invalid_time.{variant}", argument, {})


@pytest.mark.parametrize("entry", TIMES)
def test_present_time_in_milliseconds_is_recognized(entry: str) -> None:
    _, use = TIMES[entry]
    with pytest.raises(OAuthError) as caught:
        use(time.time() * 1000)
    assert key_of(caught.value) == "invalid_time.milliseconds"


@each_row("entry", TIMES)
@each_row(
    ("moment", "found"),
    [
        (datetime.now(timezone.utc), "datetime: use .timestamp()"),
        (datetime(2026, 1, 31), "datetime: use .timestamp()"),
        (Decimal(5), "Decimal"),
        ("5000", "str"),
        (True, "bool"),
    ],
)
def test_other_type_of_time_is_a_type_error_that_says_what_to_write(
    entry: str, moment: Any, found: str
) -> None:
    argument, use = TIMES[entry]
    with pytest.raises(TypeError) as caught:
        use(moment)
    wanted = f"{argument} must be a number of Unix seconds, not {found}"
    assert str(caught.value) == wanted


@pytest.mark.parametrize("entry", READERS)
@pytest.mark.parametrize(
    ("received_at", "expires_at"),
    [
        (0, 900),
        (0.9, 900),
        (LAST_SECOND - 900, LAST_SECOND),
        (LAST_SECOND - 899, LAST_SECOND),
        (LAST_SECOND, LAST_SECOND),
    ],
)
def test_expiry_is_at_most_the_end_of_the_year_9999(
    entry: str, received_at: float, expires_at: int
) -> None:
    token = READERS[entry](received_at)
    assert (token.expires_in, token.expires_at) == (900, expires_at)
    assert token.is_expired(at=LAST_SECOND) is True
    assert token.is_expired(at=0, leeway=0) is False


def test_scheme_belongs_to_a_token() -> None:
    http = make(domain="127.0.0.1:443", scheme="http")
    assert (http.scheme, http.domain) == ("http", "127.0.0.1:443")
    assert make(domain="127.0.0.1:80", scheme="http").domain == "127.0.0.1"
    assert make(domain="127.0.0.1:443").scheme == "https"
    assert make(domain="127.0.0.1:443").domain == "127.0.0.1"
    assert make(domain="localhost:8080") != make(domain="localhost:8080", scheme="http")


@pytest.mark.parametrize("read", ["parse_pasted", "parse_redirect"])
def test_token_of_a_request_has_its_scheme(read: str) -> None:
    request = AuthorizationRequest("127.0.0.1:443", "KEY", state="s", scheme="http")
    token = getattr(request, read)(ANSWER)
    assert (token.scheme, token.domain) == ("http", "127.0.0.1:443")
