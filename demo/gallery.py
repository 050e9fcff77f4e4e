"""The second part of the demo: the command of a provider of the gallery, with its mock server.

It logs in with a code, which the browser brings back to this machine; the token renews itself, and
a logout revokes it.
"""

from __future__ import annotations

import importlib
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.approval import Visit
from generator.pipeline import ROOT

SPEC = Path("spec/gallery/gitlab.yaml")
COMMAND, MODULE, PREFIX = "gitlab-oauth", "gitlab_oauth", "GITLAB_OAUTH"
LIFETIME = 3
"""The lifetime of a token in seconds; it is renewed a tenth of that before its end."""
Tell = Callable[[str], None]


class CommandFailed(Exception):
    """A command had another exit code than 0."""


@dataclass(frozen=True)
class _Shell:
    """Runs commands, and shows each one and what it says."""

    folder: Path
    environment: Mapping[str, str]
    tell: Tell
    visit: Visit

    def run(self, *words: str, shows_output: bool = True) -> str:
        """Run the command of the package, approve in the browser if it asks, and return the output."""
        self.tell(f"$ {shlex.join([COMMAND, *words])}")
        process = subprocess.Popen(
            [sys.executable, "-m", f"{MODULE}.command", *words],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stdout and process.stderr
        with process:
            try:
                for line in process.stderr:
                    _show(line)
                    if line.startswith("  http"):
                        _show(f"(approved in {self.visit(line.strip())})")
                output = process.stdout.read()
            except BaseException:
                # It would wait for the browser.
                process.terminate()
                raise
        if process.returncode:
            raise CommandFailed(
                f"{COMMAND} {words[0]} exited with {process.returncode}"
            )
        if shows_output:
            for line in output.splitlines():
                _show(line)
        return output


def _show(line: str) -> None:
    print(f"      {line.rstrip()}", flush=True)


def show(folder: Path, tell: Tell, visit: Callable[[Any], Visit]) -> None:
    """Generate the packages in a folder, log in, renew the token, and log out.

    visit returns what approves at a mock server. Raises CommandFailed.
    """
    tell(f"$ oauth-codegen generate {SPEC} --out {folder}")
    generate = [sys.executable, "-m", "generator", "generate", str(SPEC)]
    targets = ["--target=python", "--target=mock", f"--out={folder}"]
    made = subprocess.run(
        [*generate, *targets],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if made.returncode:
        raise CommandFailed(f"generate exited with {made.returncode}: {made.stderr}")
    _show(made.stdout.splitlines()[-1])
    sys.path.insert(0, str(folder / "mock" / "src"))
    server_class = importlib.import_module(f"{MODULE}_mock").MockServer
    with server_class(token_lifetime=LIFETIME) as server:
        environment = {
            f"{PREFIX}_MOCK_SERVER": str(server.url),
            f"{PREFIX}_STORE": str(folder / "private" / "tokens.json"),
        }
        tell("$ export " + " ".join(f"{key}={one}" for key, one in environment.items()))
        path = {"PYTHONPATH": str(folder / "python" / "src")}
        shell = _Shell(folder, {**environment, **path}, tell, visit(server))
        _follow(shell, server)


def _follow(shell: _Shell, server: Any) -> None:
    """Log in, get the token before and after its end, and log out."""
    at = ("--server", "gitlab.example.com", "--client-id", "PUBLIC")
    shell.run("login", *at, "--scope", "read_user", "--no-browser")
    first = shell.run("token", shows_output=False)
    _show("(a token, which this demo does not show)")
    time.sleep(LIFETIME)
    second = shell.run("token", shows_output=False)
    counted = server.requests["token"]
    if first == second or counted < 2:
        raise CommandFailed(f"the token was not renewed, with {counted} requests")
    _show(f"(after {LIFETIME} seconds, another token: the command renewed it)")
    shell.run("status")
    shell.run("logout")
    revoked = server.requests["revocation"]
    _show(f"(the server got {revoked} requests to revoke a token)")
