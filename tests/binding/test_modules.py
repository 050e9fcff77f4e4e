"""Each module of the generated packages can be imported: no file that one needs is missing."""

from __future__ import annotations

import importlib
import pkgutil

import imagen_oauth
import imagen_oauth_mock
import pytest

MODULES = [
    one.name
    for package in (imagen_oauth, imagen_oauth_mock)
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not one.name.endswith("__main__")
]


def test_the_modules_are_found() -> None:
    assert "imagen_oauth._runtime.store.store_json" in MODULES


@pytest.mark.parametrize("name", MODULES)
def test_module_can_be_imported(name: str) -> None:
    importlib.import_module(name)
