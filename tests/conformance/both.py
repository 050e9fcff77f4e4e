"""What each binding makes of an input: the outcome of a vector, and the words of an error."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

from imagen_oauth import AuthorizationRequest, OAuthError

from tests import node

NAMES = {
    "clientId": "client_id",
    "redirectUri": "redirect_uri",
    "undocumentedScopes": "undocumented_scopes",
    "extraParameters": "extra_parameters",
    "receivedAt": "received_at",
    "allowMissingState: true": "allow_missing_state=True",
    "allowMissingTokenType: true": "allow_missing_token_type=True",
    "scheme: 'http'": "scheme='http'",
    "parsePasted": "parse_pasted",
    "AccessToken.fromValue": "from_value",
    "the properties error and description": "the attributes error and description",
}
"""What TypeScript calls what a message names, with what Python calls it."""


CONSENTS = ("allow_missing_state", "allow_missing_token_type")
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
    """The TypeScript binding in a process of its own, which answers one vector after the other."""

    def __init__(self, compiled: Path) -> None:
        """Start it on the compiled package."""
        script = Path(__file__).with_name("outcomes.mjs")
        self._process = subprocess.Popen(
            ["node", str(script), str(compiled)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def outcome(self, op: str, given: dict[str, Any]) -> dict[str, Any]:
        """Return what it makes of a vector, in Python's words."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(json.dumps({"op": op, "input": given}).encode() + b"\n")
        stdin.flush()
        outcome = dict(json.loads(stdout.readline()))
        for key in {"message", "hint"} & set(outcome):
            for ours, pythons in NAMES.items():
                outcome[key] = outcome[key].replace(ours, pythons)
        return outcome

    def end(self) -> None:
        """End it, and close what leads to it."""
        self._process.communicate()


def python(op: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the Python binding makes of a vector; raises what is no OAuthError."""
    return {"actual": RUNNER.outcome(op, dict(given)), **_said(op, given)}


def _said(op: str, given: dict[str, Any]) -> dict[str, str]:
    """Return the message and the hint of an error, or nothing."""
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
        return {"message": error.message, "hint": error.hint}
    return {}
