"""The command in a separate process, isolated from the machine's settings."""

from __future__ import annotations

import atexit
import functools
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from imagen_oauth import AccessToken
from imagen_oauth.store import Entry, open_store

from generator.pipeline import ROOT
from tests.binding import keyrings
from tests.forks import ARE_POSSIBLE, Forks, Order

PATIENCE = 60
"""The seconds that a test waits for a command to end."""
SECRET = "2YotnFZFEjr1zCsicMWpAA"
MODULE = "imagen_oauth.command"
COMMAND = [sys.executable, "-m", MODULE]
IMPORTED = ("imagen_oauth._command", "imagen_oauth._runtime.cli.command")
LATER = (
    "imagen_oauth._runtime.cli.prompt",
    "keyring",
    "rich.console",
    "rich.table",
    "tests.binding.keyrings",
)
"""What the command imports, and what some of its calls import later."""
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
    variables = {**environment(folder, keyring), **(more or {})}
    given = typed.encode() if isinstance(typed, str) else typed
    if launcher == COMMAND and is_forkable(variables):
        order = Order(MODULE, arguments, folder, variables)
        code, *read = forks().run(order, given, PATIENCE)
    else:
        process = subprocess.run(
            [*launcher, *arguments],
            cwd=folder,
            env=variables,
            input=given,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        code, *read = process.returncode, process.stdout, process.stderr
    out, said = (text.decode() for text in read)
    return code, out, said


@functools.cache
def forks() -> Forks:
    """Return the process that has imported what the command imports."""
    plain = environment(Path("/nowhere"))
    started = Forks([*IMPORTED, *LATER], plain)
    atexit.register(started.close)
    return started


def is_forkable(variables: Mapping[str, str]) -> bool:
    """Return whether a fork can replace a process: Python does not read other variables as it starts."""
    known = {"PYTHONPATH", "PYTHON_KEYRING_BACKEND"}
    read = [one for one in variables if one.startswith(("PYTHON", "LC_", "LANG"))]
    return ARE_POSSIBLE and {*read} <= known and variables["PYTHONPATH"] == str(ROOT)


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
