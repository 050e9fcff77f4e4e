"""Renewals that fail: no lost refresh token, and none that is sent twice."""

from __future__ import annotations

import asyncio
import importlib
import json
import time
import warnings
from typing import Any

import pytest

from tests.exchange.rotating import Rotating
from tests.exchange.sources import Parts, expire, stored


def test_rejected_refresh_token_is_sent_once(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    source.save(parts.expired("never issued"))
    for _ in range(5):
        with pytest.raises(parts.package.OAuthError) as raised:
            source.token()
        assert raised.value.code == "login_required"
    assert server.requests == 1
    assert stored(store)["dead"] is True
    # The next process does not send it either.
    with pytest.raises(parts.package.OAuthError):
        parts.source(server.send, store).token()
    assert server.requests == 1
    # A login revives the entry.
    source.save(server.issue(parts.client, parts.package))
    assert source.token().reveal() == server.access_token


def test_login_during_a_refresh_wins(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    source.save(parts.expired("never issued"))
    login = server.issue(parts.client, parts.package)

    def send(request: Any) -> Any:
        # The store is changed without its lock, as by another program.
        records = parts.stores.TokenSource.__module__.rpartition(".")[0] + ".records"
        kept = importlib.import_module(records).Kept(login, time.time())
        store.write("user", kept.record())
        return server.send(request)

    assert parts.source(send, store).token().reveal() == login.reveal()
    assert stored(store)["dead"] is False


def test_expired_login_during_a_refresh_is_refreshed(
    parts: Parts, store: Any, server: Rotating
) -> None:
    parts.source(server.send, store).save(parts.expired("never issued"))
    login = parts.expired(server.new_family(), since=1)
    records = parts.stores.TokenSource.__module__.rpartition(".")[0] + ".records"
    kept = importlib.import_module(records).Kept(login, time.time() - 100)

    def send(request: Any) -> Any:
        if server.requests == 0:
            store.write("user", kept.record())
        return server.send(request)

    assert parts.source(send, store).token().reveal() == server.access_token
    assert (server.requests, server.refreshes) == (2, 1)


def test_error_of_a_sender_is_not_replaced_by_an_earlier_one(
    parts: Parts, store: Any, server: Rotating
) -> None:
    answers: list[Exception] = [RuntimeError("closed"), RuntimeError("closed")]

    def send(request: Any) -> Any:
        if server.answer is None:
            raise answers.pop()
        return server.send(request)

    source = parts.source(send, store)
    source.save(parts.expired(server.new_family()))
    server.answer = (429, {"Retry-After": "0"}, b"")
    with pytest.raises(parts.package.EndpointError):
        source.token()
    server.answer = None
    for _ in range(2):
        with pytest.raises(RuntimeError, match="closed"):
            source.token()


def test_failed_refresh_keeps_the_token(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    source.save(parts.expired(server.new_family()))
    server.answer = (429, {"Retry-After": "0"}, b"")
    with pytest.raises(parts.package.EndpointError):
        source.token()
    assert stored(store)["sent_at"] is None
    server.answer = None
    assert source.token().reveal() == server.access_token


def test_refresh_waits_as_long_as_the_server_says(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    source.save(parts.expired(server.new_family()))
    server.answer = (429, {"Retry-After": "60"}, b"")
    for _ in range(50):
        with pytest.raises(parts.package.EndpointError) as raised:
            source.token()
        assert raised.value.retry_after == 60
    assert server.requests == 1


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        (None, "invalid_grant"),
        (
            "Token has been expired or revoked.",
            "invalid_grant: Token has been expired or revoked.",
        ),
        (
            'The "refresh_token" isn\'t valid: log-in (URL) required!',
            'invalid_grant: The "refresh_token" isn\'t valid: log-in (URL) required!',
        ),
        (
            "AADSTS70000: The token, issued at 2026-01-31 02:00, has expired.",
            "invalid_grant: \u2026 The token, issued at \u2026 has expired.",
        ),
        ("never issued is unknown", "invalid_grant: (not shown) is unknown"),
        ("n e v e r%20issue d", "invalid_grant: (not shown)"),
        ("the access token was ended", "invalid_grant: the access token was ended"),
        ("Zm9vYmFy 12.5 a@b", "invalid_grant"),
        ("so " * 100, "invalid_grant: " + "so " * 66 + "\u2026"),
        ("expired\u202e \x1b[31mnow\r\nLOGIN", "invalid_grant: expired now LOGIN"),
    ],
)
def test_rejection_says_why_in_plain_words(
    parts: Parts, store: Any, server: Rotating, description: str | None, reason: str
) -> None:
    source = parts.source(server.send, store)
    source.save(parts.expired("never issued"))
    body = {"error": "invalid_grant", "error_description": description}
    given = {name: one for name, one in body.items() if one is not None}
    server.answer = (
        400,
        {"Content-Type": "application/json"},
        json.dumps(given).encode(),
    )
    for _ in range(2):
        with pytest.raises(parts.package.OAuthError) as raised:
            source.token()
        assert str(raised.value) == (
            f"the server rejected the refresh token ({reason}): log in again, and save "
            "the new token [login_required]"
        )
    # The store says only that it was rejected.
    with pytest.raises(parts.package.OAuthError) as raised:
        parts.source(server.send, store).token()
    assert (
        raised.value.message == "the server rejected the refresh token (invalid_grant)"
    )
    assert server.requests == 1


def test_login_required_says_what_is_missing(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    with pytest.raises(parts.package.OAuthError) as raised:
        source.token()
    assert str(raised.value) == (
        "no token is stored, and only a login can get one: log in, and save the token "
        "[login_required]"
    )
    source.save(parts.package.AccessToken.from_value("a", **ended(parts)))
    with pytest.raises(parts.package.OAuthError) as raised:
        source.token()
    assert str(raised.value) == (
        "the stored token can no longer be used, and it has no refresh token: log in "
        "again, and save the new token [login_required]"
    )
    assert server.requests == 0


def ended(parts: Parts) -> dict[str, Any]:
    """Return what describes a token that expired an hour ago."""
    return {
        "domain": parts.client.issuer,
        "client_id": parts.client.client_id,
        "expires_in": 60,
        "received_at": time.time() - 3660,
    }


def test_lost_response_is_followed_by_one_refresh_after_the_expiry(
    parts: Parts, store: Any, server: Rotating
) -> None:
    family = server.new_family()
    source = parts.source(server.losing, store)
    source.save(parts.ending(family))
    # While the old token works, the refresh token is not sent again.
    assert source.token().reveal() == "ending"
    assert parts.source(server.losing, store).token().reveal() == "ending"
    assert server.requests == 1
    expire(store)
    fresh = parts.source(server.losing, store)
    with pytest.raises(parts.delivery.DeliveryError):
        fresh.token()
    assert server.requests == 2
    with pytest.raises(parts.package.OAuthError) as raised:
        parts.source(server.losing, store).token()
    assert (raised.value.code, raised.value.message) == (
        "login_required",
        "a refresh was sent twice, and no response arrived, so the refresh token may have been used",
    )
    assert server.requests == 2


def test_request_that_was_not_sent_is_sent_later(
    parts: Parts, store: Any, server: Rotating
) -> None:
    def unreachable(_: Any) -> Any:
        raise parts.delivery.unreachable()

    parts.source(server.send, store).save(parts.expired(server.new_family()))
    for _ in range(3):
        with pytest.raises(parts.delivery.DeliveryError):
            parts.source(unreachable, store).token()
    assert stored(store)["sent_at"] is None
    assert parts.source(server.send, store).token().reveal() == server.access_token


def test_error_page_of_a_gateway_does_not_force_a_login(
    parts: Parts, store: Any, server: Rotating
) -> None:
    parts.source(server.send, store).save(parts.expired(server.new_family()))
    server.answer = (502, {"Content-Type": "text/html"}, b"<html>")
    for _ in range(4):
        with pytest.raises(parts.package.EndpointError):
            parts.source(server.send, store).token()
    server.answer = None
    assert parts.source(server.send, store).token().reveal() == server.access_token


def test_token_that_cannot_be_stored_is_served_and_stored_later(
    parts: Parts, server: Rotating
) -> None:
    class Full(parts.stores.MemoryStore):  # type: ignore[name-defined, misc]
        is_full = False

        def write(self, key: str, record: Any) -> None:
            # The mark before the request still fits.
            if self.is_full and record["sent_at"] is None:
                raise OSError(28, "No space left on device")
            parts.stores.MemoryStore.write(self, key, record)

    store = Full()
    source = parts.source(server.send, store)
    source.save(parts.expired(server.new_family()))
    store.is_full = True
    with pytest.warns(RuntimeWarning, match="could not be stored"):
        assert source.token().reveal() == server.access_token
    with pytest.warns(RuntimeWarning, match="could not be stored"):
        assert source.token().reveal() == server.access_token
    assert server.refreshes == 1
    store.is_full = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert source.token().reveal() == server.access_token
    assert stored(store)["refresh_token"] == server.refresh_token
    assert (server.refreshes, server.reuses) == (1, 0)


def test_nothing_is_sent_if_the_store_cannot_keep_the_mark(
    parts: Parts, server: Rotating
) -> None:
    """A read-only store shows it before the server replaces the refresh token."""

    class ReadOnly(parts.stores.MemoryStore):  # type: ignore[name-defined, misc]
        is_read_only = False

        def write(self, key: str, record: Any) -> None:
            if self.is_read_only:
                raise OSError(30, "Read-only file system")
            parts.stores.MemoryStore.write(self, key, record)

    store = ReadOnly()
    source = parts.source(server.send, store)
    source.save(parts.expired(server.new_family()))
    store.is_read_only = True
    for _ in range(2):
        with pytest.raises(OSError, match="Read-only"):
            source.token()
    assert server.requests == 0
    store.is_read_only = False
    assert source.token().reveal() == server.access_token


@pytest.mark.parametrize("is_async", [False, True])
def test_token_that_expires_while_the_lock_is_taken_is_waited_for(
    parts: Parts, server: Rotating, monkeypatch: pytest.MonkeyPatch, is_async: bool
) -> None:
    """A caller that need not wait at first waits once its token has expired."""
    real = time.time
    asked: list[float] = []

    class Taken(parts.stores.MemoryStore):  # type: ignore[name-defined, misc]
        def locked(self, key: str, patience: float) -> Any:
            asked.append(patience)
            if len(asked) == 1:
                monkeypatch.setattr(time, "time", lambda: real() + 10)
                raise parts.stores.busy()
            return parts.stores.MemoryStore.locked(self, key, patience)

    store = Taken()
    kept = importlib.import_module(
        f"{parts.package.__name__}._runtime.exchange.records"
    )
    record = kept.new_token(parts.ending(server.new_family()), real()).record()
    store.write("user", record)
    if is_async:

        async def send(request: Any) -> Any:
            return server.send(request)

        source = parts.async_source(send, store)
        source._renewal._kept = kept.kept_of(
            record, parts.package.AccessToken, parts.client
        )
        found = asyncio.run(source.token())
    else:
        source = parts.source(server.send, store)
        source._renewal._kept = kept.kept_of(
            record, parts.package.AccessToken, parts.client
        )
        found = source.token()
    assert found.reveal() == server.access_token
    assert (asked[0], server.refreshes) == (0, 1)


def test_deleted_token_is_in_no_store_and_no_source(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    source.save(server.issue(parts.client, parts.package))
    source.delete()
    source.delete()
    assert store.read("user") is None
    with pytest.raises(parts.package.OAuthError) as caught:
        source.token()
    assert caught.value.code == "login_required"
    token = server.issue(parts.client, parts.package)
    source.save(token)
    assert source.token() == token


def test_deleted_token_of_a_task_is_in_no_store(parts: Parts, server: Rotating) -> None:
    async def send(request: Any) -> Any:
        return server.send(request)

    async def use() -> None:
        await source.save(server.issue(parts.client, parts.package))
        await source.delete()
        assert store.read("user") is None
        with pytest.raises(parts.package.OAuthError) as caught:
            await source.token()
        assert caught.value.code == "login_required"

    store = parts.stores.MemoryStore()
    source = parts.async_source(send, store)
    asyncio.run(use())


def test_rejected_token_is_marked_although_the_store_cannot_be_read(
    parts: Parts, server: Rotating
) -> None:
    """The second read after invalid_grant fails once."""

    class Unreadable(parts.stores.MemoryStore):  # type: ignore[name-defined, misc]
        reads = 0

        def read(self, key: str) -> Any:
            self.reads += 1
            if self.reads == 2:
                raise OSError(5, "Input/output error")
            return parts.stores.MemoryStore.read(self, key)

    store = Unreadable()
    source = parts.source(server.send, store)
    source.save(parts.expired("unknown"))
    for _ in range(2):
        with pytest.raises(parts.package.OAuthError) as caught:
            source.token()
        assert caught.value.code == "login_required"
    assert (server.requests, stored(store)["dead"]) == (1, True)


@pytest.mark.parametrize("offset", [-86_400, 86_400])
def test_clock_that_jumps_loses_no_refresh_token(
    parts: Parts,
    store: Any,
    server: Rotating,
    monkeypatch: pytest.MonkeyPatch,
    offset: float,
) -> None:
    source = parts.source(server.send, store)
    source.save(server.issue(parts.client, parts.package))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + offset)
    assert source.token().reveal() == server.access_token
    monkeypatch.undo()
    assert source.token().reveal() == server.access_token
    assert stored(store)["refresh_token"] == server.refresh_token
    assert server.reuses == 0


def test_entry_that_is_damaged_is_reported(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    source.save(server.issue(parts.client, parts.package))
    good = stored(store)
    # Anything but a true mark means that there is none.
    for name in good.keys() - {"resent", "dead"}:
        store.write("user", {**good, name: [1] if name == "members" else {"x": []}})
        with pytest.raises(parts.package.OAuthError) as raised:
            parts.source(server.send, store).token()
        assert raised.value.code == "record_damaged", name
