"""Token sources: one refresh per expiry, for threads, tasks, tenants, and clients."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.conftest import Load
from tests.exchange.rotating import Rotating
from tests.exchange.sources import Package, Parts, stored


def test_fresh_token_is_returned_without_a_request(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    first = server.issue(parts.client, parts.package)
    source.save(first)
    assert source.token() == first
    assert parts.source(server.send, store).token().reveal() == first.reveal()
    assert server.refreshes == 0


def test_twenty_threads_cause_one_refresh(
    parts: Parts, store: Any, server: Rotating
) -> None:
    server.delay = 0.1
    source = parts.source(server.send, store)
    source.save(parts.expired(server.new_family()))
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(source.token().reveal()))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (server.refreshes, server.reuses) == (1, 0)
    assert found == [server.access_token] * 20
    assert stored(store)["refresh_token"] == server.refresh_token


def test_two_sources_with_one_store_cause_one_refresh(
    parts: Parts, store: Any, server: Rotating
) -> None:
    first, second = (parts.source(server.send, store) for _ in range(2))
    first.save(parts.expired(server.new_family()))
    assert first.token().reveal() == second.token().reveal() == server.access_token
    assert server.refreshes == 1


def test_tasks_of_two_event_loops_cause_one_refresh_each_expiry(
    parts: Parts, store: Any, server: Rotating
) -> None:
    async def send(request: Any) -> Any:
        await asyncio.sleep(0.05)
        return server.send(request)

    source = parts.async_source(send, store)

    async def five() -> set[str]:
        found = await asyncio.gather(*[source.token() for _ in range(5)])
        return {one.reveal() for one in found}

    async def run() -> set[str]:
        await source.save(parts.expired(server.new_family()))
        return await five()

    assert asyncio.run(run()) == {server.access_token}
    assert asyncio.run(run()) == {server.access_token}
    assert (server.refreshes, server.reuses) == (2, 0)


def test_renewal_of_a_canceled_task_is_stored(
    parts: Parts, store: Any, server: Rotating
) -> None:
    async def send(request: Any) -> Any:
        await asyncio.sleep(0.1)
        return server.send(request)

    source = parts.async_source(send, store)

    async def run() -> None:
        await source.save(parts.expired(server.new_family()))
        task = asyncio.create_task(source.token())
        await asyncio.sleep(0.03)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # A busy machine needs a while to store it.
        for _ in range(100):
            if server.refreshes and is_stored():
                return
            await asyncio.sleep(0.1)

    def is_stored() -> bool:
        return bool(stored(store)["refresh_token"] == server.refresh_token)

    asyncio.run(run())
    assert (server.refreshes, is_stored()) == (1, True)
    assert server.refreshes == 1


def test_event_loop_is_not_blocked(parts: Parts, server: Rotating) -> None:
    class Slow(parts.stores.MemoryStore):  # type: ignore[name-defined, misc]
        def read(self, key: str) -> Any:
            time.sleep(0.3)
            found: Any = parts.stores.MemoryStore.read(self, key)
            return found

    async def send(request: Any) -> Any:
        return server.send(request)

    async def run() -> float:
        source = parts.async_source(send, Slow())
        await source.save(parts.expired(server.new_family()))
        renewal, latest = asyncio.create_task(source.token()), 0.0
        while not renewal.done():
            before = time.monotonic()
            await asyncio.sleep(0.01)
            latest = max(latest, time.monotonic() - before)
        return latest

    assert asyncio.run(run()) < 0.2


def test_token_that_still_works_is_returned_during_a_renewal(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source, other = (parts.source(server.send, store) for _ in range(2))
    source.save(parts.ending(server.new_family()))
    other.token()
    server.delay = 1.0
    source.save(parts.ending(server.refresh_token))
    renewal = threading.Thread(target=source.token)
    renewal.start()
    time.sleep(0.2)
    before = time.monotonic()
    assert parts.package.AccessToken is type(source.token())
    assert time.monotonic() - before < 0.5
    renewal.join()


def test_rejected_token_is_renewed_once(
    parts: Parts, store: Any, server: Rotating
) -> None:
    source = parts.source(server.send, store)
    source.save(server.issue(parts.client, parts.package))
    rejected = source.token()
    renewed = source.renew(rejected)
    assert renewed.reveal() == server.access_token != rejected.reveal()
    assert source.renew(rejected).reveal() == renewed.reveal()
    assert server.refreshes == 1


def test_token_of_another_tenant_is_rejected(load: Load, tmp_path: Path) -> None:
    package = load("puffin")
    ours, theirs = (
        package.OAuthClient(client_id="app", tenant=tenant) for tenant in ("a", "b")
    )
    token = issued(package, ours)
    with pytest.raises(package.OAuthError) as raised:
        theirs.refresh_request(token)
    assert raised.value.code == "token_of_another_client"
    assert ours.refresh_request(token).body
    stores, refreshing = Parts.modules(package)
    store = stores.FolderStore(tmp_path / "tokens")
    sources = [
        stores.TokenSource(
            client,
            package.AccessToken,
            refreshing(client.refresh_request),
            Rotating(3600).send,
            store,
            "user",
        )
        for client in (ours, theirs)
    ]
    sources[0].save(token)
    assert sources[0].token() == token
    with pytest.raises(package.OAuthError) as raised:
        sources[1].token()
    assert raised.value.code == "token_of_another_client"


def issued(package: Package, client: Any) -> Any:
    """Return the token of a login of a client."""
    request = client.authorization_request(state="s")
    code = request.parse_query({"code": "c", "state": "s"})
    body = b'{"access_token": "t", "refresh_token": "r", "expires_in": 3600}'
    sent = client.token_request(code)
    return sent.parse_response(200, {"Content-Type": "application/json"}, body)


def test_folder_is_private(parts: Parts, server: Rotating, tmp_path: Path) -> None:
    folder = tmp_path / "tokens"
    source = parts.source(server.send, parts.stores.FolderStore(folder))
    source.save(server.issue(parts.client, parts.package))
    files = [one for one in folder.iterdir() if one.suffix == ".json"]
    assert [
        folder.stat().st_mode & 0o777,
        *(one.stat().st_mode & 0o777 for one in files),
    ] == [
        0o700,
        0o600,
    ]
    assert json.loads(files[0].read_bytes())["refresh_token"] == server.refresh_token


def test_nothing_secret_is_shown(parts: Parts, store: Any, server: Rotating) -> None:
    source = parts.source(server.send, store)
    token = server.issue(parts.client, parts.package)
    source.save(token)
    shown = f"{source!r} {store!r} {source.token()!r}"
    assert token.reveal() not in shown
    assert token.reveal_refresh_token() not in shown


def test_client_credentials_are_requested_again(load: Load) -> None:
    package = load("robin")
    parts = Parts(package)
    server = Rotating(lifetime=3600)

    def ask(_: object) -> Any:
        return parts.client.client_credentials_request()

    memory = parts.stores.MemoryStore()
    source = parts.stores.TokenSource(
        parts.client, package.AccessToken, ask, server.send, memory, "itself"
    )
    first = source.token()
    assert first == source.token()
    assert source.renew(first).reveal() == server.access_token != first.reveal()
    assert (server.requests, server.refreshes) == (2, 0)
