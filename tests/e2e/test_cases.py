"""The package that is generated from each small spec passes the vectors of the spec."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator import pipeline
from tests import node
from tests.conformance.report import run, run_here, runner
from tests.golden.cases import CASES, case
from tests.shared import runtimes, tree_to_run, write_packages

OPTIONAL = "optional-redirect-uri"
REQUIRED = "required-scope"
REJECTED = {
    "comma-separator": 1,
    "command-without-state": 5,
    "other-api-hosts": 5,
    "two-variables": 5,
    "typescript-keywords": 5,
}
"""The requests with a scope that contains the separator, or with a value that the case's variable cannot have:
`..`, `a/b`, `a\\b`, none, and half of a surrogate pair."""
URL = "https://login.example.org/auth?response_type=token&client_id=K"


@pytest.mark.parametrize("name", [folder.name for folder in CASES])
def test_package_of_a_case_passes_its_vectors(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    spec = case(name)
    tree = tree_to_run(spec, ["fixtures", "python"])
    write_packages(tree, tmp_path, runtimes(tmp_path_factory))
    vectors = tmp_path / "fixtures" / "authorization.json"
    result = run_here(tmp_path / "python", vectors)
    # The documented URLs, each scope separately, then none, all, all reversed, and all twice.
    built = len(spec.provider.examples) + len(spec.provider.scopes) + 4
    assert result.passed == built + REJECTED.get(name, 0) + len(spec.cases)
    assert (result.failed, result.skipped) == ([], {})


def written(name: str, folder: Path, *targets: str) -> pipeline.Spec:
    """Write some targets of a case into a folder, and return its spec."""
    spec = case(name)
    for path, data in tree_to_run(spec, targets).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return spec


def test_typescript_packages_of_cases_pass_their_vectors(tmp_path: Path) -> None:
    node.required()
    built = {OPTIONAL: 8, REQUIRED: 7}
    specs = {
        name: written(name, tmp_path / name, "fixtures", "typescript") for name in built
    }
    out = tmp_path / "compiled"
    # One run compiles both, because reading the types of Node.js takes most of the time.
    settings = {
        "extends": f"./{OPTIONAL}/typescript/tests/tsconfig.json",
        "compilerOptions": {"rootDir": ".", "outDir": str(out)},
        "include": ["*/typescript/src", "*/typescript/tests"],
    }
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings))
    (tmp_path / "node_modules").symlink_to(node.MODULES)
    process = node.compiler(node.SKIP_LIBRARIES, "--project", str(tmp_path))
    assert process.returncode == 0, process.stdout
    (out / "package.json").write_text('{"type": "module"}\n')
    for name, spec in specs.items():
        binding = runner("typescript", build=out / name / "typescript")
        result = run(binding, tmp_path / name / "fixtures" / "authorization.json")
        assert result.failed == []
        assert result.passed == built[name] + len(spec.cases)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 0, f"{URL}&state=s"),
        (
            ("--redirect-uri", "http://127.0.0.1/"),
            0,
            f"{URL}&redirect_uri=http:%2F%2F127.0.0.1%2F&state=s",
        ),
        (("--redirect-uri", "/back"), 2, ""),
        (("--redirect-uri", ""), 2, ""),
    ],
)
def test_command_accepts_an_optional_redirect_uri(
    tmp_path: Path, options: Sequence[str], code: int, said: str
) -> None:
    written(OPTIONAL, tmp_path, "python")
    process = url(tmp_path, *options)
    assert (process.returncode, process.stdout.strip()) == (code, said), process.stderr


def test_command_rejects_a_request_without_a_required_scope(tmp_path: Path) -> None:
    written(REQUIRED, tmp_path, "python", "docs")
    rejected = url(tmp_path)
    said = (
        "Error: at least one scope is required: add --scope for each scope that the "
        "application needs [scopes_empty]\n"
    )
    assert (rejected.returncode, rejected.stdout, rejected.stderr) == (2, "", said)
    accepted = url(tmp_path, "--undocumented-scope", "other")
    assert (accepted.returncode, accepted.stdout.strip()) == (
        0,
        f"{URL}&state=s&scope=other",
    )
    page = (tmp_path / "docs" / "parameters.md").read_text(encoding="utf-8")
    assert "| `scope` | required | What for. |" in page
    assert "At least one scope is required." in page


def url(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command that prints a URL, from the package in a folder."""
    asked = ("--domain", "login.example.org", "--client-id", "K", "--state", "s")
    return subprocess.run(
        [sys.executable, "-m", "example_auth.command", "url", *asked, *options],
        env={**os.environ, "PYTHONPATH": str(folder / "python" / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
