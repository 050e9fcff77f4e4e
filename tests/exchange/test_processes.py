"""Processes that share one stored token: one refresh per expiry, and nothing lost that is not said to be."""

from __future__ import annotations

import http.server
import importlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.exchange import worker
from tests.exchange.conftest import Load
from tests.exchange.rotating import Rotating

LONG = os.environ.get("HOSTILE") == "long"
EXPIRIES = 200 if LONG else 10
KILLS = 300 if LONG else 30
LIFETIME = 2
"""Seconds; the shortest lifetime that leaves each token some time."""


class Endpoint(http.server.ThreadingHTTPServer):
    """A rotating token endpoint on a port of this machine."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, rotating: Rotating) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.rotating = rotating


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with what the endpoint returns, a little late."""

    def do_POST(self) -> None:
        assert isinstance(self.server, Endpoint)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, headers, answer = self.server.rotating.respond(body)
        time.sleep(0.02)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        # The test kills clients.
        with suppress(BrokenPipeError):
            self.end_headers()
            self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint(Rotating(LIFETIME))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def expired(package: Any, client: Any, refresh_token: str) -> Any:
    return package.AccessToken.from_value(
        "old",
        domain=client.issuer,
        client_id="app",
        expires_in=1,
        received_at=time.time() - 10,
        refresh_token=refresh_token,
    )


@pytest.mark.timeout(EXPIRIES * LIFETIME * 3 + 60)
def test_twenty_processes_cause_one_refresh_per_expiry(
    load: Load, tmp_path: Path, endpoint: Endpoint
) -> None:
    package, store = load("robin"), str(tmp_path / "tokens")
    packages = str(Path(package.__file__).parents[1])
    port, rotating = endpoint.server_port, endpoint.rotating
    source = worker.source_of("robin_oauth", store, port)
    client = package.OAuthClient(client_id="app", client_secret="secret")
    source.save(expired(package, client, rotating.new_family()))
    # A lifetime counts from a whole second, so it ends up to a second early.
    seconds = EXPIRIES * 1.5
    run = subprocess.run(
        [sys.executable, worker.__file__, packages, "robin_oauth", store]
        + [str(port), "20", str(seconds)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(found) == 20
    assert [one["errors"] for one in found] == [[]] * 20
    assert all(one["served"] for one in found)
    assert sum(one["expired"] for one in found) == 0
    assert rotating.reuses == 0
    assert rotating.refreshes == rotating.requests >= EXPIRIES
    for before, after in pairwise(rotating.refreshed_at):
        # A tenth of the lifetime is the leeway, and a request is on its way for a moment.
        assert after >= int(before - 0.3) + LIFETIME * 0.9 - 0.3


@pytest.mark.timeout(KILLS * 2 + 60)
def test_killed_process_leaves_a_readable_store_and_says_what_it_may_have_lost(
    load: Load, tmp_path: Path, endpoint: Endpoint
) -> None:
    package = load("robin")
    stores = importlib.import_module("robin_oauth.token_store")
    client = package.OAuthClient(client_id="app", client_secret="secret")
    rotating, chance = endpoint.rotating, random.Random(1)
    lost = 0
    for number in range(KILLS):
        path = str(tmp_path / f"tokens-{number}")
        source = worker.source_of("robin_oauth", path, endpoint.server_port)
        source.save(expired(package, client, rotating.new_family()))
        family = rotating.family(source_refresh(stores, path))
        child = os.fork()
        if child == 0:
            source.token()
            os._exit(0)
        time.sleep(chance.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        time.sleep(0.03)
        record = stores.FolderStore(path).read("user")
        assert record is not None
        if record["refresh_token"] != rotating.valid(family):
            lost += 1
            # The server had rotated the token, and its response was not stored yet.
            assert record["sent_at"] is not None
        else:
            # The lock ended with its process.
            assert worker.source_of("robin_oauth", path, endpoint.server_port).token()
    print(f"lost grants: {lost} of {KILLS}")
    assert lost < KILLS


def source_refresh(stores: Any, path: str) -> str:
    return str(stores.FolderStore(path).read("user")["refresh_token"])
