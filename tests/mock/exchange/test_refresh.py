"""Refresh tokens of a mock server: rotation, its grace time, and reuse."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.mock.exchange.client import Client


@pytest.fixture
def strict(client: Client) -> Client:
    """Return a client of a server without a grace time."""
    client.server.configure(grace=0)
    return client


@pytest.fixture
def keeping(package: Any) -> Iterator[Client]:
    """Yield a client of a server that does not rotate."""
    with package("robin_oauth_mock").MockServer() as server:
        yield Client(server)


def test_refresh_returns_new_tokens_with_the_same_scopes(strict: Client) -> None:
    first = strict.tokens(scope="read write")
    second = strict.refresh(first["refresh_token"]).json
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]
    assert second["scope"] == "read write"
    assert strict.call(second["access_token"]).status == 200
    assert strict.server.reuses == 0


def test_reuse_ends_every_token_of_the_grant(strict: Client) -> None:
    first = strict.tokens()
    second = strict.refresh(first["refresh_token"]).json
    other = strict.tokens()
    assert strict.refresh(first["refresh_token"]).error == (400, "invalid_grant")
    assert strict.refresh(second["refresh_token"]).error == (400, "invalid_grant")
    assert strict.call(second["access_token"]).status == 401
    assert strict.call(first["access_token"]).status == 401
    assert strict.server.reuses == 1
    # Another login is not affected.
    assert strict.call(other["access_token"]).status == 200
    assert strict.refresh(other["refresh_token"]).status == 200


def test_old_refresh_token_works_during_the_grace_time(client: Client) -> None:
    first = client.tokens()["refresh_token"]
    client.refresh(first)
    client.server.advance(29)
    assert client.refresh(first).status == 200
    client.server.advance(2)
    assert client.refresh(first).error == (400, "invalid_grant")
    assert client.server.reuses == 1


def test_one_of_twenty_parallel_refreshes_succeeds(
    strict: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = strict.server._issued.accepts_refresh

    def slowly(*values: Any) -> bool:
        found = bool(check(*values))
        time.sleep(0.01)
        return found

    # Without a lock, other requests are checked before the token is replaced.
    monkeypatch.setattr(strict.server._issued, "accepts_refresh", slowly)
    first = strict.tokens()["refresh_token"]
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(strict.refresh, [first] * 20))
    assert sorted(one.status for one in found) == [200] + [400] * 19
    assert {one.json["error"] for one in found if one.status == 400} == {
        "invalid_grant"
    }


def test_refresh_token_stays_without_rotation(keeping: Client) -> None:
    first = keeping.exchange(keeping.code()).json
    second = keeping.refresh(first["refresh_token"]).json
    third = keeping.refresh(first["refresh_token"]).json
    assert second["refresh_token"] == third["refresh_token"] == first["refresh_token"]
    access = {one["access_token"] for one in (first, second, third)}
    assert len(access) == 3
    assert [keeping.call(one).status for one in access] == [200] * 3
    keeping.server.configure(rotates=True)
    fourth = keeping.refresh(first["refresh_token"]).json
    assert fourth["refresh_token"] != first["refresh_token"]


def test_refresh_can_narrow_the_scopes(strict: Client) -> None:
    first = strict.tokens(scope="read write")["refresh_token"]
    narrow = strict.refresh(first, scope="read").json
    assert narrow["scope"] == "read"
    assert strict.call(narrow["access_token"], "/needs/write").status == 403
    wide = strict.refresh(narrow["refresh_token"]).json
    assert wide["scope"] == "read write"


def test_refresh_for_other_scopes_is_rejected_and_keeps_the_token(
    strict: Client,
) -> None:
    first = strict.tokens(scope="read")["refresh_token"]
    assert strict.refresh(first, scope="write").error == (400, "invalid_scope")
    assert strict.refresh(first).status == 200


@pytest.mark.parametrize("token", ["", "nope"])
def test_unknown_refresh_token_is_rejected(strict: Client, token: str) -> None:
    error = "invalid_grant" if token else "invalid_request"
    assert strict.refresh(token).error == (400, error)


def test_server_without_refreshes_issues_no_refresh_token(package: Any) -> None:
    with package("dipper_oauth_mock").MockServer() as server:
        public = Client(server)
        public.headers = {}
        redirect = server.approve(public.url(redirect_uri=None, scope=None, state=None))
        code = redirect.partition("code=")[2]
        tokens = public.exchange(code, redirect_uri=None).json
    assert sorted(tokens) == ["access_token", "expires_in", "token_type"]


def test_access_token_is_no_refresh_token(strict: Client) -> None:
    access = strict.tokens()["access_token"]
    assert strict.refresh(access).error == (400, "invalid_grant")


def test_refresh_token_belongs_to_its_client(strict: Client) -> None:
    first = strict.tokens()["refresh_token"]
    other = Client(strict.server, "PUBLIC")
    assert other.refresh(first).error == (400, "invalid_grant")
    assert strict.refresh(first).status == 200
    assert strict.server.reuses == 0
