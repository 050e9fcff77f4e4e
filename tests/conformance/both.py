"""The outcome of an input in each binding, and the key of an error's message."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

from imagen_oauth import AuthorizationRequest, OAuthError

from tests import node

CONSENTS = ("allow_missing_state", "allow_missing_token_type", "any_characters")
"""What a caller may allow a response to omit."""


def _runner() -> ModuleType:
    """Return the Python binding's runner of vectors, which is a script."""
    script = node.ROOT / "generated" / "python" / "tests" / "run_vectors.py"
    found = importlib.util.spec_from_file_location("run_vectors", script)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


RUNNER = _runner()


class TypeScript:
    """The TypeScript binding in a separate process, which runs one vector after the other."""

    def __init__(self, compiled: Path) -> None:
        """Start it on the compiled package."""
        script = Path(__file__).with_name("outcomes.mjs")
        self._process = subprocess.Popen(
            ["node", str(script), str(compiled)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def outcome(self, op: str, given: dict[str, Any]) -> dict[str, Any]:
        """Return the outcome of a vector."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(json.dumps({"op": op, "input": given}).encode() + b"\n")
        stdin.flush()
        return dict(json.loads(stdout.readline()))

    def end(self) -> None:
        """Stop the process, and close its streams."""
        self._process.communicate()


def python(op: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the outcome of a vector in Python; raises anything but an OAuthError."""
    return {"actual": RUNNER.outcome(op, dict(given)), **_key(op, given)}


class _Keys(dict[str, tuple[str, str]]):
    """Words for every message: its key."""

    def get(self, key: str, default: object = None) -> tuple[str, str]:
        return key, ""


def _key(op: str, given: dict[str, Any]) -> dict[str, str]:
    """Return the key of an error's message, or nothing."""
    keys = ("text", "uri", "received_at", *CONSENTS)
    read = {key: given[key] for key in keys if key in given}
    asked = {key: value for key, value in given.items() if key not in keys}
    try:
        if op == "build_url":
            AuthorizationRequest(**asked)
        else:
            request = AuthorizationRequest(**{**RUNNER.ASKED, **asked})
            getattr(request, op)(**read)
    except OAuthError as error:
        return {"key": error.reworded(_Keys(), "")[0]}
    return {}
