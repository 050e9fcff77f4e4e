"""A request that waits in a session: what JSON keeps of it, and what damage is found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.exchange.begun import (
    REDIRECT,
    STATE,
    VERIFIER,
    client_of,
    code_of,
    request_of,
)
from tests.exchange.conftest import Load
from tests.rows import each_row

URL = (
    "https://robin.example/authorize?response_type=code&client_id=s6BhdRkqt3"
    "&redirect_uri=https:%2F%2Fclient.example.com%2Fcb&scope=read&state=af0ifjsldkj"
    "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    "&code_challenge_method=S256&prompt=a%20b"
)
PENDING = {
    "version": 1,
    "server": "https://robin.example/authorize",
    "client_id": "s6BhdRkqt3",
    "redirect_uri": REDIRECT,
    "url": URL,
    "scopes": ["read"],
    "extra_parameters": [["prompt", "a b"]],
    "state": STATE,
    "code_verifier": VERIFIER,
}


def test_whole_value(load: Load) -> None:
    client = client_of(load("robin"))
    extra = {"prompt": "a b"}
    request = request_of(client, scopes=["read"], extra_parameters=extra)
    assert request.pending() == PENDING


def test_json_round_trip(load: Load) -> None:
    package = load("robin")
    client = client_of(package)
    extra = {"prompt": "a b"}
    request = request_of(client, scopes=["read"], extra_parameters=extra)
    kept = json.dumps(request.pending())
    # Another process has an equal client.
    resumed = client_of(package).resume(json.loads(kept))
    assert resumed == request
    names = ("url", "scopes", "state", "code_verifier", "redirect_uri", "client_id")
    for name in (*names, "extra_parameters", "issuer", "scheme", "client"):
        assert getattr(resumed, name) == getattr(request, name), name
    assert resumed.pending() == request.pending()
    code = resumed.parse_redirect(f"{REDIRECT}?code=c&state={STATE}")
    assert code.request is resumed
    first = request.parse_redirect(f"{REDIRECT}?code=c&state={STATE}")
    assert client.token_request(code).body == client.token_request(first).body


def damaged(name: str, value: object) -> dict[str, object]:
    return {**PENDING, name: value}


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in PENDING.items() if key != name}


@each_row(
    "pending",
    [
        *[without(name) for name in PENDING],
        *[damaged(name, None) for name in PENDING],
        *[damaged(name, {}) for name in PENDING],
        *[damaged(name, "") for name in PENDING],
        *[damaged(name, "\ud800") for name in PENDING],
        damaged("version", 2),
        damaged("server", "https://other.example/authorize"),
        damaged("client_id", "other"),
        damaged("redirect_uri", "https://client.example.com/other"),
        damaged("url", URL.replace("robin.example", "evil.example")),
        damaged("url", URL.replace("/authorize?", "/authorize/x?")),
        damaged("url", "https://robin.example/authorize"),
        damaged("url", URL.replace("af0ifjsldkj", "other")),
        damaged("scopes", "read"),
        damaged("scopes", ["read", 7]),
        damaged("extra_parameters", [["prompt"]]),
        damaged("extra_parameters", [["prompt", 7]]),
        damaged("extra_parameters", {"prompt": "a b"}),
        damaged("state", "other"),
        damaged("state", STATE[:-1]),
        damaged("code_verifier", VERIFIER[:-1]),
        damaged("code_verifier", VERIFIER[::-1]),
        damaged("code_verifier", "é" * 43),
        {},
        [],
        None,
        json.dumps(PENDING),
    ],
)
def test_damage(load: Load, pending: Any) -> None:
    package = load("robin")
    client = client_of(package)
    assert client.resume(dict(PENDING)).url == URL
    with pytest.raises(package.OAuthError) as caught:
        client.resume(pending)
    assert (caught.value.code, caught.value.argument) == ("invalid_pending", "pending")


@pytest.mark.parametrize(
    "values",
    [
        {"client_id": "other"},
        {"redirect_uri": "https://client.example.com/other"},
        {"redirect_uri": None},
    ],
)
def test_other_client(load: Load, values: dict[str, Any]) -> None:
    package = load("robin")
    with pytest.raises(package.OAuthError) as caught:
        client_of(package, **values).resume(PENDING)
    assert caught.value.message == "pending belongs to a request of another client"


def test_other_endpoint(load: Load) -> None:
    package = load("heron")
    pending = request_of(client_of(package, shop="a", api_key="k")).pending()
    with pytest.raises(package.OAuthError) as caught:
        client_of(package, shop="ab", api_key="k").resume(pending)
    assert caught.value.code == "invalid_pending"


def test_only_random_values_that_the_provider_has(load: Load) -> None:
    client = client_of(load("wren"))
    pending = request_of(client).pending()
    assert sorted(pending) == [
        *("client_id", "extra_parameters", "redirect_uri", "scopes", "server"),
        *("state", "url", "version"),
    ]
    assert client.resume(pending).code_verifier is None
    package = load("dipper")
    client = package.OAuthClient(client_id="k")
    pending = client.authorization_request(code_verifier=VERIFIER).pending()
    assert (pending["redirect_uri"], pending["code_verifier"]) == (None, VERIFIER)
    assert client.resume(pending).pending() == pending


def test_several_logins_at_once_are_finished_in_any_order(load: Load) -> None:
    client = client_of(load("robin"))
    kept = [client.authorization_request().pending() for _ in range(3)]
    assert len({one["state"] for one in kept}) == 3
    assert len({one["code_verifier"] for one in kept}) == 3
    by_state = {one["state"]: one for one in kept}
    for one in reversed(kept):
        uri = f"{REDIRECT}?code=c&state={one['state']}"
        request = client.resume(by_state[one["state"]])
        assert request.parse_redirect(uri).reveal() == "c"


def test_equal_requests_have_the_same_code(load: Load) -> None:
    """A code is bound to its client, so its result is the same after a restart."""
    package = load("robin")
    code = code_of(client_of(package))
    assert client_of(package).token_request(code).url == "https://robin.example/token"
