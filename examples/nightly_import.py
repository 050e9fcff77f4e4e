"""Fetch each item of a list at night until the token expires; the next run resumes from there.

Needs imagen-oauth[cli,httpx]. During the day, a user logs in with a separate store for this job:

    imagen-oauth login --store STORE --domain … --client-id … --scope …
    python nightly_import.py --store STORE --items ITEMS --progress PROGRESS

ITEMS contains one URL per line, and PROGRESS contains those that are done. If the job is
killed before it records an item, it fetches the item again, so `keep` must be repeatable.

Exit codes: 0 success; 1 failure, see the message; 2 incorrect usage; 75 log in again, and
then start the job again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx
from imagen_oauth import AccessToken, ApiError, OAuthError
from imagen_oauth.httpx_auth import attach
from imagen_oauth.store import open_store

DONE, FAILED, LOG_IN_AGAIN = 0, 1, 75
STATUS = [sys.executable, "-m", "imagen_oauth.command", "status"]
# Exit codes of `status`: valid, or unknown because the server need not report an expiry.
MAY_BEGIN = (0, 12)
# Exit codes of `status`: expires too soon, expired, or not stored.
NEEDS_LOGIN = (10, 11, 13)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch the remaining items; return the exit code, and print why it is not 0."""
    parser = argparse.ArgumentParser(description="Fetch each item of a list.")
    for name in ("--store", "--items", "--progress"):
        parser.add_argument(name, required=True, type=Path, metavar="FILE")
    parser.add_argument("--host", action="append", default=[], help="host of the API")
    parser.add_argument(
        "--valid-for", default="4h", help="time that the job needs (default: 4h)"
    )
    parser.add_argument(
        "--leeway",
        default=60,
        type=float,
        help="seconds before the expiry in which a token counts as expired (default: 60)",
    )
    chosen = parser.parse_args(arguments)
    command = [*STATUS, "--store", chosen.store, "--valid-for", chosen.valid_for]
    status = subprocess.run(command, capture_output=True, text=True, check=False)
    if status.returncode not in MAY_BEGIN:
        print(status.stdout + status.stderr, end="", file=sys.stderr)
        return stopped(status.returncode in NEEDS_LOGIN, "nothing was started")
    try:
        token = only_token(chosen.store)
        with httpx.Client() as client:
            attach(client, token, *chosen.host, leeway=chosen.leeway)
            run(client, chosen.items, chosen.progress)
    except OAuthError as error:
        return stopped(needs_login(error), str(error))
    except httpx.RequestError as error:
        server = error.request.url.netloc.decode()
        reason = str(error) or type(error).__name__
        return stopped(False, f"no response from {server}: {reason}")
    except (OSError, ValueError, httpx.HTTPError, httpx.InvalidURL) as error:
        return stopped(False, str(error) or type(error).__name__)
    return DONE


def stopped(login_required: bool, reason: str) -> int:
    """Print why the job stops early, and return its exit code."""
    advice = ", log in again" if login_required else ""
    print(f"stopped early{advice}: {reason}", file=sys.stderr)
    return LOG_IN_AGAIN if login_required else FAILED


def needs_login(error: OAuthError) -> bool:
    """Return whether a new token is needed (RFC 6750 §3.1); a missing scope is another error."""
    rejected = isinstance(error, ApiError) and error.status == 401
    return rejected or error.code == "token_expired"


def only_token(store: Path) -> AccessToken:
    """Return the only token in a store. Raises ValueError if there is not exactly one."""
    entries = open_store(store).entries()
    if len(entries) != 1:
        raise ValueError(
            f"{store} contains several tokens: use a separate store for each job"
        )
    return entries[0].token


def run(client: httpx.Client, items: Path, progress: Path) -> None:
    """Fetch the items that are not done yet, and record each one when it is."""
    text = progress.read_text(encoding="utf-8") if progress.exists() else ""
    done = text.splitlines()
    for url in items.read_text(encoding="utf-8").split():
        if url not in done:
            keep(url, client.get(url).raise_for_status())
            done.append(url)
            save(progress, done)


def keep(url: str, response: httpx.Response) -> None:
    """Process one item; replace this with your own code."""
    print(f"imported {url}, {len(response.content)} bytes", flush=True)


def save(progress: Path, done: Sequence[str]) -> None:
    """Replace the whole file, so that a killed run leaves the old or the new one."""
    new = progress.with_name(f"{progress.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.writelines(f"{url}\n" for url in done)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, progress)


if __name__ == "__main__":
    sys.exit(main())
