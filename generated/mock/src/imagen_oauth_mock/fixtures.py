# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""Fixtures for your tests: `pytest_plugins = ["imagen_oauth_mock.fixtures"]`."""

from collections.abc import Iterator

import pytest

from . import MockServer


@pytest.fixture
def mock_server() -> Iterator[MockServer]:
    """Yield a mock server for Imagen that runs for one test."""
    with MockServer() as server:
        yield server
