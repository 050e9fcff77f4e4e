"""The packed package in an empty project runs in Node.js and in a bundle."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path

import pytest

from tests.node import MODULES, PACKAGE, ROOT, node
from tests.release.conftest import published
from tests.typescript.consumer import bundled, installed


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the published archive."""
    [archive] = published(tmp_path_factory).glob("*.tgz")
    return archive


@pytest.fixture(scope="module")
def project(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with the package in it."""
    return installed(archive, tmp_path_factory.mktemp("consumer") / "project")


USE = """
import { AuthorizationRequest, Scope, OUT_OF_BAND } from "imagen-oauth";
const request = new AuthorizationRequest({
  domain: "media.example.com",
  clientId: "YOUR_API_KEY",
  scopes: [Scope.MODIFY_USERS_DATA, Scope.READ_USERS_DATA],
  state: "1",
});
const token = request.parsePasted(
  "#access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer&state=1",
);
globalThis.console.log(
  JSON.stringify([request.url, OUT_OF_BAND, token.headers()]),
);
"""
URL = (
    "https://media.example.com/oauth/authorize?response_type=token"
    "&client_id=YOUR_API_KEY&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=1"
    "&scope=readUsersData%20modifyUsersData"
)
PRINTED = [
    URL,
    "urn:ietf:wg:oauth:2.0:oob",
    {
        "X-Imagen-API-Key": "YOUR_API_KEY",
        "Authorization": "Bearer 2YotnFZFEjr1zCsicMWpAA",
    },
]


def test_archive_holds_one_module_with_declarations_maps_and_source(
    archive: Path,
) -> None:
    with tarfile.open(archive) as opened:
        names = {name.removeprefix("package/") for name in opened.getnames()}
    modules = {
        name.removeprefix("src/").removesuffix(".ts")
        for name in names
        if name.startswith("src/")
    }
    assert {"index", "client", "scopes", "runtime/token"} <= modules
    expected = {"package.json", "README.md", "LICENSE"}
    # One module, which Node.js opens in a fifth of the time of all of them.
    expected |= {"dist/index.js", "dist/index.js.map"}
    for module in modules:
        expected.add(f"src/{module}.ts")
        expected |= {f"dist/{module}.d.ts", f"dist/{module}.d.ts.map"}
    assert names == expected


def test_installed_package_runs_in_node(project: Path) -> None:
    (project / "use.mjs").write_text(USE, encoding="utf-8")
    process = node("use.mjs", cwd=project)
    assert process.stderr == ""
    assert json.loads(process.stdout) == PRINTED


def test_installed_package_brings_no_other(project: Path) -> None:
    packages = [
        path.name
        for path in (project / "node_modules").iterdir()
        if not path.name.startswith(".")
    ]
    assert packages == ["imagen-oauth"]


def test_bundle_for_a_browser_needs_nothing_but_a_browser(project: Path) -> None:
    bundle = bundled(project, USE)
    text = bundle.read_text(encoding="utf-8")
    assert "require(" not in text
    assert "node:" not in text
    assert json.loads(node(str(bundle)).stdout) == PRINTED


BLOCK = re.compile(r"^```typescript\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = [
    *sorted((ROOT / "generated" / "docs").glob("*.md")),
    PACKAGE / "README.md",
    ROOT / "README.md",
]


def _blocks(document: Path) -> list[str]:
    return BLOCK.findall(document.read_text(encoding="utf-8"))


def test_typescript_blocks_of_the_documents_compile_and_run(project: Path) -> None:
    having = [document for document in DOCUMENTS if _blocks(document)]
    assert [document.name for document in having] == ["typescript.md", "README.md"]
    sources = [project / f"{document.stem}.ts" for document in having]
    for document, source in zip(having, sources, strict=True):
        source.write_text("\n".join(_blocks(document)), encoding="utf-8")
    # The declarations of the package are checked, but not those of browsers.
    options = ["--strict", "--module", "nodenext", "--skipDefaultLibCheck"]
    options += ["--target", "es2022", *[source.name for source in sources]]
    for compiler in ("typescript", "typescript-native"):
        process = node(str(MODULES / compiler / "bin" / "tsc"), *options, cwd=project)
        assert (process.returncode, process.stdout) == (0, ""), compiler
    for source in sources:
        process = node(str(source.with_suffix(".js")), cwd=project)
        assert (process.returncode, process.stderr) == (0, "")
        assert "https://media.example.com/oauth/authorize?" in process.stdout
