"""`make demo`, with the browser and with the HTTP client: its output, which has no token, and its end."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from imagen_oauth.store import open_store

from demo.chromium import NAMES
from generator.pipeline import ROOT
from tests.e2e.project import without_make
from tests.generators import run_generator

URL = (
    "http://127.0.0.1:PORT/oauth/authorize?response_type=token&client_id=YOUR_API_KEY"
    "&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=STATE&scope=readUsersData"
)
EXPIRED = (
    "the token has expired, or expires within 60 seconds: "
    "log in again for a new token [token_expired]"
)
REJECTED = (
    "the API rejected the call with status 401: "
    "log in again for a new token [api_refused]"
)


def lines(file: Path, approved_in: str) -> list[str]:
    """Return the output without what differs from run to run."""
    return [
        " 1. The mock server runs at http://127.0.0.1:PORT; its tokens are valid for 65 s.",
        f" 2. Built the URL: {URL}",
        f" 3. Logged in as demo and approved the request, in {approved_in}.",
        " 4. Read the response: granted readUsersData, for 65 s.",
        f" 5. Stored the token in {file}, which only its owner can read.",
        " 6. Called the API: status 200.",
        " 7. Waiting until the token expires in less than 60 s.",
        f" 8. The same call fails before it is sent: {EXPIRED}",
        f" 9. The server rejects it, too, after its clock moves forward 65 s: {REJECTED}",
        "10. The server has stopped, and its tokens are gone.",
    ]


AUTHORIZE = (
    "http://127.0.0.1:PORT/oauth/authorize?response_type=code&client_id=PUBLIC"
    "&redirect_uri=http:%2F%2F127.0.0.1:PORT%2Fcallback&scope=read_user&state=STATE"
    "&code_challenge=HASH&code_challenge_method=S256"
)


def gallery_lines(approved_in: str) -> list[str]:
    """Return the output of the second part, in which MOCK is the first line of some commands."""
    return [
        "11. $ oauth-codegen generate spec/gallery/gitlab.yaml --out FOLDER",
        "      FOLDER: N files, now up to date (N new)",
        (
            "12. $ export GITLAB_OAUTH_MOCK_SERVER=http://127.0.0.1:PORT"
            " GITLAB_OAUTH_STORE=FOLDER/private/tokens.json"
        ),
        (
            "13. $ gitlab-oauth login --server gitlab.example.com --client-id PUBLIC"
            " --scope read_user --no-browser"
        ),
        "      MOCK",
        "      Open this URL, log in, and approve:",
        f"        {AUTHORIZE}",
        f"      (approved in {approved_in})",
        "      Waiting at http://127.0.0.1:PORT/callback.",
        (
            "      If the browser is on another machine, log in with --device, or stop this command,"
            " run it in another terminal, and paste the URL there."
        ),
        "      granted: read_user",
        "      valid until TIME",
        "      tokens here last 3 s",
        "      the token is renewed automatically",
        "      stored in FOLDER/private/tokens.json",
        "14. $ gitlab-oauth token",
        "      (a token, which this demo does not show)",
        "15. $ gitlab-oauth token",
        "      (after 3 seconds, another token: the command renewed it)",
        "16. $ gitlab-oauth status",
        "      host: gitlab.example.com",
        "      stored in: FOLDER/private/tokens.json",
        "      scopes: read_user",
        "      lifetime: tokens here last 3 s",
        "      renewal: the token is renewed automatically",
        "      status: valid until TIME",
        "17. $ gitlab-oauth logout",
        "      MOCK",
        (
            "      deleted the login for gitlab.example.com (client ID PUBLIC; requested scopes:"
            " read_user; server=gitlab.example.com) from FOLDER/private/tokens.json"
        ),
        "      (the server got 2 requests to revoke a token)",
    ]


def without_differences(said: str) -> list[str]:
    """Return lines without what differs from run to run, and without how slow the machine is."""
    for pattern, text in {
        r"127\.0\.0\.1:\d+": "127.0.0.1:PORT",
        r"state=[^&]+": "state=STATE",
        r"code_challenge=[^&]+": "code_challenge=HASH",
        r"/\S+/imagen-oauth-demo-\w+": "FOLDER",
        r"\b\d+ files": "N files",
        r"\(\d+ new\)": "(N new)",
        r"valid until .*": "valid until TIME",
        r"using the mock server at .*": "MOCK",
    }.items():
        said = re.sub(pattern, text, said)
    lines = said.splitlines()
    # A slow machine renews before the first token is shown, and again later.
    return [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if line != "      MOCK" or "oauth token" not in before
    ]


def started(file: Path, *options: str) -> tuple[int, str, str]:
    """Run it without a terminal; return its exit code, standard output, and standard error."""
    return run_generator(ROOT, "--store", str(file), *options, module="demo")


def run(file: Path, *options: str) -> list[str]:
    """Run it to its end, and return its output as `lines` does."""
    code, out, said = started(file, *options)
    assert (code, said) == (0, "")
    [entry] = open_store(file).entries()
    assert entry.token.reveal() not in out
    return without_differences(out)


@pytest.mark.usefixtures("executable")
def test_token_is_issued_used_and_rejected_with_a_browser(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "tokens.json"
    browser = 'headless Chromium, which shows "You are logged in"'
    assert run(file) == lines(file, "headless Chromium") + gallery_lines(browser)


def test_token_is_issued_used_and_rejected_without_a_browser(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "tokens.json"
    client = "an HTTP client that fills in the same forms (no browser, as requested)"
    shown = run(file, "--no-browser")
    assert shown == lines(file, client) + gallery_lines("an HTTP client")


def test_failing_step_is_reported_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "folder"
    file.mkdir()
    code, out, said = started(file, "--no-browser")
    assert (code, len(out.splitlines())) == (1, 4)
    [told] = said.splitlines()
    assert told.startswith("demo: ")


def test_browser_that_does_not_start_is_reported_with_the_alternative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / NAMES[0]
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    code, out, said = started(tmp_path / "kept" / "tokens.json")
    assert (code, len(out.splitlines())) == (1, 2)
    [told] = said.splitlines()
    assert told.startswith(f"demo: {broken} failed: ")
    assert told.endswith("; try make demo BROWSER=no")


@pytest.mark.parametrize(
    ("settings", "command"),
    [
        ([], ".venv/bin/python -m demo"),
        (["BROWSER=no"], ".venv/bin/python -m demo --no-browser"),
        (["BROWSER=yes"], ".venv/bin/python -m demo"),
    ],
)
def test_make_passes_the_choice_of_a_browser_on(
    settings: list[str], command: str
) -> None:
    made = subprocess.run(
        ["make", "--dry-run", "--old-file=.venv/ready", "demo", *settings],
        cwd=ROOT,
        env=without_make(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.split() == command.split()
