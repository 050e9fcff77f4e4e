"""Small specs, of one feature or several: their packages build the URL that is written in the spec.

Another URL is built with urllib from the text of the spec, and must be the same. `x-client` and `x-request` have the arguments in Python, and `x-url` the URL, which was worked out by
hand. The code verifier and its challenge are those of RFC 7636 App. B. `x-other` has the request of a
second grant, `x-token-client` has what a client needs only for token requests, and `x-token` has the
request for a token of the client itself. `x-typescript` has the names of options that differ.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.providers.reference_url import reference_url
from tests.providers.specs import SPECS, WITH_URL, importable, spec_value


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let the Python package of each spec be imported, and return their folder."""
    with importable(SPECS, tmp_path_factory) as folder:
        yield folder


def client_values(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {**spec["x-client"], **spec.get("x-token-client", {})}


@pytest.mark.parametrize("file", WITH_URL, ids=lambda file: file.stem)
def test_package_builds_the_url(file: Path, packages: Path) -> None:
    assert packages.is_dir()
    spec = spec_value(file)
    package = importlib.import_module(f"{file.stem}_oauth")
    client, request = client_values(spec), spec["x-request"]
    built = package.OAuthClient(**client).authorization_request(**request)
    assert built.url == reference_url(spec, client, request)
    assert built.url == spec["x-url"]
    assert package.AuthorizationRequest(**client, **request).url == spec["x-url"]


@pytest.mark.parametrize(
    ("name", "method", "kind"),
    [
        ("acacia", "implicit", "Implicit"),
        ("ash", "code", "Code"),
        ("gum", "implicit", "Implicit"),
    ],
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
    assert other["url"] == reference_url(spec, client, other["request"], other["grant"])
    assert request(**client, **other["request"]).url == other["url"]


@pytest.mark.parametrize("name", ["hazel", "sumac"])
def test_client_requests_a_token_for_itself(name: str, packages: Path) -> None:
    assert packages.is_dir()
    spec = spec_value(Path(__file__).with_name(f"{name}.yaml"))
    package, token = importlib.import_module(f"{name}_oauth"), spec["x-token"]
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


AFTER_IMPLICIT = "ash"
"""The request for a code of this provider is not its first one, so its name is another one."""


def test_packages_are_typed(packages: Path, tmp_path: Path) -> None:
    checked: list[str] = []
    for file in SPECS:
        package = packages / f"{file.stem}_oauth"
        # mypy reads a runtime once if the packages with the same one import it by the same name.
        shared = (package / "_runtime").resolve()
        runtime = tmp_path / f"runtime_{shared.name}"
        if not runtime.exists():
            runtime.symlink_to(shared)
        copy = tmp_path / package.name
        copy.mkdir()
        for module in package.glob("*.py"):
            text = module.read_text(encoding="utf-8")
            imported = text.replace("from ._runtime.", f"from {runtime.name}.")
            (copy / module.name).write_text(imported, encoding="utf-8")
        checked += [str(copy / name) for name in ("__init__.py", "client.py")]
        if file.stem == AFTER_IMPLICIT:
            checked.append(str(copy / "_command.py"))
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent"]
    run = subprocess.run(
        # Writing a cache would take longer than it saves.
        [*command, "--cache-dir", os.devnull, *checked],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"MYPYPATH": str(tmp_path), "PATH": ""},
        timeout=300,
    )
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
