"""The behavior of TypeScript modules that no vector can test, and the check of mutants."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conformance.both import python
from tests.node import ROOT, compiled, node, required

SCRIPT = Path(__file__).with_name("behavior.test.mjs")
MUTANT = ROOT / "tools" / "mutants" / "mutant.mjs"


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skip or fail each test of this module if Node.js is missing."""
    required()


def test_modules_behave_as_documented() -> None:
    environment = {"COMPILED": str(compiled())}
    process = node("--test", str(SCRIPT), environment=environment)
    assert process.returncode == 0, process.stdout


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Return a file with one input and the outcome in Python."""
    given = {"domain": "", "client_id": "K", "state": "1"}
    outcome = python("build_url", given)
    file = tmp_path / "asked.jsonl"
    line = {"op": "build_url", "input": given, "outcome": outcome}
    file.write_text(f"{json.dumps(line)}\n", "utf-8")
    return file


def test_binding_without_a_mutant_passes(asked: Path) -> None:
    process = node(str(MUTANT), str(compiled()), str(asked))
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.parametrize(
    ("module", "is_now", "becomes"),
    [
        ("messages", '"domain_empty"', '"domain_bad_label"'),
        ("protocol", r"\\u3041-\\u30FF", ""),
    ],
)
def test_mutant_is_noticed_by_its_key_or_by_a_test(
    asked: Path, tmp_path: Path, module: str, is_now: str, becomes: str
) -> None:
    copy = shutil.copytree(compiled(), tmp_path / "compiled")
    file = copy / "src" / "runtime" / f"{module}.js"
    text = file.read_text("utf-8")
    assert text.count(is_now) == 1
    file.write_text(text.replace(is_now, becomes), "utf-8")
    assert node(str(MUTANT), str(copy), str(asked)).returncode == 1
