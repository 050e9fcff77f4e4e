"""The recipe for unattended use and its example: a login during the day, and jobs at night."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from imagen_oauth_mock import MockServer
from imagen_oauth_mock._runtime import server as mock_server
from imagen_oauth_mock._runtime.tokens import Clock

from generator.pipeline import ROOT
from tests.binding.commands import run

EXAMPLE = ROOT / "examples" / "nightly_import.py"
CLOCK = Path(__file__).parent / "clock"
"""On the path of a process, this folder makes a file determine the time."""
NOON = 1_700_000_000.0
ANSWERED = "GET / 200"
AFTER = 2
"""The items that the job finishes before something happens."""


class Night:
    """A mock server with a controlled clock, a user, and the job in a folder."""

    def __init__(self, folder: Path, lifetime: int) -> None:
        """Start the mock server with this token lifetime, in seconds."""
        self.folder = folder
        self.answered: list[str] = []
        self.refused: list[str] = []
        self.secrets: list[str] = []
        self.expire_midway = False
        self.pass_midway = 0.0
        self.set_clock(NOON)
        self._lifetime = lifetime
        self.server = MockServer(token_lifetime=lifetime, log=self._log)
        resource = self.server.resource_url
        self.items = [f"{resource}/?item={number}" for number in range(1, 6)]
        self.arguments = [
            *("--store", str(folder / "kept" / "tokens.json")),
            *("--items", str(folder / "items")),
            *("--progress", str(folder / "progress")),
            *("--host", resource.removeprefix("http://")),
        ]
        self.write_items(self.items)

    def set_clock(self, seconds: float) -> None:
        """Set the time for the command and the job, in Unix seconds."""
        new = self.folder / "clock.new"
        new.write_text(str(seconds), encoding="ascii")
        os.replace(new, self.folder / "kept-time")

    def run(self, *arguments: str, **more: Any) -> tuple[int, str, str]:
        """Run the command, or another launcher, with the controlled clock."""
        clock = {
            "TESTS_CLOCK": str(self.folder / "kept-time"),
            "PYTHONPATH": os.pathsep.join((str(CLOCK), str(ROOT))),
        }
        more["more"] = {**more.get("more", {}), **clock}
        return run(self.folder, *arguments, **more)

    def write_items(self, items: Sequence[str]) -> None:
        """Write the list of items."""
        (self.folder / "items").write_text("".join(f"{one}\n" for one in items))

    def log_in(self, expires_in: str, scope: str = "readUsersData") -> None:
        """Log in as the user, with a response that has this `expires_in`."""
        request = (
            *("--domain", self.server.domain, "--scheme", "http"),
            *("--client-id", "YOUR_API_KEY", "--scope", scope),
        )
        code, out, said = self.run("url", *request, "--json")
        assert code == 0, said
        begun = json.loads(out)
        answer = self.server.approve(begun["url"])
        self.secrets.append(answer.partition("access_token=")[2].partition("&")[0])
        stated = f"&expires_in={self._lifetime}"
        assert stated in answer
        code, out, said = self.run(
            *("login", *request, "--state", begun["state"], *self.arguments[:2]),
            typed=answer.replace(stated, expires_in),
        )
        assert (code, out) == (0, ""), said

    def status(self, needed: str = "4h") -> int:
        """Return the exit code of `status`."""
        command = ("status", "--valid-for", needed, *self.arguments[:2])
        return self.run(*command)[0]

    def job(self, *options: str, **more: str) -> tuple[int, str, str]:
        """Run the example with additional variables; return the result of `run`."""
        launcher = [sys.executable, str(EXAMPLE)]
        code, out, said = self.run(
            *self.arguments, *options, launcher=launcher, more=more
        )
        self.check_no_secret(out, said)
        return code, out, said

    def done(self) -> list[str]:
        """Return the items that the job recorded as done."""
        progress = self.folder / "progress"
        return progress.read_text().splitlines() if progress.exists() else []

    def check_no_secret(self, *texts: str) -> None:
        """Look for the tokens in texts, and in files beside the store."""
        kept = [one.read_text() for one in self.folder.iterdir() if one.is_file()]
        for secret in self.secrets:
            assert len(secret) > 20
            assert not [text for text in (*texts, *kept) if secret in text]

    def _log(self, line: str) -> None:
        if line == ANSWERED:
            self.answered.append(line)
            if len(self.answered) == AFTER and self.expire_midway:
                self.server.advance(self._lifetime)
            elif len(self.answered) == AFTER:
                self.set_clock(NOON + self.pass_midway)
        elif line.startswith(("GET / 4", "GET /needs/")):
            self.refused.append(line)


def imported(items: Sequence[str], out: str) -> bool:
    """Return whether the job printed exactly one line for each of these items."""
    return [line.partition(",")[0] for line in out.splitlines()] == [
        f"imported {one}" for one in items
    ]


@pytest.fixture
def night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Night]:
    """Yield a night with tokens that last five seconds, or as long as the test requires."""
    # Otherwise, a token could expire too early on a slow machine.
    monkeypatch.setattr(mock_server, "Clock", lambda: Clock(lambda: 0.0))
    night = Night(tmp_path, getattr(request, "param", 5))
    with night.server:
        yield night


def test_job_stops_at_the_expiry_and_resumes_after_a_new_login(night: Night) -> None:
    night.expire_midway = True
    night.log_in(expires_in="")  # Optional (RFC 6749 §4.2.2).
    assert night.status() == 12

    code, out, said = night.job()
    assert code == 75
    assert said == (
        "stopped early, log in again: the API rejected the call with status 401: "
        "log in again for a new token [api_refused]\n"
    )
    assert imported(night.items[:2], out)
    assert night.done() == night.items[:2]
    assert night.refused == ["GET / 401"]

    night.log_in(expires_in="")
    code, out, said = night.job()
    assert (code, said) == (0, "")
    assert imported(night.items[2:], out)
    assert night.done() == night.items
    assert (len(night.answered), night.refused) == (5, ["GET / 401"])

    assert night.job() == (0, "", "")
    assert len(night.answered) == 5
    assert sorted(one.name for one in night.folder.iterdir() if one.is_file()) == [
        *("items", "kept-time", "progress")
    ]


STATED = "&expires_in=5"
SHORT = ("--valid-for", "5s", "--leeway", "0")
"""Settings of the job for tokens that last five seconds."""


def test_token_of_five_seconds_is_used_until_its_last(night: Night) -> None:
    night.log_in(STATED)
    assert [night.status(needed) for needed in ("5s", "6s")] == [0, 14]
    night.pass_midway = 4.9
    code, out, said = night.job(*SHORT)
    assert (code, said) == (0, "")
    assert imported(night.items, out)
    assert (len(night.answered), night.refused) == (5, [])
    assert [night.status(needed) for needed in ("0s", "1s")] == [11, 11]


def test_job_stops_before_a_call_if_the_token_expires_in_the_middle(
    night: Night,
) -> None:
    night.log_in(STATED)
    night.pass_midway = 5
    code, out, said = night.job(*SHORT)
    assert (code, said) == (
        75,
        (
            "stopped early, log in again: the token has expired: "
            "log in again for a new token [token_expired]\n"
        ),
    )
    assert imported(night.items[:2], out)
    assert night.done() == night.items[:2]
    assert (len(night.answered), night.refused) == (2, [])
    assert night.status("0s") == 11

    code, out, said = night.job(*SHORT)
    assert (code, out) == (75, "")
    assert said.endswith("\nstopped early, log in again: nothing was started\n")

    night.log_in(STATED)
    code, out, said = night.job(*SHORT)
    assert (code, said) == (0, "")
    assert imported(night.items[2:], out)
    assert night.done() == night.items
    assert (len(night.answered), night.refused) == (5, [])


def test_job_stops_if_a_call_is_rejected_before_the_expiry(night: Night) -> None:
    night.log_in(STATED)
    night.expire_midway = True
    code, out, said = night.job(*SHORT)
    assert code == 75
    assert said.startswith("stopped early, log in again: the API rejected the call ")
    assert imported(night.items[:2], out)
    assert night.refused == ["GET / 401"]

    night.log_in(STATED)
    assert night.job(*SHORT)[0] == 0
    assert night.done() == night.items


def test_job_with_the_default_leeway_makes_no_call_in_the_last_minute(
    night: Night,
) -> None:
    night.log_in(STATED)
    assert night.job("--valid-for", "5s") == (
        75,
        "",
        (
            "stopped early, log in again: the token has expired, or expires within "
            "60 seconds: log in again for a new token [token_expired]\n"
        ),
    )
    assert (night.answered, night.refused) == ([], [])


@pytest.mark.parametrize(
    ("expires_in", "status", "reason"),
    [
        (None, 13, "no matching token in "),
        ("&expires_in=0", 11, "status: expired at "),
        ("&expires_in=14401", 10, ", which is less than 4 h\n"),
    ],
)
def test_insufficient_token_stops_the_job_before_it_starts(
    night: Night, expires_in: str | None, status: int, reason: str
) -> None:
    if expires_in is not None:
        night.log_in(expires_in)
        night.set_clock(NOON + 2)
    assert night.status() == status
    code, out, said = night.job()
    assert (code, out) == (75, "")
    assert reason in said
    assert said.endswith("\nstopped early, log in again: nothing was started\n")
    assert (night.done(), night.answered, night.refused) == ([], [], [])


def test_job_that_needs_longer_than_tokens_last_is_a_failure_that_a_login_does_not_fix(
    night: Night,
) -> None:
    night.log_in(STATED)
    assert night.status() == 14
    code, out, said = night.job()
    assert (code, out) == (1, "")
    assert said.splitlines()[-2:] == [
        (
            "tokens here last 5 s, so a new one does not last 4 h either: "
            "write --valid-for 4s or less"
        ),
        "stopped early: nothing was started",
    ]
    assert night.job("--valid-for", "4s", "--leeway", "0")[0] == 0


def test_server_that_does_not_respond_is_named(night: Night) -> None:
    night.log_in(expires_in="")
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = f"127.0.0.1:{taken.getsockname()[1]}"
        night.write_items([f"http://{server}/"])
        code, out, said = night.job("--host", server)
    assert (code, out) == (1, "")
    assert said.startswith(f"stopped early: no response from {server}: ")


def test_missing_scope_is_a_failure_that_a_login_does_not_fix(night: Night) -> None:
    night.write_items([night.items[0], f"{night.server.resource_url}/needs/roles"])
    night.log_in(expires_in="")
    code, out, said = night.job()
    assert code == 1
    assert said == (
        "stopped early: the API rejected the call with status 403: check the "
        "permissions of the token's scopes, the application, and the user [api_refused]\n"
    )
    assert imported(night.items[:1], out)
    assert night.done() == night.items[:1]


def test_store_that_others_can_read_is_a_failure(night: Night) -> None:
    night.log_in(expires_in="")
    Path(night.arguments[1]).chmod(0o644)
    code, out, said = night.job()
    assert (code, out) == (1, "")
    assert said.endswith("\nstopped early: nothing was started\n")
    assert night.answered == []


def test_unnamed_host_gets_no_token(night: Night) -> None:
    night.write_items([night.items[0], "https://elsewhere.example.com/"])
    night.log_in(expires_in="")
    code, out, said = night.job()
    assert code == 1
    assert "log in again" not in said
    assert said.endswith(" [foreign_host]\n")
    assert imported(night.items[:1], out)


def test_missing_list_of_items_is_a_failure(night: Night) -> None:
    night.log_in(expires_in="")
    (night.folder / "items").unlink()
    code, out, said = night.job()
    assert (code, out) == (1, "")
    assert said.startswith("stopped early: [Errno 2] No such file or directory: ")


def test_second_token_in_the_store_is_a_failure_even_if_one_is_chosen(
    night: Night,
) -> None:
    night.log_in(expires_in="")
    night.log_in(expires_in="", scope="roles")
    code, out, said = night.job()
    assert (code, out) == (1, "")
    assert said.startswith("Error: several matching tokens in ")
    store = night.arguments[1]
    assert night.job(IMAGEN_OAUTH_SCOPE="roles") == (
        1,
        "",
        f"stopped early: {store} contains several tokens: use a separate store for each job\n",
    )
    assert night.answered == []
