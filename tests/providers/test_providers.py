"""Small specs, one feature each: their packages build the URL that is written in the spec.

`x-client` and `x-request` have the arguments in Python, and `x-url` the URL, which was worked out by
hand. The code verifier and its challenge are those of RFC 7636 App. B. `x-other` has the request of a
second grant, `x-token-client` has what a client needs only for token requests, and `x-token` has the
request for a token of the client itself. `x-typescript` has the names of options that differ.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.shared import tree_to_run, write_packages
from tests.unit.specs import parsed

SPECS = sorted(Path(__file__).parent.glob("*.yaml"))


def spec_value(file: Path) -> Any:
    """Return the value of a spec, with the keys that the generator ignores."""
    return parsed(file)


def _is_for_browsers(file: Path) -> bool:
    return "x-url" in spec_value(file)


BROWSER_SPECS = [file for file in SPECS if _is_for_browsers(file)]
"""The specs with a grant in which a browser takes part."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Write the Python package of each spec, let it be imported, and return the folder."""
    folder = tmp_path_factory.mktemp("packages")
    renderer = pipeline.renderer()
    for file in SPECS:
        tree = tree_to_run(pipeline.load(file), ["python"], renderer)
        sources = {
            path.removeprefix("python/src/"): data
            for path, data in tree.items()
            if path.startswith("python/src/")
        }
        write_packages(sources, folder, tmp_path_factory.getbasetemp() / "kept")
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


def client_values(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {**spec["x-client"], **spec.get("x-token-client", {})}


@pytest.mark.parametrize("file", BROWSER_SPECS, ids=lambda file: file.stem)
def test_package_builds_the_url(file: Path, packages: Path) -> None:
    assert packages.is_dir()
    spec = spec_value(file)
    package = importlib.import_module(f"{file.stem}_oauth")
    client, request = client_values(spec), spec["x-request"]
    built = package.OAuthClient(**client).authorization_request(**request)
    assert built.url == spec["x-url"]
    assert package.AuthorizationRequest(**client, **request).url == spec["x-url"]


@pytest.mark.parametrize(
    ("name", "method", "kind"),
    [("acacia", "implicit", "Implicit"), ("ash", "code", "Code")],
)
def test_second_grant_has_its_own_request(
    name: str, method: str, kind: str, packages: Path
) -> None:
    spec = spec_value(Path(__file__).with_name(f"{name}.yaml"))
    package = importlib.import_module(f"{name}_oauth")
    client, other = client_values(spec), spec["x-other"]
    build = getattr(package.OAuthClient(**client), f"{method}_authorization_request")
    request = getattr(package, f"{kind}AuthorizationRequest")
    assert packages.is_dir()
    assert build(**other["request"]).url == other["url"]
    assert request(**client, **other["request"]).url == other["url"]


def test_client_requests_a_token_for_itself(packages: Path) -> None:
    assert packages.is_dir()
    spec = spec_value(Path(__file__).with_name("cedar.yaml"))
    package, token = importlib.import_module("cedar_oauth"), spec["x-token"]
    client = package.OAuthClient(**client_values(spec))
    request = client.client_credentials_request(scopes=token["scopes"])
    assert (request.url, request.body) == (token["url"], token["body"].encode())
    assert not hasattr(client, "authorization_request")
    assert not hasattr(package, "AuthorizationRequest")


@pytest.mark.parametrize("file", SPECS, ids=lambda file: file.stem)
def test_package_has_the_names_that_it_lists_and_no_others(
    file: Path, packages: Path
) -> None:
    assert packages.is_dir()
    name = f"{file.stem}_oauth"
    package = importlib.import_module(name)
    exported = {one: getattr(package, one) for one in package.__all__}
    assert {*exported} <= {*dir(package)}
    errors = [one for one in exported if one.endswith("Error")]
    assert {exported[one].__module__ for one in errors} == {name}
    assert package.client.OAuthClient is exported["OAuthClient"]
    with pytest.raises(AttributeError) as caught:
        assert package.Acess
    assert str(caught.value) == f"module '{name}' has no attribute 'Acess'"


def test_packages_are_typed(packages: Path) -> None:
    checked = [
        str(packages / f"{file.stem}_oauth" / name)
        for file in SPECS
        for name in ("__init__.py", "client.py")
    ]
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
