"""Fetch each item of a list at night until the token expires; the next run resumes from there.

If it stops early, it exits with 75 if a login helps, and with 1 otherwise. It writes one line
to the log and to standard error: why it stopped, after how many items, and the command that
continues.
"""

from __future__ import annotations

import fcntl
import os
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from imagen_oauth import AccessToken, ApiError, OAuthError
from imagen_oauth.httpx_auth import attach
from imagen_oauth.store import open_store

LOGIN = [
    "--domain=media.example.com",
    "--client-id=YOUR_API_KEY",
    "--scope=readUsersData",
]
HOSTS: list[str] = []  # those of the API, if the host of the login does not serve it
HOURS = 4.0  # the time that the job needs, which must be less than a token's lifetime
LEEWAY = 60  # stop using the token this many seconds before it expires

FOLDER = Path.home() / "nightly"
STORE = FOLDER / "tokens.json"
ITEMS = FOLDER / "items.txt"  # one URL per line
DONE = FOLDER / "done.txt"
RUN = shlex.join([f"{FOLDER}/venv/bin/python", f"{FOLDER}/nightly_import.py"])
LOG_IN = [f"{FOLDER}/venv/bin/imagen-oauth", "login", f"--store={STORE}", *LOGIN]
LOG_IN_AND_RUN = f"{shlex.join(LOG_IN)} && {RUN}"


class LoginRequired(Exception):
    """Only a user can get the token that the job needs."""


def main() -> int:
    """Fetch the remaining items, and return the exit code."""
    lock = os.open(FOLDER / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        log("the previous run has not finished")
        return 0
    try:
        run()
    except LoginRequired as error:
        return stopped(75, str(error), LOG_IN_AND_RUN)
    except OAuthError as error:
        if needs_login(error):
            return stopped(75, error.message, LOG_IN_AND_RUN)
        return stopped(1, f"{error.message}: {error.hint}", RUN)
    except httpx.RequestError as error:
        server = error.request.url.netloc.decode()
        reason = str(error) or type(error).__name__
        return stopped(1, f"no response from {server}: {reason}", RUN)
    except (OSError, ValueError, httpx.HTTPError, httpx.InvalidURL) as error:
        return stopped(1, str(error) or type(error).__name__, RUN)
    return 0


def needs_login(error: OAuthError) -> bool:
    """Return whether a new token helps (RFC 6750 §3.1); it does not if a scope is missing."""
    rejected = isinstance(error, ApiError) and error.status == 401
    return rejected or error.code == "token_expired"


def stopped(code: int, reason: str, command: str) -> int:
    """Report in one line why the job stopped, and return its exit code."""
    count = f"{len(lines(DONE))} of {len(lines(ITEMS))}"
    line = f"stopped after {count} items: {reason} (store: {STORE}); to continue: {command}"
    print(line, file=sys.stderr)
    log(line)
    return code


def run() -> None:
    """Fetch the items that are not done yet, and record each one when it is."""
    token = usable_token()
    done = lines(DONE)
    with httpx.Client(timeout=30) as client:
        attach(client, token, *HOSTS, leeway=LEEWAY)
        for url in ITEMS.read_text(encoding="utf-8").split():
            if url not in done:
                keep(url, client.get(url).raise_for_status())
                done.append(url)
                save(done)


def usable_token() -> AccessToken:
    """Return the only token in the store, if it lasts as long as the job."""
    entries = open_store(STORE).entries()
    if not entries:
        raise LoginRequired("no token is stored")
    if len(entries) > 1:
        raise ValueError(
            "the store has several tokens; use a separate store for each job"
        )
    token, needed = entries[0].token, HOURS * 3600
    if token.expires_at is None:  # The server need not report it (RFC 6749 §4.2.2).
        return token
    longest = (token.expires_at - entries[0].saved_at) / 3600
    if longest < HOURS:
        raise ValueError(
            f"tokens do not last {HOURS:g} hours; "
            f"decrease HOURS in the script to {longest * 0.9:.2g} or less"
        )
    if token.expires_at - time.time() < needed:
        raise LoginRequired(f"the token does not last for {HOURS:g} more hours")
    return token


def keep(url: str, response: httpx.Response) -> None:
    """Process one item; replace this with your own code, which may run twice for an item."""
    log(f"imported {url}, {len(response.content)} bytes")


def lines(file: Path) -> list[str]:
    """Return the URLs in a file; none if it does not exist."""
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def save(done: Sequence[str]) -> None:
    """Replace the whole file, so that a killed run leaves the old or the new one."""
    new = DONE.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.writelines(f"{url}\n" for url in done)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, DONE)


def log(line: str) -> None:
    """Add a line with the time to the log."""
    with (FOLDER / "nightly.log").open("a", encoding="utf-8") as file:
        print(time.strftime("%Y-%m-%d %H:%M:%S"), line, file=file)


if __name__ == "__main__":
    sys.exit(main())
