"""The inputs of the vectors and of the Python binding's tests, for every binding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conformance.both import RUNNER, python
from tests.node import ROOT

FILES = (
    *("pasted", "pasted_request", "pasted_ends", "redirect"),
    *("building", "scopes"),
)
RANDOM_OR_LONG = (
    "within_100_ms or accepted_domain or random or key_in_the_place or give_no_token"
)
"""Parts of the names of tests whose inputs differ from run to run or are very long."""

Asked = tuple[str, dict[str, Any], dict[str, Any]]


def asked() -> list[Asked]:
    """Return operations and inputs, with their outcomes in the Python binding.

    Those tests check the outcomes against values written by hand. Inputs that raise TypeError are
    left out, and so are those that depend on the clock.
    """
    found: list[Asked] = []
    for line in [*_vectors(), *_recorded()]:
        op, given = line["op"], line["input"]
        try:
            outcome = python(op, given)
        except TypeError:
            continue
        token: dict[str, Any] = outcome["actual"].get("token", {})
        if token.get("expires_at") is None or "received_at" in given:
            found.append((op, given, outcome))
    return found


def _vectors() -> Iterator[dict[str, Any]]:
    file = ROOT / "generated" / "fixtures" / "authorization.json"
    for vector in json.loads(file.read_bytes())["vectors"]:
        yield {"op": vector["op"], "input": RUNNER.put_together(vector["input"])}


def _recorded() -> Iterator[dict[str, Any]]:
    """Yield the inputs of the Python binding's tests.

    Raises CalledProcessError if a test fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "asked.jsonl")
        options = ("-q", "--noconftest", "-p", "no:cacheprovider")
        plugins = ("-p", "tests.conformance.recorder")
        files = [f"tests/binding/test_{name}.py" for name in FILES]
        subprocess.run(
            [
                *(sys.executable, "-m", "pytest", *options, *plugins),
                *("-k", f"not ({RANDOM_OR_LONG})", *files),
            ],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "RECORD": str(file), "PYTEST_ADDOPTS": ""},
        )
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
