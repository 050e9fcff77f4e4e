"""A login on another device: polls at the pace of the server, until the codes expire (RFC 8628 §3.5)."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.login.running import Command, Said

PACKAGE = "warbler_oauth._runtime"


class Device:
    """A device login of warbler, with a clock that only pauses move."""

    def __init__(
        self, server: Any, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.server, self.command = server, command
        self.pauses: list[float] = []
        self.opened: list[str] = []
        self.decide: Callable[[str], None] = server.approve_device
        self._ahead = 0.0
        clock = SimpleNamespace(sleep=self._sleep, time=self._time)
        waiting = importlib.import_module(f"{PACKAGE}.exchange.device_wait")
        flow = importlib.import_module(f"{PACKAGE}.cli.exchange.device_flow")
        monkeypatch.setattr(waiting, "time", clock)
        monkeypatch.setattr(flow, "has_browser", lambda: True)
        monkeypatch.setattr(flow, "open_browser", self._open)

    @property
    def words(self) -> tuple[str, ...]:
        client = ("--server", self.server.domain, "--client-id", "PUBLIC")
        return ("login", *client, "--scope", "read", "--scheme", "http", "--device")

    def login(self, *more: str) -> Said:
        return self.command(*self.words, *more)

    def restart(self) -> str:
        words = " ".join((*self.words[:-1], "--device", "--timeout", "30"))
        return f"nothing was stored; to start again: warbler-oauth {words}"

    def _time(self) -> float:
        return time.time() + self._ahead

    def _sleep(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 1))
        self._ahead += seconds
        self.server.advance(seconds)

    def _open(self, url: str, _: str) -> None:
        self.opened.append(url)
        self.decide(url.partition("user_code=")[2])


@pytest.fixture
def device(start: Any, command: Any, monkeypatch: pytest.MonkeyPatch) -> Device:
    return Device(start("warbler"), command("warbler"), monkeypatch)


def test_codes_and_both_addresses_are_shown(device: Device) -> None:
    said = device.login()
    assert (said.code, said.out) == (0, ""), said.err
    [url] = device.opened
    address, _, code = url.partition("?user_code=")
    lines = said.err.splitlines()
    assert lines[:5] == [
        "Open this address on any device, and enter this code if the page asks for it:",
        f"  {address}",
        f"  {code}",
        "Or open this one, and compare the code:",
        f"  {url}",
    ]
    assert lines[5].startswith("Waiting until you approve; the code works until ")
    assert lines[6] == "granted: read"


def test_browser_does_not_open_if_the_user_does_not_want_that(device: Device) -> None:
    device.server.fault(times=1, error="access_denied")
    assert device.login("--no-browser").code == 1
    assert device.opened == []


def test_slow_down_makes_all_later_pauses_longer(device: Device) -> None:
    device.server.fault(error="authorization_pending")
    device.server.fault(times=2, error="slow_down")
    said = device.login()
    assert said.code == 0, said.err
    assert device.pauses == [5, 5, 10, 15]


def test_polls_without_a_readable_response_double_the_pause(device: Device) -> None:
    device.server.fault(times=2, drop="before")
    device.server.fault(status=502, body="<h1>Bad gateway", content_type="text/html")
    said = device.login()
    assert said.code == 0, said.err
    assert device.pauses == [5, 10, 20, 40]
    assert device.server.requests["token"] == 4


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        ("access_denied", "access_denied", "the user denied the login"),
        ("expired_token", "expired_token", "the codes of the login have expired"),
        ("invalid_client", "authorization_error", "the code invalid_client"),
    ],
)
def test_final_errors_end_the_login_with_one_line_and_how_to_start_again(
    device: Device, error: str, code: str, text: str
) -> None:
    device.server.fault(error=error)
    said = device.login()
    assert (said.code, said.out) == (1, "")
    line, step = said.err.splitlines()[-2:]
    assert line.startswith("Error: ")
    assert text in line
    assert line.endswith(f" [{code}]")
    assert step == device.restart()
    assert device.pauses == [5]
    assert not device.command.has_entries()


def test_denial_of_the_user_is_reported(device: Device) -> None:
    device.decide = device.server.deny_device
    said = device.login()
    assert said.code == 1
    assert "[access_denied]" in said.err


def test_polls_end_when_the_codes_expire(device: Device) -> None:
    device.decide = lambda _: None
    response = {
        "device_code": "c",
        "user_code": "AB",
        "verification_uri": "https://warbler.example/device",
        "expires_in": 12,
    }
    device.server.fault("device_authorization", body=json.dumps(response))
    device.server.fault(times=100, error="authorization_pending")
    said = device.login()
    assert said.code == 1
    assert "[expired_token]" in said.err
    # The last pause is cut to the end of the codes, and is not followed by a poll.
    assert device.pauses[:2] == [5, 5]
    assert len(device.pauses) == 3
    assert 0 < device.pauses[2] <= 2
    assert device.server.requests["token"] == 2
    # Without the complete address, there is nothing to open.
    assert device.opened == []
    assert "Or open this one" not in said.err


@pytest.mark.parametrize("name", ["verification_uri", "verification_uri_complete"])
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "http://warbler.example/"]
)
def test_address_that_no_browser_may_open_ends_the_login(
    device: Device, name: str, address: str
) -> None:
    response = {
        "device_code": "c",
        "user_code": "AB",
        "verification_uri": "https://warbler.example/device",
        "expires_in": 60,
        name: address,
    }
    device.server.fault("device_authorization", body=json.dumps(response))
    said = device.login()
    assert (said.code, said.out) == (1, "")
    assert "[insecure_verification_uri]" in said.err
    assert device.opened == []
    assert device.pauses == []


def test_device_login_is_repeated_on_a_device(device: Device) -> None:
    assert device.login().code == 0
    said = device.command("login", "--again")
    assert said.code == 0, said.err
    assert len(device.opened) == 2
    [entry] = device.command.entries()
    assert entry["settings"] == {"grant": "device_code"}
