"""oauth-codegen, installed from its wheel into an environment without this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator import __version__
from generator.pipeline import ROOT
from tests.release.conftest import installed, run

WHEEL = f"oauth_codegen-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="session")
def tool(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the programs of an environment that has only the tool."""

    folder = tmp_path_factory.mktemp("tool")
    return Path(installed(folder, [archives / WHEEL], [])).parent


def codegen(
    tool: Path, folder: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder, without what this process has in its environment."""
    return subprocess.run(
        [str(tool / "oauth-codegen"), *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def source_files() -> set[str]:
    """Return the committed files of the generator, relative to this checkout."""
    listed = run("git", "-C", str(ROOT), "ls-files", "generator", "templates", "spec")
    left = ("spec/cases/", "spec/gallery/", "spec/released/")
    return {
        one
        for one in listed.splitlines()
        if not one.startswith(left) and one != "spec/imagen.yaml"
    }


def test_wheel_contains_the_files_of_the_generator(archives: Path) -> None:
    with zipfile.ZipFile(archives / WHEEL) as opened:
        found = {
            one.removeprefix("oauth_codegen/")
            for one in opened.namelist()
            if one.startswith("oauth_codegen/")
        }
    assert found == {*source_files(), "__init__.py", "__main__.py"}


def test_wheel_that_is_not_installed_says_so(archives: Path) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import oauth_codegen; oauth_codegen.main()"
    process = subprocess.run(
        [sys.executable, "-I", "-c", code, str(archives / WHEEL)],
        capture_output=True,
        text=True,
        check=False,
    )
    message = "oauth-codegen: install the wheel; it does not run from an archive\n"
    assert (process.returncode, process.stdout, process.stderr) == (1, "", message)


def test_generator_is_not_a_module_of_the_environment(tool: Path) -> None:
    code = "import importlib.util; print(importlib.util.find_spec('generator'))"
    assert run(str(tool / "python"), "-I", "-c", code) == "None\n"


def test_first_spec_generates_packages_that_get_a_token(
    tool: Path, tmp_path: Path
) -> None:
    started = codegen(tool, tmp_path, "init", "acme")
    assert (started.returncode, started.stderr) == (0, "")
    assert started.stdout == (
        "wrote acme.yaml\n"
        "wrote oauth-codegen.toml\n"
        "edit acme.yaml, and then run: oauth-codegen generate\n"
    )
    assert codegen(tool, tmp_path, "validate").stdout == (
        "acme.yaml: no problems (2 scopes, 0 cases)\n"
    )
    made = codegen(tool, tmp_path, "generate")
    assert (made.returncode, made.stderr) == (0, "")
    assert codegen(tool, tmp_path, "check").returncode == 0
    # An installed program writes nothing next to itself.
    assert not list((tool.parent / "lib").rglob("build/templates"))
    sources = {"PYTHONPATH": str(tmp_path / "generated" / "python" / "src")}
    assert token(tool, tmp_path, sources) == "bearer"


def token(tool: Path, folder: Path, environment: Mapping[str, str]) -> str:
    """Return the type of a token that the generated package gets from the mock server."""
    server = subprocess.Popen(
        [str(tool / "oauth-codegen"), "mock", "acme.yaml"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        url = f"{server.stdout.readline().strip()}/token"
        program = (
            "import sys, urllib.request as web; from acme_oauth import OAuthClient\n"
            "client = OAuthClient(client_id='YOUR_CLIENT_ID', client_secret='YOUR_CLIENT_SECRET')\n"
            "request = client.client_credentials_request(scopes=['read'])\n"
            "sent = web.Request(sys.argv[1], request.body, dict(request.headers))\n"
            "with web.urlopen(sent) as answer: body = answer.read()\n"
            "token = request.parse_response(answer.status, dict(answer.headers), body)\n"
            "print(token.token_type.lower())"
        )
        return run_in(tool, environment, program, url)
    finally:
        server.terminate()
        server.wait()


def run_in(
    tool: Path, environment: Mapping[str, str], program: str, *arguments: str
) -> str:
    process = subprocess.run(
        [str(tool / "python"), "-c", program, *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return process.stdout.strip()
