"""One run of one side of a TypeScript row; package-lock.json pins the peers."""

from __future__ import annotations

import functools
import gzip
import json
import shutil
import subprocess
from pathlib import Path

from bench.calls import values
from bench.runs import BUILD, ROOT, Failed

OURS = "imagen-oauth"
PEERS = ("openid-client", "oauth4webapi", "client-oauth2")
_MODULES = ROOT / "node_modules"
_COMPILED = BUILD / "typescript"
_CALLS = ROOT / "bench" / "calls" / "node.mjs"
# The figure of client-oauth2 excludes its Node.js module, which a page would need, too.
_BUNDLE = (
    "--external:querystring",
    "--bundle",
    "--minify",
    "--format=iife",
    "--log-level=error",
)
_VALUES = {
    "domain": values.DOMAIN,
    "endpoint": values.ENDPOINT,
    "clientId": values.CLIENT_ID,
    "redirectUri": values.REDIRECT_URI,
    "state": values.STATE,
    "scopes": values.SCOPES,
    "answer": values.ANSWER,
    "token": values.TOKEN,
}


def figure(row: str, side: str) -> float:
    """Return the milliseconds of an import, or the microseconds of a call, in a new process."""
    own = compiled().as_uri()
    return float(_run("node", str(_CALLS), row, side, own, json.dumps(_VALUES)))


@functools.cache
def compiled() -> Path:
    """Return the module of our package, compiled once per run."""
    if not (_MODULES / "ready").exists():
        raise Failed("the TypeScript rows need Node.js and make node_modules/ready")
    shutil.rmtree(_COMPILED, ignore_errors=True)
    # As published: npm runs the package's own build with the tools that are pinned here.
    shutil.copytree(ROOT / "generated" / "typescript", _COMPILED)
    (_COMPILED / "node_modules").symlink_to(_MODULES)
    _run("npm", "--prefix", str(_COMPILED), "run", "build", "--silent")
    return _COMPILED / "dist" / "index.js"


def bundle(side: str) -> float:
    """Return the KiB that all exports of a package add to a page, minified and gzipped."""
    source = compiled() if side == OURS else side
    entry = f"import * as all from {json.dumps(str(source))};globalThis.all = all;"
    file = BUILD / f"{side}.entry.mjs"
    file.write_text(entry, encoding="utf-8")
    script = _run(_tool("esbuild"), str(file), *_BUNDLE)
    return len(gzip.compress(script.encode(), 9, mtime=0)) / 1024


def versions() -> dict[str, str]:
    """Return the versions of the installed peers."""
    files = {name: _MODULES / name / "package.json" for name in PEERS}
    return {
        name: json.loads(file.read_text(encoding="utf-8"))["version"]
        for name, file in files.items()
        if file.exists()
    }


def _tool(name: str) -> str:
    return str(_MODULES / ".bin" / name)


def _run(*words: str) -> str:
    """Return the output of a process."""
    process = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if process.returncode:
        raise Failed(f"{' '.join(words)}\n{process.stdout}{process.stderr}")
    return process.stdout
