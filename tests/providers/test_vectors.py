"""Small specs and the gallery: the Python packages pass the vectors of the spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import pipeline
from tests.conformance.report import run_here
from tests.providers.specs import SPECS
from tests.shared import runtimes, tree_to_run, write_packages


@pytest.mark.parametrize("file", SPECS, ids=lambda file: file.stem)
def test_python_package_passes_the_vectors(
    file: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tree = tree_to_run(pipeline.load(file), ["fixtures", "python"])
    write_packages(tree, tmp_path, runtimes(tmp_path_factory))
    vectors = tmp_path / "fixtures" / "authorization.json"
    result = run_here(tmp_path / "python", vectors)
    assert result.passed > 0
    assert (result.failed, result.skipped) == ([], {})
