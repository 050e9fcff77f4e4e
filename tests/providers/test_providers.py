"""Small specs, one feature each: their packages build the URL that is written in the spec.

`x-client` and `x-request` have the arguments in Python, and `x-url` the URL, which was worked out by
hand. The code verifier and its challenge are those of RFC 7636 App. B.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import pipeline

SPECS = sorted(Path(__file__).parent.glob("*.yaml"))


def spec_value(file: Path) -> Any:
    """Return the value of a spec, with the keys that the generator ignores."""
    return yaml.safe_load(file.read_bytes())


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Write the Python package of each spec, let it be imported, and return the folder."""
    folder = tmp_path_factory.mktemp("packages")
    renderer = pipeline.renderer()
    for file in SPECS:
        tree = pipeline.tree(pipeline.load(file), ["python"], renderer)
        for path, data in tree.items():
            if path.startswith("python/src/"):
                target = folder / path.removeprefix("python/src/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.mark.parametrize("file", SPECS, ids=lambda file: file.stem)
def test_package_builds_the_url(file: Path, packages: Path) -> None:
    assert packages.is_dir()
    spec = spec_value(file)
    package = importlib.import_module(f"{file.stem}_oauth")
    client, request = spec["x-client"], spec["x-request"]
    built = package.OAuthClient(**client).authorization_request(**request)
    assert built.url == spec["x-url"]
    assert package.AuthorizationRequest(**client, **request).url == spec["x-url"]


def test_packages_are_typed(packages: Path) -> None:
    checked = [str(packages / f"{file.stem}_oauth" / "client.py") for file in SPECS]
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent"]
    environment = {"MYPYPATH": str(packages), "PATH": ""}
    run = subprocess.run(
        [*command, *checked],
        capture_output=True,
        text=True,
        check=False,
        cwd=packages,
        env=environment,
        timeout=300,
    )
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
