"""Several providers in one repository: separate output, imported and tested side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator import pipeline
from tests.unit.runs import run

ACME = """\
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://auth.acme.example/authorize
token_endpoint: {url: https://auth.acme.example/token, auth_methods: [client_secret_post]}
grants: [authorization_code, client_credentials]
scopes: [read]
"""
SETTINGS = 'spec = ["acme.yaml", "birch/birch.yaml"]\nout = "generated"\n'
CONSUMER = """
from acme_oauth import OAuthClient, OAuthError
from birch_oauth import OAuthClient as BirchClient, OAuthError as BirchError

def test_two_servers_and_two_clients(acme_mock_server, birch_mock_server):
    assert acme_mock_server.url != birch_mock_server.url
    given = {"client_id": "a", "redirect_uri": "https://app.example/"}
    acme = OAuthClient(**given).authorization_request()
    birch = BirchClient(**given).authorization_request()
    assert acme.url.startswith("https://auth.acme.example/authorize?")
    assert birch.url.startswith("https://auth.birch.example/authorize?")
    assert not issubclass(OAuthError, BirchError)
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write two specs, one of them in its own folder, and generate both."""
    monkeypatch.chdir(tmp_path)
    Path("acme.yaml").write_text(ACME)
    Path("birch").mkdir()
    other = ACME.replace("acme", "birch").replace("Acme", "Birch")
    Path("birch/birch.yaml").write_text(other)
    Path("oauth-codegen.toml").write_text(SETTINGS)
    result = run("generate", "--jobs", "1")
    assert result.exit_code == 0, result.output
    return tmp_path


def content(folder: Path) -> Mapping[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_change_of_one_spec_leaves_the_output_of_the_other(repository: Path) -> None:
    before = content(repository / "generated" / "birch")
    spec = repository / "acme.yaml"
    spec.write_text(spec.read_text().replace("[read]", "[read, write]"))
    checked = run("check")
    assert checked.exit_code == 1
    assert "generated/birch: " in checked.output
    assert run("generate").exit_code == 0
    after = content(repository / "generated" / "birch")
    assert {path: data for path, data in after.items() if ".generator" not in path} == {
        path: data for path, data in before.items() if ".generator" not in path
    }
    assert run("diff", "acme.yaml", "birch/birch.yaml").exit_code != 2


def test_packages_and_mock_servers_work_side_by_side(repository: Path) -> None:
    paths = [
        str(repository / "generated" / name / kind / "src")
        for name in ("acme", "birch")
        for kind in ("python", "mock")
    ]
    (repository / "test_consumer.py").write_text(CONSUMER)
    (repository / "conftest.py").write_text(
        'pytest_plugins = ["acme_oauth_mock.fixtures", "birch_oauth_mock.fixtures"]\n'
    )
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in process.stdout, process.stdout


def test_archives_are_those_of_one_provider(repository: Path) -> None:
    out = repository / "dist"
    tree = repository / "generated" / "acme"
    lines = (tree / "MANIFEST").read_text().splitlines()
    # The npm package needs the compiler, which another test covers.
    kept = [one for one in lines if not one.startswith("typescript/")]
    (tree / "MANIFEST").write_text("".join(f"{one}\n" for one in kept))
    process = subprocess.run(
        [sys.executable, "-m", "release", str(out), "--tree", str(tree)],
        cwd=pipeline.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert sorted(one.name for one in out.glob("*.whl")) == [
        "acme_oauth-0.1.0-py3-none-any.whl",
        "acme_oauth_mock-0.1.0-py3-none-any.whl",
    ]
