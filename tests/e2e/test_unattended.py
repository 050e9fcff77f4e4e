"""The page on unattended use: its script, with logins during the day, and runs at night."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from socket import socket

import pytest
from imagen_oauth_mock import MockServer
from imagen_oauth_mock._runtime import server as mock_server
from imagen_oauth_mock._runtime.tokens import Clock

from generator.pipeline import ROOT
from tests.binding.commands import PATIENCE

PAGE = (ROOT / "generated" / "docs" / "unattended.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "examples" / "nightly_import.py"
CLOCK = Path(__file__).parent / "clock"
"""On the path of a process, this folder makes a file determine the time."""
NOON = 1_700_000_000.0
LIFETIME = 5
ANSWERED = "GET / 200"
AFTER = 2
"""The items that the job finishes before something happens."""
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ")
CRON = re.search(r"^0 2 \* \* \* (.+)$", PAGE, re.MULTILINE)
"""The line of the crontab."""


def blocks(language: str) -> list[str]:
    """Return the code blocks of the page in a language."""
    pattern = rf"^```{language}\n(.*?)^```$"
    return re.findall(pattern, PAGE, re.MULTILINE | re.DOTALL)


class Night:
    """A mock server with a controlled clock, a user, and the job in its folder."""

    def __init__(self, home: Path) -> None:
        """Set up the job as on the page, with the options of the mock server."""
        self.home = home
        self.folder = home / "nightly"
        self.folder.mkdir(mode=0o700)
        (self.folder / "venv").symlink_to(sys.prefix)
        self.answered: list[str] = []
        self.refused: list[str] = []
        self.secrets: list[str] = []
        self.expire_midway = False
        self.pass_midway = 0.0
        self.set_clock(NOON)
        self.server = MockServer(token_lifetime=LIFETIME, log=self._log)
        self.resource = self.server.resource_url
        self.write_items([f"{self.resource}/?item={number}" for number in range(1, 6)])
        self.login = (
            f"--domain={self.server.domain} --scheme=http --client-id=YOUR_API_KEY "
            "--scope=readUsersData"
        )
        self.write_script(hours=f"{LIFETIME} / 3600", leeway="0")

    def write_items(self, items: Sequence[str]) -> None:
        """Write the list of items."""
        self.items = list(items)
        (self.folder / "items.txt").write_text("".join(f"{one}\n" for one in items))

    def write_script(self, hours: str, leeway: str) -> None:
        """Write the script of the page, with other constants."""
        [text] = blocks("python")
        for name, value in {
            "LOGIN": repr(self.login.split()),
            "HOSTS": repr([self.resource.removeprefix("http://")]),
            "HOURS": hours,
            "LEEWAY": leeway,
        }.items():
            old = rf"(?m)^{name}(:.*)? = (\[\n(    .*\n)*\]|.*)"
            text, count = re.subn(old, f"{name} = {value}", text)
            assert count == 1
        (self.folder / "nightly_import.py").write_text(text, encoding="utf-8")

    def set_clock(self, seconds: float) -> None:
        """Set the time for the command and the job, in Unix seconds."""
        new = self.home / "clock.new"
        new.write_text(str(seconds), encoding="ascii")
        os.replace(new, self.home / "clock")

    def shell(self, command: str, states_expiry: bool = True) -> tuple[int, str, str]:
        """Run a command line as cron does; answer a login. Return the code and the output."""
        process = subprocess.Popen(
            ["/bin/sh", "-c", command],
            env={
                "HOME": str(self.home),
                "PATH": "/usr/bin:/bin",
                "TZ": "UTC",
                "TESTS_CLOCK": str(self.home / "clock"),
                "PYTHONPATH": str(CLOCK),
            },
            cwd=self.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        response = ""
        if " login " in command:
            first, url = (process.stderr.readline() for _ in range(2))
            assert first == "Open this URL, log in, and approve:\n"
            response = self._approve(url.strip(), states_expiry=states_expiry)
        out, said = process.communicate(response, timeout=PATIENCE)
        self._check_no_secret(out, said)
        return process.returncode, out, said

    def _approve(self, url: str, *, states_expiry: bool) -> str:
        response = self.server.approve(url)
        self.secrets.append(response.partition("access_token=")[2].partition("&")[0])
        stated = f"&expires_in={LIFETIME}"
        assert stated in response
        return response if states_expiry else response.replace(stated, "")

    def log_in(self, *, states_expiry: bool = True) -> None:
        """Log in with the command on the page."""
        command = blocks("sh")[1]
        options = command.partition("tokens.json ")[2]
        code, out, said = self.shell(
            command.replace(options, self.login), states_expiry=states_expiry
        )
        assert (code, out) == (0, ""), said

    def job(self) -> tuple[int, str]:
        """Run the line of the crontab; return the exit code and standard error."""
        assert CRON is not None
        code, out, said = self.shell(CRON[1])
        assert out == ""
        return code, said

    def line(self, count: int, reason: str, *, login: bool) -> str:
        """Return the line that reports why the job stopped."""
        run = f"{self.folder}/venv/bin/python {self.folder}/nightly_import.py"
        store = f"{self.folder}/tokens.json"
        command = f"{self.folder}/venv/bin/imagen-oauth login --store={store} {self.login} && {run}"
        return (
            f"stopped after {count} of {len(self.items)} items: {reason} (store: {store}); "
            f"to continue: {command if login else run}\n"
        )

    def continue_from_the_log(self) -> tuple[int, str]:
        """Run the command in the last line of the log, which is all that the user has."""
        last = self.log().splitlines()[-1]
        code, out, said = self.shell(last.partition("; to continue: ")[2])
        assert out == ""
        return code, said

    def log(self) -> str:
        """Return the log without the time of each line."""
        text = (self.folder / "nightly.log").read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        assert [one for one in lines if not TIME.match(one)] == []
        return "".join(TIME.sub("", one, count=1) for one in lines)

    def imported(self) -> list[str]:
        """Return the items of the log, which are also recorded as done."""
        found = re.findall(r"^imported (.+), \d+ bytes$", self.log(), re.MULTILINE)
        assert (self.folder / "done.txt").read_text().splitlines() == found
        return found

    def _check_no_secret(self, *texts: str) -> None:
        """Look for the tokens in texts, and in files other than the store."""
        files = [one for one in self.folder.iterdir() if one.is_file()]
        kept = [one.read_text() for one in files if one.name != "tokens.json"]
        for secret in self.secrets:
            assert len(secret) > 20
            assert not [text for text in (*texts, *kept) if secret in text]

    def _log(self, line: str) -> None:
        if line == ANSWERED:
            self.answered.append(line)
            if len(self.answered) == AFTER and self.expire_midway:
                self.server.advance(LIFETIME)
            elif len(self.answered) == AFTER:
                self.set_clock(NOON + self.pass_midway)
        elif line.startswith(("GET / 4", "GET /needs/")):
            self.refused.append(line)


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    """Yield a night with tokens that last five seconds."""
    # Otherwise, a token could expire too early on a slow machine.
    monkeypatch.setattr(mock_server, "Clock", lambda: Clock(lambda: 0.0))
    night = Night(tmp_path)
    with night.server:
        yield night


EXPIRED = "the token has expired"


def test_example_is_the_script_on_the_page() -> None:
    assert blocks("python") == [EXAMPLE.read_text(encoding="utf-8")]


def test_job_stops_at_the_expiry_and_continues_with_the_command_of_its_log(
    night: Night,
) -> None:
    night.log_in()
    night.pass_midway = LIFETIME
    assert night.job() == (75, night.line(2, EXPIRED, login=True))
    assert night.log().splitlines(keepends=True)[-1] == night.line(
        2, EXPIRED, login=True
    )
    assert night.imported() == night.items[:2]
    assert (len(night.answered), night.refused) == (2, [])

    again = f"the token does not last for {LIFETIME / 3600:g} more hours"
    assert night.job() == (75, night.line(2, again, login=True))

    code, said = night.continue_from_the_log()
    assert (code, said.splitlines()[-1]) == (0, f"stored in {night.folder}/tokens.json")
    assert night.imported() == night.items
    assert (len(night.answered), night.refused) == (5, [])


def test_job_stops_at_a_rejected_call_if_the_expiry_is_unknown(night: Night) -> None:
    night.log_in(states_expiry=False)
    night.expire_midway = True
    reason = "the API rejected the call with status 401"
    assert night.job() == (75, night.line(2, reason, login=True))
    assert night.imported() == night.items[:2]
    assert night.refused == ["GET / 401"]
    night.log_in(states_expiry=False)
    assert night.job() == (0, "")
    assert night.imported() == night.items
    assert night.job() == (0, "")
    assert (len(night.answered), night.refused) == (5, ["GET / 401"])


def test_job_without_a_token_names_the_login(night: Night) -> None:
    line = night.line(0, "no token is stored", login=True)
    assert night.job() == (75, line)
    assert night.log() == line
    assert night.continue_from_the_log()[0] == 0
    assert night.imported() == night.items


def test_job_with_the_default_leeway_makes_no_call_in_the_last_minute(
    night: Night,
) -> None:
    night.write_script(hours=f"{LIFETIME} / 3600", leeway="60")
    night.log_in()
    reason = f"{EXPIRED}, or expires within 60 seconds"
    assert night.job() == (75, night.line(0, reason, login=True))
    assert (night.answered, night.refused) == ([], [])


def test_login_is_not_suggested_if_every_token_is_too_short(night: Night) -> None:
    night.write_script(hours="4.0", leeway="0")
    night.log_in()
    code, said = night.job()
    reason, _, longest = said.partition(" or less (store:")[0].rpartition(" to ")
    start = "stopped after 0 of 5 items: tokens do not last 4 hours; "
    assert (code, reason) == (1, f"{start}decrease HOURS in the script")
    assert said == night.line(
        0, f"{reason.partition(': ')[2]} to {longest} or less", login=False
    )
    assert night.answered == []
    night.write_script(hours=longest, leeway="0")
    assert night.job() == (0, "")


def test_failure_that_a_login_does_not_fix_is_1_and_reports_what_to_do(
    night: Night,
) -> None:
    night.log_in()
    rest = [f"{night.resource}/needs/roles", "https://elsewhere.example.com/"]
    night.write_items([night.items[0], rest[0]])
    reason = (
        "the API rejected the call with status 403: check the permissions of the "
        "token's scopes, the application, and the user"
    )
    assert night.job() == (1, night.line(1, reason, login=False))
    night.write_items([night.items[0], rest[1]])
    code, said = night.job()
    assert (code, "elsewhere.example.com is not one of the hosts" in said) == (1, True)
    assert " login " not in said
    (night.folder / "items.txt").unlink()
    code, said = night.job()
    assert (code, "stopped after 1 of 0 items: [Errno 2] No such file" in said) == (
        1,
        True,
    )
    (night.folder / "tokens.json").chmod(0o644)
    code, said = night.job()
    assert (code, "run chmod 600 on it" in said) == (1, True)
    assert (said.count("\n"), len(night.answered)) == (1, 1)


def test_server_that_does_not_respond_is_named(night: Night) -> None:
    night.log_in()
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = f"127.0.0.1:{taken.getsockname()[1]}"
        night.resource = f"http://{server}"
        night.write_items([f"{night.resource}/"])
        night.write_script(hours=f"{LIFETIME} / 3600", leeway="0")
        code, said = night.job()
    start = f"stopped after 0 of 1 items: no response from {server}: "
    assert (code, said.startswith(start)) == (1, True)


def test_second_token_in_the_store_is_a_failure(night: Night) -> None:
    night.log_in()
    night.login = night.login.replace("readUsersData", "roles")
    night.log_in()
    night.write_script(hours="0.001", leeway="0")
    reason = "the store has several tokens; use a separate store for each job"
    assert night.job() == (1, night.line(0, reason, login=False))
    assert night.answered == []


def test_run_that_overlaps_with_another_does_nothing(night: Night) -> None:
    night.log_in()
    with (night.folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert night.job() == (0, "")
    assert night.log() == "the previous run has not finished\n"


def test_folder_of_the_page_is_private_and_its_login_is_the_one_of_the_script(
    tmp_path: Path,
) -> None:
    first = blocks("sh")[0].splitlines()[0]
    home = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run(["/bin/sh", "-c", first], env=home, check=True)
    assert (tmp_path / "nightly").stat().st_mode & 0o777 == 0o700
    words = blocks("sh")[1].partition("tokens.json ")[2].split()
    options = "".join(
        f'    "{option}={value}",\n'
        for option, value in zip(words[::2], words[1::2], strict=True)
    )
    assert f"\nLOGIN = [\n{options}]\n" in blocks("python")[0]
