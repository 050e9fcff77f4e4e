"""The shell commands in the READMEs lead to an authorized call."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from imagen_oauth_mock import MockServer
from imagen_oauth_mock.fixtures import imagen_mock_server, mock_server

from generator.pipeline import ROOT

__all__ = ["imagen_mock_server", "mock_server"]

PATIENCE = 60
"""The seconds that a test waits for the commands."""
FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def lines_after(document: str, heading: str) -> list[str]:
    """Return the shell commands of a section, beginning with its settings."""
    text = (ROOT / document).read_text(encoding="utf-8")
    section = text.partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    lines: list[str] = "".join(map(str, FENCE.findall(section))).splitlines()
    return lines[next(i for i, one in enumerate(lines) if one.startswith("export ")) :]


def play(lines: list[str], mock_server: MockServer, home: Path) -> str:
    """Run commands in one shell, approve the request, paste the response, and return the data."""
    script = "\n".join(lines)
    script = script.replace("http://127.0.0.1:8081/", f"{mock_server.resource_url}/")
    script = script.replace("127.0.0.1:8080", mock_server.domain)
    process = subprocess.Popen(
        ["/bin/sh", "-e", "-c", script],
        env={
            "HOME": str(home),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "NO_PROXY": "127.0.0.1",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdin and process.stderr
    # The shell and its child processes are all stopped.
    limit = threading.Timer(PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
    limit.start()
    try:
        said = process.stderr.readline()
        assert said == "Open this URL, log in, and approve:\n", process.communicate()
        process.stdin.write(mock_server.approve(process.stderr.readline().strip()))
        out, said = process.communicate()
    finally:
        limit.cancel()
    assert process.returncode == 0, said
    return out


@pytest.mark.parametrize(
    ("document", "heading"),
    [
        ("README.md", "## Try it without an account"),
        ("generated/mock/README.md", "### On the command line"),
    ],
)
def test_shell_commands_lead_to_an_authorized_call(
    document: str, heading: str, mock_server: MockServer, tmp_path: Path
) -> None:
    out = play(lines_after(document, heading), mock_server, tmp_path)
    assert json.loads(out[out.index("{") :])["scopes"] == ["readUsersData"]
    kept = tmp_path / ".imagen-oauth" / "tokens.json"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_shell_commands_have_no_comments() -> None:
    """Zsh, the shell of macOS, does not support comments at its prompt: they would be arguments."""
    documents = [ROOT / "README.md", *sorted((ROOT / "generated").glob("*/*.md"))]
    lines = {
        f"{document.relative_to(ROOT)}: {line}"
        for document in documents
        for block in FENCE.findall(document.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if " # " in line
    }
    assert lines == set()
