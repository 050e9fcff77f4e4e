"""The command in a process of its own, which knows nothing of the machine's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.pipeline import ROOT
from tests.binding import keyrings

SECRET = "2YotnFZFEjr1zCsicMWpAA"
COMMAND = [sys.executable, "-m", "imagen_oauth.command"]
CLIENT = ["--domain", "media.example.com", "--client-id", "KEY", "--scope", "roles"]
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
    typed: str = "",
    keyring: str = "Real",
    more: Mapping[str, str] | None = None,
    launcher: Sequence[str] = COMMAND,
) -> tuple[int, str, str]:
    """Run the command; return exit code, standard output and standard error."""
    process = subprocess.run(
        [*launcher, *arguments],
        cwd=folder,
        env={**environment(folder, keyring), **(more or {})},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    return process.returncode, process.stdout, process.stderr


def logged_in(folder: Path, *more: str, answer: str = ANSWER) -> str:
    """Log in with an answer on standard input, and return what was said."""
    code, out, said = run(folder, "login", *CLIENT, "--state", "s", *more, typed=answer)
    assert (code, out) == (0, ""), said
    return said
