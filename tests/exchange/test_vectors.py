"""The packages pass the vectors of the token endpoint, which urllib and base64 built."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from generator import pipeline
from tests.conformance.report import run_here
from tests.exchange.conftest import SPECS
from tests.shared import runtimes, tree_to_run, write_packages


@pytest.mark.parametrize("file", SPECS, ids=lambda file: file.stem)
def test_python_package_passes_the_vectors(
    file: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tree = tree_to_run(pipeline.load(file), ["fixtures", "python"])
    write_packages(tree, tmp_path, runtimes(tmp_path_factory))
    vectors = tmp_path / "fixtures" / "authorization.json"
    result = run_here(tmp_path / "python", vectors)
    assert (result.failed, result.skipped) == ([], {})
    listed = json.loads(vectors.read_bytes())["vectors"]
    counts = Counter(one["op"] for one in listed if one["id"].startswith("spec-"))
    has_code = file.stem not in ("grebe", "martin", "siskin")
    assert counts["token_request"] >= 1
    assert counts["token_response"] == 2 * has_code
    assert (counts["refresh_request"] > 0) is (
        file.stem not in ("dipper", "grebe", "jackdaw")
    )
    # With a secret and without one, if both are possible.
    devices = {"siskin": 1, "martin": 1, "dunlin": 1, "osprey": 2}
    assert counts["device_request"] == devices.get(file.stem, 0)
