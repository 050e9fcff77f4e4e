"""The installed archives pass their vectors, and the commands of their READMEs run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from generator.pipeline import ROOT
from tests import node
from tests.conformance.report import Runner, runner, table
from tests.conformance.report import run as outcome
from tests.release import declared
from tests.release.conftest import EXTRAS, VERSION, pip, run
from tests.typescript.consumer import installed

VECTORS = ROOT / "generated" / "fixtures" / "authorization.json"
BLOCK = re.compile(r"^```(python|typescript)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANSWER = "#access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer&state="


def unpacked(archive: Path, folder: Path) -> Path:
    """Return the one folder of a tar, unpacked in `folder`."""
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    [top] = folder.iterdir()
    return top


def holds_every_vector(runner: Runner) -> None:
    result = outcome(runner, VECTORS)
    count = len(json.loads(VECTORS.read_bytes())["vectors"])
    assert (result.passed, result.failed) == (count, []), table([result])


def blocks(readme: str, language: str) -> list[str]:
    return [text for name, text in BLOCK.findall(readme) if name == language]


def test_the_environment_has_the_wheels_and_not_the_source(python: str) -> None:
    script = "import imagen_oauth, imagen_oauth_mock as m; print(imagen_oauth.__file__, m.__file__)"
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    assert run(python, "-c", script).split() == [
        f"{site.strip()}/{name}/__init__.py"
        for name in ("imagen_oauth", "imagen_oauth_mock")
    ]


def test_the_environment_has_what_the_wheels_declare_and_nothing_else(
    archives: Path, python: str
) -> None:
    needs = declared.needed(archives.glob("imagen_oauth*.whl"), EXTRAS)
    assert {"click", "httpx", "jinja2", "oauthlib", "rich"} <= needs
    assert needs & {"keyring", "pytest", "requests"} == set()
    script = (
        "import sys; from importlib.metadata import distributions; print(*sys.path[1:]);"
        "print(*(one.name for one in distributions()))"
    )
    path, names = run(python, "-c", script).splitlines()
    found = set(map(canonicalize_name, names.split()))
    assert found == {"imagen-oauth", "imagen-oauth-mock", *needs}
    assert sys.prefix not in path
    assert pip(python, "check") == "No broken requirements found.\n"


def test_wheel_passes_every_vector_with_the_runner_of_the_sdist(
    archives: Path, python: str, tmp_path: Path
) -> None:
    source = unpacked(archives / f"imagen_oauth-{VERSION}.tar.gz", tmp_path)
    holds_every_vector(
        Runner("wheel", [python, "-I", str(source / "tests" / "run_vectors.py")], {})
    )


def test_commands_of_the_client_readme_run(python: str) -> None:
    readme = (
        "from importlib.metadata import metadata; print(metadata('imagen-oauth')['Description']"
        " or metadata('imagen-oauth').get_payload())"
    )
    shown = blocks(run(python, "-c", readme), "python")
    assert len(shown) == 3
    paste = f"import getpass; getpass.getpass = lambda _: {ANSWER!r} + request.state\n"
    assert run(python, "-I", "-c", paste + "\n".join(shown)).splitlines()[1:-1] == [
        "granted: modifyUsersData readUsersData",
        "missing_token",
    ]


def test_commands_of_the_mock_server_readme_run(python: str) -> None:
    readme = (
        "from importlib.metadata import metadata; print(metadata('imagen-oauth-mock')['Description']"
        " or metadata('imagen-oauth-mock').get_payload())"
    )
    first = blocks(run(python, "-c", readme), "python")[0]
    script = f"""
import getpass
from imagen_oauth_mock import MockServer
with MockServer() as server:
    getpass.getpass = lambda _: server.approve(request.url)
    resource = server.resource_url.removeprefix("http://")
    block = {first!r}.replace("127.0.0.1:8081", resource)
    exec(block.replace("127.0.0.1:8080", server.domain))
"""
    assert '"scopes": ["readUsersData"]' in run(python, "-I", "-c", script)


def test_each_command_starts(python: str) -> None:
    for command in ("imagen-oauth", "imagen-oauth-mock"):
        said = run(str(Path(python).parent / command), "--help")
        assert said.lower().startswith(f"usage: {command}")


def test_npm_package_passes_every_vector(archives: Path, tmp_path: Path) -> None:
    package = unpacked(archives / f"imagen-oauth-{VERSION}.tgz", tmp_path / "tar")
    # The runner looks for the package next to its own folder.
    shutil.copytree(package / "dist", tmp_path / "run" / "src")
    shutil.copytree(node.compiled() / "tests", tmp_path / "run" / "tests")
    shutil.copyfile(package / "package.json", tmp_path / "run" / "package.json")
    holds_every_vector(runner("typescript", build=tmp_path / "run"))


def test_code_of_the_npm_readme_runs(archives: Path, tmp_path: Path) -> None:
    project = installed(archives / f"imagen-oauth-{VERSION}.tgz", tmp_path / "project")
    package = project / "node_modules" / "imagen-oauth"
    shown = blocks((package / "README.md").read_text(encoding="utf-8"), "typescript")
    assert len(shown) == 2
    # The code has no types, so it is valid JavaScript.
    (project / "readme.mjs").write_text("\n".join(shown), encoding="utf-8")
    assert run("node", "readme.mjs", cwd=project).splitlines()[1:-1] == [
        "granted: readUsersData modifyUsersData",
        "missing_token",
    ]


@pytest.fixture
def empty_registry() -> Iterator[str]:
    """Yield the address of a registry on loopback that has no packages."""

    class Unknown(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Unknown) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_npm_would_publish_it_without_a_warning(
    archives: Path, empty_registry: str
) -> None:
    archive = str(archives / f"imagen-oauth-{VERSION}.tgz")
    process = subprocess.run(
        [
            "npm",
            "publish",
            archive,
            "--dry-run",
            "--json",
            "--registry",
            empty_registry,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    published = json.loads(process.stdout)["imagen-oauth"]
    assert published["id"] == f"imagen-oauth@{VERSION}"
    assert published["filename"] == f"imagen-oauth-{VERSION}.tgz"
    logged_in = "This command requires you to be logged in to"
    complaints = [line for line in process.stderr.splitlines() if "warn" in line]
    assert complaints == [f"npm warn publish {logged_in} {empty_registry} (dry-run)"]
