"""The job of unattended.md runs for a month: renewals, two outages, and a grant that the user revokes."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import ssl
import time
from collections.abc import Callable
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from generator import pipeline
from tests.e2e.documented import without_proxies
from tests.login.conftest import SPECS
from tests.login.running import Command
from tests.shared import tree_to_run

CONTEXT = cache(ssl.create_default_context)
STRFTIME, OPEN = time.strftime, os.open
DAY = 86_400
DAYS = 30
TOKENS_DOWN, API_DOWN, REVOKED = 9, 17, 23
"""The nights in which something fails."""


class Night(NamedTuple):
    """The exit code of the job, and what it added to the log, without the bytes of an item."""

    code: int
    log: list[str]


def _at_once(_: float) -> None:
    """Stand for a wait."""


class Month:
    """The job in a home folder, the command with the same store, and their mock server."""

    def __init__(
        self, server: Any, command: Command, home: Path, patch: pytest.MonkeyPatch
    ) -> None:
        self.server, self.command, self.folder = server, command, home / "nightly"
        self._patch, self._now = patch, 0.0
        self._locks: list[int] = []
        self.folder.mkdir(mode=0o700)
        (self.folder / "items.txt").touch()
        (self.folder / "nightly.log").touch()
        [file] = [one for one in SPECS if one.stem == "warbler"]
        page = tree_to_run(pipeline.load(file), ["docs"])["docs/unattended.md"].decode()
        script = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[
            0
        ]
        host = urlsplit(str(server.resource_url)).netloc
        script, count = re.subn(r"(?m)^HOSTS = .*$", f'HOSTS = ["{host}"]', script)
        assert count == 1
        self._script = self.folder / "nightly_import.py"
        self._script.write_text(script, encoding="utf-8")
        patch.setenv("HOME", str(home))
        patch.setattr(ssl, "create_default_context", CONTEXT)
        patch.setattr(time, "time", lambda: self._now)
        patch.setattr(time, "strftime", self._strftime)
        self.start(0)

    def _strftime(self, form: str, *moment: Any) -> str:
        return STRFTIME(form, *(moment or [time.gmtime(self._now)]))

    def _open(self, path: Any, *more: Any, **options: Any) -> int:
        """Open a file, and remember the descriptor of the job's own lock."""
        descriptor = OPEN(path, *more, **options)
        if path == self.folder / "lock":
            self._locks.append(descriptor)
        return descriptor

    def start(self, day: int) -> None:
        """Set the clock to two o'clock of a night; the server's clock moves with it."""
        before = self._now
        self._now = datetime(2026, 3, 1, 2, tzinfo=timezone.utc).timestamp() + day * DAY
        if before:
            self.server.advance(self._now - before)

    def night(self, day: int) -> Night:
        """Add an item to the list, run the job, and return the result."""
        with (self.folder / "items.txt").open("a", encoding="utf-8") as file:
            print(f"{self.server.resource_url}/?day={day}", file=file)
        log = self.folder / "nightly.log"
        before = len(log.read_text(encoding="utf-8"))
        with self._patch.context() as patch:
            # Between the attempts of a request.
            patch.setattr(time, "sleep", _at_once)
            patch.setattr(os, "open", self._open)
            code = runpy.run_path(str(self._script))["main"]()
        # The end of the process would do that.
        os.close(self._locks.pop())
        added = log.read_text(encoding="utf-8")[before:]
        return Night(code, re.sub(r", \d+ bytes", "", added).splitlines())

    def imported(self, night: int, *days: int) -> list[str]:
        """Return the lines of a night that imports the items of these days."""
        stamp = f"2026-03-{night:02} 02:00:00"
        url = f"{self.server.resource_url}/?day"
        return [f"{stamp} imported {url}={day}" for day in days]

    def stopped(self, night: int, done: int, reason: str, *, login: bool) -> str:
        """Return the line of a night that stops."""
        store, run = self.command.store, self._script
        continues = f"{self.folder}/venv/bin/python {run}"
        if login:
            command = f"{self.folder}/venv/bin/warbler-oauth"
            continues = f"{command} login --store={store} --again && {continues}"
        return (
            f"2026-03-{night:02} 02:00:00 stopped after {done} of {done + 1} items: {reason} "
            f"(store: {store}); to continue: {continues}"
        )


@pytest.fixture
def month(
    start: Any,
    command: Callable[[str], Command],
    browse: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Month:
    """Return a month that begins with a login."""
    without_proxies(monkeypatch)
    server, warbler = start("warbler"), command("warbler")
    browse("warbler", server)
    warbler.store = tmp_path / "nightly" / "tokens.json"
    warbler.set("store", str(warbler.store))
    return Month(server, warbler, tmp_path, monkeypatch)


def test_job_runs_for_a_month(month: Month) -> None:
    server, command = month.server, month.command
    at = ("--server", server.domain, "--scheme", "http", "--client-id", "PUBLIC")
    assert command("login", *at, "--scope", "read").code == 0
    tokens: set[str] = set()
    ended: dict[int, Night] = {}
    for night in range(1, DAYS + 1):
        month.start(night - 1)
        if night == TOKENS_DOWN:
            server.fault("token", times=99, status=503)
        if night == API_DOWN:
            server.fault("resource", times=99, status=503)
        if night == REVOKED:
            server.revoke()
        ended[night] = month.night(night)
        assert server.reuses == 0
        server.reset()
        [entry] = command.entries()
        tokens |= {entry["access_token"], entry["refresh_token"]}
        status = command("status", "--valid-for", "24h")
        assert status.code == (11 if night == REVOKED else 0), status.err
        if night == REVOKED:
            assert "warbler-oauth login --again" in status.err
            [line] = ended[night].log
            words = shlex.split(line.partition("to continue: ")[2].partition(" && ")[0])
            assert command(*words[1:]).code == 0

    failed = {
        TOKENS_DOWN: (
            "the endpoint responded with status 503 and a body that is not valid: "
            "try again later"
        ),
        API_DOWN: "the API rejected the call with status 503: try again later",
        REVOKED: "the server rejected the refresh token (invalid_grant)",
    }
    expected: dict[int, Night] = {}
    for night in range(1, DAYS + 1):
        if night in failed:
            needs_login = night == REVOKED
            line = month.stopped(night, night - 1, failed[night], login=needs_login)
            expected[night] = Night(75 if needs_login else 1, [line])
            continue
        # The night after an outage imports both items.
        days = (night - 1, night) if night - 1 in failed else (night,)
        expected[night] = Night(0, month.imported(night, *days))
    assert ended == expected
    log = (month.folder / "nightly.log").read_text(encoding="utf-8")
    # Each night needs a new token, unless it fails.
    assert len(tokens) > 2 * (DAYS - 5)
    assert [one for one in tokens if one in log] == []
