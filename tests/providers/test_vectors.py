"""Small specs and the gallery: the Python packages pass the vectors of the spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import pipeline
from tests.conformance.report import run, runner
from tests.providers.specs import GALLERY, SMALL
from tests.shared import write_packages

# Half of the gallery, because each takes a while. Its requests are compared with literals in tests/gallery.
FILES = [*SMALL, *GALLERY[::2]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the runtimes that packages share."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_python_package_passes_the_vectors(
    file: Path, tmp_path: Path, kept: Path
) -> None:
    tree = pipeline.tree(pipeline.load(file), ["fixtures", "python"])
    write_packages(tree, tmp_path, kept)
    binding = runner("python", package=tmp_path / "python")
    result = run(binding, tmp_path / "fixtures" / "authorization.json")
    assert result.passed > 0
    assert (result.failed, result.skipped) == ([], {})
