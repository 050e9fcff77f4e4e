# Generated from spec.yaml; edit that and run `make generate`.
"""Fixtures for your tests: `pytest_plugins = ["example_auth_mock.fixtures"]`."""

from collections.abc import Iterator

import pytest

from . import StandIn


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """Yield a mock server for Example that runs for one test."""
    with StandIn() as server:
        yield server
