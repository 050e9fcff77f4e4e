"""Two hundred flows of each grant at once: none fails, and the counts are exact."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.mock.exchange.client import Client

FLOWS = 200
LIMIT = 60
"""The seconds that all flows can take on a machine that is busy."""
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def at_once(flow: Callable[[int], str]) -> list[str]:
    """Return the token of each flow. Each has its own thread, and all begin together."""
    barrier = Barrier(FLOWS)

    def run(index: int) -> str:
        barrier.wait(LIMIT)
        return flow(index)

    with ThreadPoolExecutor(FLOWS) as pool:
        tokens = list(pool.map(run, range(FLOWS), timeout=LIMIT))
    assert len({*tokens}) == FLOWS
    return tokens


def test_two_hundred_flows_of_each_grant_at_once(client: Client) -> None:
    server, begun = client.server, time.monotonic()

    def code(_: int) -> str:
        return str(client.tokens()["refresh_token"])

    def device(_: int) -> str:
        codes = client.post("/device_authorization", {"scope": "read"}).json
        server.approve_device(codes["user_code"])
        form = {"grant_type": DEVICE, "device_code": codes["device_code"]}
        return str(client.post("/token", form).json["refresh_token"])

    def own(_: int) -> str:
        answer = client.post("/token", {"grant_type": "client_credentials"})
        return str(answer.json["access_token"])

    refresh_tokens = at_once(code)
    at_once(device)

    def renewed(index: int) -> str:
        return str(client.refresh(refresh_tokens[index]).json["access_token"])

    access_tokens = at_once(renewed) + at_once(own)
    assert client.call(access_tokens[0]).status == 200
    assert server.requests == {
        "authorization": FLOWS,
        "token": 4 * FLOWS,
        "device_authorization": FLOWS,
        "revocation": 0,
        "metadata": 0,
        "resource": 1,
    }
    assert server.reuses == 0
    kinds = [one.kind for one in server.issued()]
    assert kinds.count("access_token") == 4 * FLOWS
    # Each code and device has one refresh token, and each refresh another one.
    assert kinds.count("refresh_token") == 3 * FLOWS
    assert kinds.count("device") == FLOWS
    assert time.monotonic() - begun < LIMIT


def each_of_twenty(status: Callable[[int], int]) -> list[int]:
    with ThreadPoolExecutor(20) as pool:
        return sorted(pool.map(status, range(20)))


def test_one_of_many_uses_of_a_code_or_a_refresh_token_works(client: Client) -> None:
    client.server.configure(grace=0)
    code = client.code()
    used = each_of_twenty(lambda _: client.exchange(code).status)
    assert used == [200] + [400] * 19
    assert client.server.reuses == 19
    refresh_token = client.tokens()["refresh_token"]
    client.server.reset()
    refreshed = each_of_twenty(lambda _: client.refresh(refresh_token).status)
    assert refreshed == [200] + [400] * 19
    assert client.server.reuses == 1
