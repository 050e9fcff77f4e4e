"""Runs vectors with each language's runner, and builds one table of the outcomes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from generator.targets.languages import LANGUAGES
from tests.shared import importable_from

ROOT = Path(__file__).resolve().parent.parent.parent
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
LIMIT_SECONDS = float(os.environ.get("LIMIT_SECONDS", "0.1"))
"""The seconds that any vector may take, as the best of three; a busy machine may allow more."""


@dataclass(frozen=True)
class Runner:
    """A language, the command that runs vectors, and the one that prepares it."""

    language: str
    command: Sequence[str]
    environment: Mapping[str, str]
    build: Sequence[str] = ()


@dataclass(frozen=True)
class Failure:
    """A vector with an unexpected outcome."""

    id: str
    expected: Any
    actual: Any


@dataclass(frozen=True)
class Result:
    """The outcomes of all vectors in a language."""

    language: str
    passed: int
    failed: Sequence[Failure]
    skipped: Mapping[str, str]


def runner(
    key: str,
    package: Path | None = None,
    build: Path | None = None,
    python: str = sys.executable,
) -> Runner:
    """Return the runner of a language, as its manifest describes it.

    The defaults are the committed package, the folder that its build goes to, and this interpreter.
    """
    [language] = [one for one in LANGUAGES if one.key == key]
    described = language.runner
    assert described is not None, f"{language.label} has no runner of vectors"
    places = {
        "package": str(package or ROOT / "generated" / key),
        "build": str(build or ROOT / "build" / key),
        "tools": str(ROOT / "node_modules" / ".bin"),
        "python": python,
    }
    return Runner(
        language.label,
        [one.format_map(places) for one in described.command],
        {name: one.format_map(places) for name, one in described.environment.items()},
        [one.format_map(places) for one in described.build],
    )


def chromium_runner() -> Runner:
    """Return the runner of the TypeScript binding in Chromium, in the page that `make docs` builds."""
    command = [sys.executable, "-m", "tests.conformance.chromium"]
    return Runner("TypeScript, Chromium", command, {"PYTHONPATH": str(ROOT)})


def check_form(vectors: Path) -> None:
    """Raise ValueError if a file is not JSON with vectors that a runner can read."""
    document: Json = json.loads(vectors.read_bytes())
    listed = document.get("vectors") if isinstance(document, dict) else None
    listed = listed if isinstance(listed, list) else None
    if listed is None:
        raise ValueError('there is no list "vectors"')
    keys = {"id", "op", "input", "expect"}
    for index, vector in enumerate(listed):
        if not isinstance(vector, dict) or keys - set(vector):
            lacking = ", ".join(
                sorted(keys - set(vector if isinstance(vector, dict) else ()))
            )
            raise ValueError(f"vectors[{index}] lacks {lacking}")


def run(runner: Runner, vectors: Path) -> Result:
    """Return the outcomes of a file of vectors in the runner's language.

    Raises subprocess.CalledProcessError if the runner itself fails.
    """
    with vectors.open("rb") as stream:
        process = subprocess.run(
            runner.command,
            stdin=stream,
            capture_output=True,
            check=True,
            env={**os.environ, **runner.environment},
        )
    return _result(runner.language, process.stdout.splitlines(), vectors)


def run_here(package: Path, vectors: Path) -> Result:
    """Return the outcomes of a file of vectors in a Python package, without a process for its runner."""
    runner = str(package / "tests" / "run_vectors.py")
    with (
        vectors.open(encoding="utf-8") as stream,
        io.StringIO() as told,
        importable_from(package / "src"),
        mock.patch.object(sys, "stdin", stream),
        contextlib.redirect_stdout(told),
    ):
        runpy.run_path(runner, run_name="__main__")
        lines = told.getvalue().splitlines()
    return _result("Python", lines, vectors)


def _result(language: str, lines: Sequence[str | bytes], vectors: Path) -> Result:
    outcomes = {line["id"]: line for line in map(json.loads, lines)}
    expected = json.loads(vectors.read_bytes())["vectors"]
    skipped = {
        id: outcome["skipped"]
        for id, outcome in outcomes.items()
        if "skipped" in outcome
    }
    failed = [
        failure
        for vector in expected
        if vector["id"] not in skipped
        for failure in failures(vector, outcomes.get(vector["id"]))
    ]
    return Result(language, len(expected) - len(failed) - len(skipped), failed, skipped)


def table(results: Sequence[Result]) -> str:
    """Return failures and skipped vectors in full, one line per language, and the total."""
    lines: list[str] = []
    for result in results:
        for failure in result.failed:
            lines.append(f"{result.language}: {failure.id}")
            lines.append(f"  expected {_short(failure.expected)}")
            lines.append(f"  actual   {_short(failure.actual)}")
        for id, reason in result.skipped.items():
            lines.append(f"{result.language}: {id} skipped: {reason}")
    lines.append(f"{'language':<24}{'passed':>8}{'failed':>8}{'skipped':>8}")
    for result in results:
        counts = (result.passed, len(result.failed), len(result.skipped))
        lines.append(
            f"{result.language:<24}" + "".join(f"{count:>8}" for count in counts)
        )
    passed = sum(result.passed for result in results)
    failed = sum(len(result.failed) for result in results)
    skipped = sum(len(result.skipped) for result in results)
    lines.append(f"{passed} passed, {failed} failed, {skipped} skipped")
    return "\n".join(lines)


def failures(
    vector: Mapping[str, Any], outcome: Mapping[str, Any] | None
) -> list[Failure]:
    expected: Any = _put_together(vector["expect"])
    if outcome is None:
        return [Failure(vector["id"], expected, "no outcome")]
    actual = outcome["actual"]
    token = expected.get("token")
    if token is not None and "state_verified" not in token and "token" in actual:
        # The format lets a token omit this member; no other member may be missing or added.
        del actual["token"]["state_verified"]
    if "argument" not in expected and "argument" in actual:
        # The format lets an error omit this member, as older files do.
        del actual["argument"]
    if actual != expected:
        return [Failure(vector["id"], expected, actual)]
    if outcome["seconds"] > LIMIT_SECONDS:
        took = f"{outcome['seconds']:.3f} s, over the {LIMIT_SECONDS} s allowed"
        return [Failure(vector["id"], expected, took)]
    return []


def _put_together(value: Json) -> Json:
    """Return an expected value with the long texts of its recipes."""
    if isinstance(value, list):
        return [_put_together(item) for item in value]
    if not isinstance(value, dict):
        return value
    recipe: dict[str, Any] = dict(value)
    if "repeat" in recipe:
        return str(recipe["repeat"][0] * recipe["repeat"][1])
    if "concat" in recipe:
        return "".join(str(_put_together(item)) for item in recipe["concat"])
    return {key: _put_together(item) for key, item in value.items()}


def _short(value: Any) -> str:
    text = json.dumps(value, sort_keys=True)
    return text if len(text) <= 400 else f"{text[:400]}…"
