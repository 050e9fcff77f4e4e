"""What the tests of the store in a file share."""

from __future__ import annotations

import stat
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from imagen_oauth import AccessToken, OAuthError
from imagen_oauth.store import Entry, TokenStore, open_store

from tests.binding.raised import raised

SECRET = "2YotnFZFEjr1zCsicMWpAA"


def entry(
    domain: str = "media.example.com",
    client_id: str = "KEY",
    scopes: tuple[str, ...] = ("roles",),
    value: str = SECRET,
) -> Entry[AccessToken]:
    token = AccessToken.from_value(value, domain=domain, client_id=client_id)
    return Entry(token, scopes, saved_at=1000)


def refused(run: Any, *arguments: Any) -> tuple[str, dict[str, str]]:
    """Return the key and the values of the error; its traceback with all locals has no secret."""
    with pytest.raises(OAuthError) as caught:
        run(*arguments)
    told = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    assert SECRET not in "".join(told.format())
    error = raised(caught.value)
    return error.key, error.values


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens" / "tokens.json"


@pytest.fixture
def store(file: Path) -> TokenStore[AccessToken]:
    return open_store(file)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


TEMPORARY = ".tokens.json.0123456789abcdef.new"


HELPER = """
import os, re, resource, signal, sys
from imagen_oauth import AccessToken, OAuthError
from imagen_oauth.store import Entry, open_store

def entry(client_id, value="new"):
    token = AccessToken.from_value(value, domain="media.example.com", client_id=client_id)
    return Entry(token, ["roles"], saved_at=1000)

file = sys.argv[1]
temporary = re.compile(r"\\.tokens\\.json\\.[0-9a-f]{16}\\.new").fullmatch
"""


def run(script: str, *arguments: str | Path) -> str:
    process = subprocess.run(
        [sys.executable, "-c", HELPER + script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    return process.stdout
