"""The command in a separate process, isolated from the machine's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from imagen_oauth import AccessToken
from imagen_oauth.store import Entry, open_store

from generator.pipeline import ROOT
from tests.binding import keyrings

PATIENCE = 60
"""The seconds that a test waits for a command to end."""
SECRET = "2YotnFZFEjr1zCsicMWpAA"
COMMAND = [sys.executable, "-m", "imagen_oauth.command"]
CLIENT = ["--domain", "media.example.com", "--client-id", "KEY", "--scope", "roles"]
KEYRING = "the keyring (keyring.backends.SecretService), as imagen-oauth"
ANSWER = f"#access_token={SECRET}&token_type=bearer&expires_in=3600&state=s"


def environment(folder: Path, keyring: str = "Real") -> dict[str, str]:
    """Return an environment with a home in a folder and a keyring of the tests."""
    return {
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": f"tests.binding.keyrings.{keyring}",
        keyrings.FILE: str(folder / "keyring.json"),
    }


def run(
    folder: Path,
    *arguments: str,
    typed: str | bytes = "",
    keyring: str = "Real",
    more: Mapping[str, str] | None = None,
    launcher: Sequence[str] = COMMAND,
) -> tuple[int, str, str]:
    """Run the command; return its exit code, standard output, and standard error."""
    process = subprocess.run(
        [*launcher, *arguments],
        cwd=folder,
        env={**environment(folder, keyring), **(more or {})},
        input=typed.encode() if isinstance(typed, str) else typed,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    out, said = (text.decode() for text in (process.stdout, process.stderr))
    return process.returncode, out, said


def logged_in(folder: Path, *more: str, answer: str = ANSWER) -> str:
    """Log in with a response on standard input, and return standard error."""
    code, out, said = run(folder, "login", *CLIENT, "--state", "s", *more, typed=answer)
    assert (code, out) == (0, ""), said
    return said


def keep(folder: Path, expires_in: int | None, saved_at: float | None = None) -> str:
    """Keep a token in a file, received now; return the file."""
    file = folder / "tokens" / "tokens.json"
    token = AccessToken.from_value(
        SECRET, domain="media.example.com", client_id="KEY", expires_in=expires_in
    )
    open_store(file).save(Entry(token, ["roles"], saved_at=saved_at))
    return str(file)
