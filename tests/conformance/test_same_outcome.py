"""Python and TypeScript give the same URL, and make the same of an answer, whatever comes."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from imagen_oauth import AuthorizationRequest, OAuthError

from tests import node
from tests.conformance import inputs

EXAMPLES = int(os.environ.get("RANDOM_CASES", "2000"))
"""How many requests, and how many answers; RANDOM_CASES=100000 is the long run."""

RANDOM = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
NAMES = {
    "clientId": "client_id",
    "redirectUri": "redirect_uri",
    "undocumentedScopes": "undocumented_scopes",
    "extraParameters": "extra_parameters",
    "allowMissingState: true": "allow_missing_state=True",
    "parsePasted": "parse_pasted",
    "AccessToken.fromValue": "from_value",
    "the properties error and description": "the attributes error and description",
}
"""What TypeScript calls what a message names, with what Python calls it."""


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
        """Return what it makes of a vector."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(json.dumps({"op": op, "input": given}).encode() + b"\n")
        stdin.flush()
        return dict(json.loads(stdout.readline()))

    def end(self) -> None:
        """End it, and close what leads to it."""
        self._process.communicate()


@pytest.fixture(scope="module")
def typescript() -> Iterator[TypeScript]:
    """Return the running binding."""
    node.required()
    started = TypeScript(node.compiled())
    yield started
    started.end()


def _python(op: str, given: dict[str, Any]) -> dict[str, Any]:
    return {"actual": RUNNER.outcome(op, dict(given)), **_said(op, given)}


def _said(op: str, given: dict[str, Any]) -> dict[str, str]:
    """Return the message and the hint of an error, or nothing."""
    keys = ("text", "uri", "received_at", "allow_missing_state")
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


def _in_pythons_words(outcome: dict[str, Any]) -> dict[str, Any]:
    words = dict(outcome)
    for key in {"message", "hint"} & set(words):
        for ours, pythons in NAMES.items():
            words[key] = words[key].replace(ours, pythons)
    return words


@RANDOM
@given(inputs.requests())
def test_the_same_request_gives_the_same_url(
    typescript: TypeScript, request: dict[str, Any]
) -> None:
    ours = _in_pythons_words(typescript.outcome("build_url", request))
    assert ours == _python("build_url", request)


# One half of a pair stands as it is and the other is escaped: JSON.parse makes a whole one of them.
@example(("parse_pasted", {"text": '{"state": "\ud83d\\ude00"}'}))
@example(("parse_pasted", {"text": '{"a": "\ud83d", "state": "xyz"}'}))
@RANDOM
@given(inputs.readings())
def test_the_same_answer_gives_the_same_token_or_error(
    typescript: TypeScript, reading: tuple[str, dict[str, Any]]
) -> None:
    op, asked = reading
    assert _in_pythons_words(typescript.outcome(op, asked)) == _python(op, asked)
