"""The token: what it tells, and what it never shows."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from imagen_oauth import AccessToken, AuthorizationRequest, OAuthError

SECRET = "2YotnFZFEjr1zCsicMWpAA"


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
    ("value", "hint"),
    [
        ("", "copy the token again, without quotes"),
        (f"Bearer {SECRET}", "leave out the word Bearer; headers() writes it"),
        (f"{SECRET}\n", "leave out blanks and line breaks, also at the ends"),
        (
            f"access_token={SECRET}",
            "use parse_pasted for an answer with more than the token",
        ),
        (f'"{SECRET}"', "copy the token again, without quotes"),
    ],
)
def test_malformed_token_is_refused_with_a_hint(value: str, hint: str) -> None:
    with pytest.raises(OAuthError) as caught:
        make(value)
    assert (caught.value.code, caught.value.hint) == ("invalid_access_token", hint)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"expires_in": -1}, "invalid_expires_in"),
        ({"domain": "a/b"}, "domain_has_path"),
        ({"client_id": ""}, "client_id_empty"),
    ],
)
def test_value_beside_the_token_is_refused(values: dict[str, Any], code: str) -> None:
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
        {"received_at": float("nan")},
        {"received_at": float("inf")},
        {"received_at": "1000"},
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
def test_pickling_is_refused(protocol: int) -> None:
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


def test_token_comes_from_the_domain_and_application_that_asked() -> None:
    request = AuthorizationRequest("b.example:8443", "KEY-2", state="s")
    token = request.parse_redirect(
        f"urn:ietf:wg:oauth:2.0:oob#access_token={SECRET}&token_type=bearer&state=s"
    )
    assert (token.domain, token.client_id) == ("b.example:8443", "KEY-2")
    assert token.state_verified is True


def test_token_is_not_made_by_hand() -> None:
    with pytest.raises(TypeError, match="parse_redirect, parse_pasted or from_value"):
        AccessToken()


@pytest.mark.parametrize("leeway", [float("nan"), "60", None])
def test_leeway_that_is_no_number_is_a_type_error(leeway: Any) -> None:
    with pytest.raises(TypeError, match="leeway must be a finite number of seconds"):
        make(expires_in=3600, received_at=1000).is_expired(at=0, leeway=leeway)


def test_errors_are_named_after_the_package() -> None:
    assert OAuthError.__module__ == "imagen_oauth"


@pytest.mark.parametrize("at", [10**400, -(10**400), float("inf")])
def test_time_beyond_any_date_is_a_type_error(at: Any) -> None:
    with pytest.raises(TypeError, match="at must be a finite number of seconds"):
        make(expires_in=3600, received_at=1000).is_expired(at=at, leeway=0.5)
