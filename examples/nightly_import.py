"""Fetch each item of a list by night, as far as the token goes; the next run goes on from there.

Needs imagen-oauth[cli,httpx]. A person logs in by day, into a store of this job alone:

    imagen-oauth login --store STORE --domain … --client-id … --scope …
    python nightly_import.py --store STORE --items ITEMS --progress PROGRESS

ITEMS has one URL a line; PROGRESS keeps those that are done. An item whose run was
killed before it was noted is fetched once more, so make `keep` fit to be repeated.

Exit codes: 0 done; 1 failed, look at the line; 2 wrong usage; 75 log in again, then
start it again.
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
# Of status: valid, or not known; the server need not say when a token expires.
MAY_BEGIN = (0, 12)
# Of status: expires too soon, expired, none kept.
NEEDS_A_PERSON = (10, 11, 13)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is left to do; return the exit code, and say why it is not 0."""
    parser = argparse.ArgumentParser(description="Fetch each item of a list.")
    for name in ("--store", "--items", "--progress"):
        parser.add_argument(name, required=True, type=Path, metavar="FILE")
    parser.add_argument("--host", action="append", default=[], help="of the API")
    parser.add_argument("--valid-for", default="4h", help="how long the job takes: 4h")
    parser.add_argument(
        "--leeway",
        default=60,
        type=float,
        help="seconds left that count as expired: 60",
    )
    chosen = parser.parse_args(arguments)
    asked = [*STATUS, "--store", chosen.store, "--valid-for", chosen.valid_for]
    status = subprocess.run(asked, capture_output=True, text=True, check=False)
    if status.returncode not in MAY_BEGIN:
        print(status.stdout + status.stderr, end="", file=sys.stderr)
        return ended(status.returncode in NEEDS_A_PERSON, "nothing was begun")
    try:
        token = only_token(chosen.store)
        with httpx.Client() as client:
            attach(client, token, *chosen.host, leeway=chosen.leeway)
            run(client, chosen.items, chosen.progress)
    except OAuthError as error:
        return ended(needs_login(error), str(error))
    except (OSError, ValueError, httpx.HTTPError, httpx.InvalidURL) as error:
        return ended(False, str(error) or type(error).__name__)
    return DONE


def ended(needs_person: bool, reason: str) -> int:
    """Say why the job ends early, and return its exit code."""
    advice = ", log in again" if needs_person else ""
    print(f"ended early{advice}: {reason}", file=sys.stderr)
    return LOG_IN_AGAIN if needs_person else FAILED


def needs_login(error: OAuthError) -> bool:
    """Return whether a new token is needed (RFC 6750 §3.1); more scopes are not one."""
    refused = isinstance(error, ApiError) and error.status == 401
    return refused or error.code == "token_expired"


def only_token(store: Path) -> AccessToken:
    """Return the token in a store. Raises ValueError where it is not the only one."""
    entries = open_store(store).entries()
    if len(entries) != 1:
        raise ValueError(f"{store} holds several tokens: keep one for each job")
    return entries[0].token


def run(client: httpx.Client, items: Path, progress: Path) -> None:
    """Fetch what is not yet done, and note each item as soon as it is."""
    text = progress.read_text(encoding="utf-8") if progress.exists() else ""
    done = text.splitlines()
    for url in items.read_text(encoding="utf-8").split():
        if url not in done:
            keep(url, client.get(url).raise_for_status())
            done.append(url)
            save(progress, done)


def keep(url: str, response: httpx.Response) -> None:
    """Do the work with one item; write your own here."""
    print(f"imported {url}, {len(response.content)} bytes", flush=True)


def save(progress: Path, done: Sequence[str]) -> None:
    """Replace the file whole, so that a run that is killed leaves the old or the new."""
    new = progress.with_name(f"{progress.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.writelines(f"{url}\n" for url in done)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, progress)


if __name__ == "__main__":
    sys.exit(main())
