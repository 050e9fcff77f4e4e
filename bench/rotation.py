"""`python -m bench.rotation`: twenty processes share one refresh token that works once.

Each library gets the same load: an access token that lasts a few seconds, a server that ends the grant if a
refresh token is used twice, and the token file that its documentation recommends.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any, NamedTuple

import requests

from bench.calls.rotation import CLIENT_ID, SECRET, SIDES
from generator import pipeline

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "bench" / "rotation.md"
PROCESSES = 20
LIFETIME = 3
"""Seconds."""
EXPIRIES = 10


class Outcome(NamedTuple):
    """What the processes and the server counted."""

    served: int
    failed: int
    refreshes: int
    reuses: int


def main() -> None:
    """Measure each side, and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        packages = Path(folder) / "packages"
        _write_packages(packages)
        sys.path.insert(0, str(packages))
        lines = [
            "| library | calls served | calls failed | token requests | reused refresh tokens |",
            "|---|---:|---:|---:|---:|",
        ]
        for side in SIDES:
            own = Path(folder) / side
            own.mkdir()
            found = _run(side, packages, own)
            counts = " | ".join(f"{one:,}" for one in found)
            lines.append(f"| {side} | {counts} |")
            print(lines[-1])
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _write_packages(folder: Path) -> None:
    spec = pipeline.load(ROOT / "bench" / "rotation.yaml")
    for path, data in pipeline.tree(spec, ["python", "mock"]).items():
        _, source, rest = path.partition("/src/")
        if source:
            file = folder / rest
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)


def _run(side: str, packages: Path, folder: Path) -> Outcome:
    mock = importlib.import_module("rotation_oauth_mock")
    with mock.MockServer(token_lifetime=LIFETIME, rotates=True) as server:
        words = [str(packages), server.domain, server.resource_url, str(folder)]
        seconds = str(LIFETIME * EXPIRIES)
        children = [_started(side, *words, seconds) for _ in range(PROCESSES)]
        for child in children:
            _lines(child).readline()
        token = _log_in(server)
        (folder / "token.json").write_text(json.dumps(token), encoding="utf-8")
        if side == "imagen-oauth":
            # This process stores the token, as the process that logs a user in does.
            SIDES[side](server.domain, server.resource_url, folder)
        server.reset()
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        counts = [json.loads(_lines(child).read()) for child in children]
        for child in children:
            child.wait()
        served, failed = map(sum, zip(*counts, strict=True))
        return Outcome(served, failed, server.requests["token"], server.reuses)


def _started(side: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.calls.rotation", side, *words],
        cwd=ROOT,
        env={**os.environ, "OAUTHLIB_INSECURE_TRANSPORT": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _lines(child: subprocess.Popen[str]) -> IO[str]:
    assert child.stdout is not None
    return child.stdout


def _log_in(server: Any) -> dict[str, Any]:
    """Return a token response with its time, as the peers store it."""
    package = importlib.import_module("rotation_oauth")
    auth = importlib.import_module("rotation_oauth.requests_auth")
    client = package.OAuthClient(
        server=server.domain,
        client_id=CLIENT_ID,
        client_secret=SECRET,
        redirect_uri="http://127.0.0.1/callback",
        scheme="http",
        allowed_domains=[server.domain],
    )
    request = client.authorization_request()
    code = request.parse_redirect(server.approve(request.url))
    with requests.Session() as session:
        token = auth.send(client.token_request(code), session)
    return {
        "access_token": token.reveal(),
        "refresh_token": token.reveal_refresh_token(),
        "token_type": "Bearer",
        "expires_in": token.expires_in,
        "expires_at": token.expires_at,
    }


if __name__ == "__main__":
    main()
