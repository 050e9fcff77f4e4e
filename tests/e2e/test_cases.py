"""What is generated from each small spec works: its package passes the vectors of the spec."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator import pipeline
from tests.conformance.report import python_runner, run
from tests.golden.cases import CASES, spec_of


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_package_of_a_case_passes_its_vectors(tmp_path: Path, folder: Path) -> None:
    spec = pipeline.load(spec_of(folder))
    for path, data in pipeline.tree(spec, ["fixtures", "python"]).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    runner = python_runner(sys.executable, package=tmp_path / "python")
    result = run(runner, tmp_path / "fixtures" / "authorization.json")
    # The documented URL, each scope alone, then none, all, all in reverse and all twice.
    assert result.passed == 1 + len(spec.provider.scopes) + 4
    assert (result.failed, result.skipped) == ([], {})
