"""The packages of the specs in this folder."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.exchange.rotating import Rotating
from tests.exchange.sources import Parts
from tests.recipes import programs
from tests.shared import packages, shared, tree_to_run

MOCKED = "robin"
"""The spec whose mock server the tests of processes use, and the store of its recipes."""
HERE = Path(__file__).parent
SPECS = sorted(HERE.glob("*.yaml"))

Load = Callable[[str], Any]
"""A provider's ID to its package."""


def _targets(file: Path) -> list[str]:
    return ["python", "mock"] if file.stem == MOCKED else ["python"]


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the package of each spec and a store, and return their folder."""
    (folder,) = {
        packages(tmp_path_factory, "exchange", file, _targets(file)) for file in SPECS
    }

    def write_store(_: Path) -> None:
        """Write the store of the recipes to the folder of the packages."""
        spec = pipeline.load(HERE / f"{MOCKED}.yaml")
        recipes = programs(tree_to_run(spec, ["docs"])["docs/recipes.md"].decode())
        (folder / "sqlite_store.py").write_text(recipes["sqlite_store.py"])

    shared(tmp_path_factory, "exchange-store", write_store)
    return folder


@pytest.fixture(scope="session")
def load(sources: Path) -> Iterator[Load]:
    """Return what imports a package."""
    sys.path.insert(0, str(sources))
    yield lambda name: importlib.import_module(f"{name}_oauth")
    sys.path.remove(str(sources))


@pytest.fixture
def parts(load: Load) -> Parts:
    """Return the modules of a package with every default."""
    return Parts(load("robin"))


@pytest.fixture(params=["memory", "folder", "sqlite"])
def store(request: pytest.FixtureRequest, parts: Parts, tmp_path: Path) -> Any:
    if request.param == "memory":
        return parts.stores.MemoryStore()
    if request.param == "sqlite":
        return importlib.import_module("sqlite_store").SqliteStore(tmp_path / "tokens")
    return parts.stores.FolderStore(tmp_path / "tokens")


@pytest.fixture
def server() -> Rotating:
    return Rotating(lifetime=3600)
