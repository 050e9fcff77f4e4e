"""Processes that share one stored token: one refresh per expiry, and nothing lost that is not said to be."""

from __future__ import annotations

import importlib
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from tests.exchange import stopped, worker
from tests.exchange.conftest import Load
from tests.exchange.stopped import stopped_at

LONG = os.environ.get("HOSTILE") == "long"
EXPIRIES = 200 if LONG else 10
KILLS = 300 if LONG else 30
LIFETIME = 2
"""Seconds; the shortest lifetime that leaves each token some time."""


class Interrupted(NamedTuple):
    """What is left of a renewal that ended at one of its stops."""

    stops: int
    is_replaced: bool
    """Whether the server replaced the refresh token."""
    is_old: bool
    """Whether the store still has the old one."""
    is_marked: bool
    """Whether the store has the mark of a refresh whose result is unknown."""


class Server:
    """A mock server that ends a grant whose refresh token is used twice, a little late."""

    def __init__(self, running: Any, package: Any, refreshed_at: list[float]) -> None:
        self.running = running
        self.port = int(running.domain.partition(":")[2])
        self.refreshed_at = refreshed_at
        self._package = package
        self._client = worker.client_of(package)

    def source(self, store: str) -> Any:
        """Return a source with a store of this machine."""
        return worker.source_of("robin_oauth", store, self.port)

    def interrupted(self, store: str, stop: int | None) -> Interrupted:
        """Log in, and kill a process that renews the token at one of its system calls."""
        self.log_in(store)
        old, threads = stored(store)["refresh_token"], threading.active_count()
        self.refreshed_at.clear()
        stops = stopped_at(stop, self.source(store).token)
        # The server accepts connections in their order, and then works on each in a thread.
        httpx.get(self.running.url, headers={"Connection": "close"})
        while threading.active_count() > threads:
            time.sleep(0.001)
        record = stored(store)
        return Interrupted(
            stops,
            bool(self.refreshed_at),
            record["refresh_token"] == old,
            record["sent_at"] is not None,
        )

    def log_in(self, store: str) -> None:
        """Store a token that has expired."""
        request = self._client.authorization_request()
        code = request.parse_redirect(self.running.approve(request.url))
        send = worker.sender("robin_oauth", self.port)
        token = send(self._client.token_request(code)).reveal_refresh_token()
        self.source(store).save(expired(self._package, self._client, token))


@pytest.fixture
def server(load: Load) -> Iterator[Server]:
    package, refreshed_at = load("robin"), list[float]()

    def log(line: str) -> None:
        if line == "POST token 200":
            refreshed_at.append(time.time())

    mock = importlib.import_module("robin_oauth_mock")
    with mock.MockServer(token_lifetime=LIFETIME, rotates=True, log=log) as running:
        yield Server(running, package, refreshed_at)


def expired(package: Any, client: Any, refresh_token: str) -> Any:
    return package.AccessToken.from_value(
        "old",
        domain=client.issuer,
        client_id=client.client_id,
        expires_in=1,
        received_at=time.time() - 10,
        refresh_token=refresh_token,
    )


@pytest.mark.timeout(EXPIRIES * LIFETIME * 3 + 60)
@pytest.mark.parametrize(
    ("kind", "expiries"), [("folder", EXPIRIES), ("sqlite", EXPIRIES // 3)]
)
def test_twenty_processes_cause_one_refresh_per_expiry(
    sources: Path, tmp_path: Path, server: Server, kind: str, expiries: int
) -> None:
    store = f"{kind}:{tmp_path}/tokens"
    server.log_in(store)
    server.running.reset()
    server.running.fault(delay=0.02, times=1_000_000)
    server.refreshed_at.clear()
    # A lifetime counts from a whole second, so it ends up to a second early.
    seconds = expiries * 1.5
    run = subprocess.run(
        [sys.executable, worker.__file__, str(sources), "robin_oauth", store]
        + [str(server.port), "20", str(seconds)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(found) == 20
    assert [one["errors"] for one in found] == [[]] * 20
    assert all(one["served"] for one in found)
    assert sum(one["expired"] for one in found) == 0
    assert server.running.reuses == 0
    requests = server.running.requests["token"]
    assert len(server.refreshed_at) == requests >= expiries
    for before, after in pairwise(server.refreshed_at):
        # A tenth of the lifetime is the leeway, and a request is on its way for a moment.
        assert after >= int(before - 0.3) + LIFETIME * 0.9 - 0.3


@pytest.mark.skipif(not stopped.IS_POSSIBLE, reason="only Linux has this ptrace")
@pytest.mark.timeout(KILLS * 2 + 60)
@pytest.mark.parametrize(("kind", "kills"), [("folder", KILLS), ("sqlite", KILLS // 2)])
def test_kill_at_a_system_call_loses_only_what_the_server_had_replaced_already(
    load: Load, tmp_path: Path, server: Server, kind: str, kills: int
) -> None:
    package, chance = load("robin"), random.Random(1)
    # The first renewal imports modules, which later ones do not.
    server.log_in(f"{kind}:{tmp_path}/first")
    server.source(f"{kind}:{tmp_path}/first").token()
    last = server.interrupted(f"{kind}:{tmp_path}/rehearsal", None).stops
    found = list[Interrupted]()
    for number in range(kills):
        path = f"{kind}:{tmp_path}/tokens-{number}"
        stop = 1 + int((number + chance.random()) * last / kills)
        one = server.interrupted(path, stop)
        found.append(one)
        reuses = server.running.reuses
        try:
            # The store is readable, and the lock ended with its process.
            assert server.source(path).token()
        except package.OAuthError as error:
            assert error.code == "login_required"
            assert one == Interrupted(
                stop, is_replaced=True, is_old=True, is_marked=True
            )
        else:
            assert not (one.is_replaced and one.is_old)
        lost = one.is_replaced and one.is_old
        assert server.running.reuses - reuses == lost
    counts = Counter(one[1:] for one in found)
    print(f"{kind}: {last} stops; (replaced, old record, marked): {dict(counts)}")
    # Only a refresh whose result is unknown has a mark, and some of these were lost.
    assert (True, True, True) in counts
    assert set(counts) <= {
        (False, True, False),
        (False, True, True),
        (True, True, True),
        (True, False, False),
    }


def stored(path: str) -> Any:
    record = worker.store_of("robin_oauth", path).read("user")
    assert record is not None
    return record
