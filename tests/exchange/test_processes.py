"""Processes that share one stored token: one refresh per expiry, and nothing lost that is not said to be."""

from __future__ import annotations

import importlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.exchange import worker
from tests.exchange.conftest import Load

LONG = os.environ.get("HOSTILE") == "long"
EXPIRIES = 200 if LONG else 10
KILLS = 300 if LONG else 30
LIFETIME = 2
"""Seconds; the shortest lifetime that leaves each token some time."""


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
        running.fault(delay=0.02, times=1_000_000)
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
    load: Load, tmp_path: Path, server: Server, kind: str, expiries: int
) -> None:
    store = f"{kind}:{tmp_path}/tokens"
    packages = str(Path(load("robin").__file__).parents[1])
    server.log_in(store)
    server.running.reset()
    server.running.fault(delay=0.02, times=1_000_000)
    server.refreshed_at.clear()
    # A lifetime counts from a whole second, so it ends up to a second early.
    seconds = expiries * 1.5
    run = subprocess.run(
        [sys.executable, worker.__file__, packages, "robin_oauth", store]
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


@pytest.mark.timeout(KILLS * 2 + 60)
@pytest.mark.parametrize(("kind", "kills"), [("folder", KILLS), ("sqlite", KILLS // 2)])
def test_killed_process_leaves_a_readable_store_and_says_what_it_may_have_lost(
    load: Load, tmp_path: Path, server: Server, kind: str, kills: int
) -> None:
    package, chance, lost = load("robin"), random.Random(1), 0
    for number in range(kills):
        path = f"{kind}:{tmp_path}/tokens-{number}"
        server.log_in(path)
        source = server.source(path)
        child = os.fork()
        if child == 0:
            source.token()
            os._exit(0)
        time.sleep(chance.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        time.sleep(0.03)
        record = stored(path)
        try:
            # The lock ended with its process.
            assert server.source(path).token()
        except package.OAuthError as error:
            assert error.code == "login_required"
            lost += 1
            # The server had rotated the token, and its response was not stored yet.
            assert record["sent_at"] is not None
    print(f"lost grants: {lost} of {kills}")
    assert server.running.reuses == lost < kills


def stored(path: str) -> Any:
    record = worker.store_of("robin_oauth", path).read("user")
    assert record is not None
    return record
