"""The packages of specs with a token endpoint, generated when a test needs them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.mock.exchange.client import Client
from tests.shared import packages

HERE = Path(__file__).parent
FOLDERS = (
    *(pipeline.ROOT / "tests" / name for name in ("exchange", "providers")),
    *(pipeline.ROOT / "spec" / "gallery", HERE),
)
SPECS = {file.stem: file for folder in FOLDERS for file in folder.glob("*.yaml")}

Package = Callable[[str], Any]
"""The name of a module to the module: `jay_oauth_mock`, or `jay_oauth.httpx_auth`."""


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    """Return what imports a module of a generated package, and generates the package before."""
    written = set[str]()

    def load(name: str) -> Any:
        spec = name.partition("_oauth")[0]
        if spec not in written:
            written.add(spec)
            folder = packages(
                tmp_path_factory, "mock-exchange", SPECS[spec], ["python", "mock"]
            )
            if str(folder) not in sys.path:
                sys.path.insert(0, str(folder))
            importlib.invalidate_caches()
        return importlib.import_module(name)

    before = [*sys.path]
    yield load
    sys.path[:] = before


@pytest.fixture
def server(package: Package) -> Iterator[Any]:
    """Yield a running server for the spec with every endpoint."""
    with package("jay_oauth_mock").MockServer() as running:
        yield running


@pytest.fixture
def client(server: Any) -> Client:
    """Return the example application with a secret, which sends requests as they are."""
    return Client(server)
