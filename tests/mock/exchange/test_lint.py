"""The linters of this project, on a generated client and mock server with a token endpoint."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import pipeline
from tests.lint import MODULES
from tests.mock.exchange.conftest import SPECS
from tests.sampling import LONG

FEW = ["providers/acacia", "providers/fern", "exchange/grebe"]
"""Specs with two grants of a browser, without scopes, and with only client credentials."""
TESTS = Path(__file__).parents[2]


def write(folder: Path, spec: Path) -> None:
    """Write the source of the client and the mock server of a spec, and the settings of ruff and mypy."""
    tree = pipeline.tree(pipeline.load(spec), ["mock", "python"])
    for path, data in tree.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    settings = (pipeline.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")


@pytest.mark.parametrize("name", FEW)
def test_no_import_of_a_small_provider_is_needless(name: str, tmp_path: Path) -> None:
    write(tmp_path, TESTS / f"{name}.yaml")
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "mock", "python/src"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the source of the client and the mock server of the spec with every endpoint."""
    folder = tmp_path_factory.mktemp("lint")
    write(folder, SPECS["jay"])
    strict = {"typeCheckingMode": "strict", "pythonVersion": "3.10"}
    (folder / "pyrightconfig.json").write_text(json.dumps(strict), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "linter",
    # pyright takes half a minute, and finds little that mypy does not. Templates lay code out as Black
    # does: tests/unit/test_layout.py checks what is rendered, and `make lint` the runtimes.
    [one for one in MODULES if LONG or one not in ("pyright", "black")],
)
def test_linter_reports_nothing(source: Path, linter: str) -> None:
    module, *options = MODULES[linter]
    command = [sys.executable, "-m", module, *options, "mock", "python/src"]
    run = subprocess.run(
        command,
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
        # mypy would write a cache that no other run reads.
        env={**os.environ, "MYPY_CACHE_DIR": os.devnull},
    )
    assert run.returncode == 0, run.stdout + run.stderr
