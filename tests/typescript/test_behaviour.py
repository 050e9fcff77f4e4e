"""What no vector can tell of the TypeScript modules, and that the check of a mutant tells both ways."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conformance.both import NAMES, python
from tests.node import compiled, node, required

SCRIPT = Path(__file__).with_name("behaviour.test.mjs")
MUTANT = Path(__file__).with_name("mutant.mjs")


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skip or fail each test of this module where Node.js is missing."""
    required()


def test_modules_do_what_is_said_of_each() -> None:
    environment = {"COMPILED": str(compiled())}
    process = node("--test", str(SCRIPT), environment=environment)
    assert process.returncode == 0, process.stdout


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Return a file with one input and what Python makes of it."""
    given = {"domain": "", "client_id": "K", "state": "1"}
    outcome = python("build_url", given)
    file = tmp_path / "asked.jsonl"
    line = {"op": "build_url", "input": given, "outcome": outcome}
    file.write_text(f"{json.dumps([*NAMES.items()])}\n{json.dumps(line)}\n", "utf-8")
    return file


def test_binding_without_a_mutant_passes(asked: Path) -> None:
    process = node(str(MUTANT), str(compiled()), str(asked))
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.parametrize(
    ("module", "is_now", "becomes"),
    [
        ("hosts", '"write the host name alone"', '""'),
        ("punycode", "const SKEW = 38", "const SKEW = 39"),
    ],
)
def test_mutant_is_noticed_by_its_words_or_by_a_test(
    asked: Path, tmp_path: Path, module: str, is_now: str, becomes: str
) -> None:
    copy = shutil.copytree(compiled(), tmp_path / "compiled")
    file = copy / "src" / "runtime" / f"{module}.js"
    text = file.read_text("utf-8")
    assert text.count(is_now) == 1
    file.write_text(text.replace(is_now, becomes), "utf-8")
    assert node(str(MUTANT), str(copy), str(asked)).returncode == 1
