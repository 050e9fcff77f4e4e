"""Each module of the generated packages can be imported: no file that one needs is missing."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import imagen_oauth
import imagen_oauth_mock

from tests.rows import each_row

MODULES = [
    one.name
    for package in (imagen_oauth, imagen_oauth_mock)
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not one.name.endswith("__main__")
]


def test_the_modules_are_found() -> None:
    assert "imagen_oauth._runtime.store.store_json" in MODULES


@each_row("name", MODULES)
def test_module_can_be_imported(name: str) -> None:
    importlib.import_module(name)


def test_module_without_its_extra_says_how_to_install_it() -> None:
    program = """
import sys
for name in ("httpx", "requests"):
    sys.modules[name] = None
    try:
        __import__(f"imagen_oauth.{name}_auth")
    except ModuleNotFoundError as error:
        print(error.name, "|", error)
sys.modules["imagen_oauth.failures"] = None
try:
    import imagen_oauth.httpx_auth
except ModuleNotFoundError as error:
    print(error.name, "|", error)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        'httpx | httpx is not installed: run pip install "httpx>=0.27,<1"',
        'requests | requests is not installed: run pip install "requests>=2.31,<3"',
        (
            "imagen_oauth.failures | import of imagen_oauth.failures halted; "
            "None in sys.modules"
        ),
    ]
