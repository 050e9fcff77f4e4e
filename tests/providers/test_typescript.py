"""Small specs and the gallery: the compiler accepts the npm packages, which build the URLs.

The URLs of the spec and its vectors are those that the Python packages pass.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests import node
from tests.conformance.report import Failure, failures
from tests.providers.specs import BROWSER_SPECS, SPECS, WITH_URL, spec_value

FOLDER = Path(__file__).parent
BUILD_URLS, READ_TOKEN = FOLDER / "build_urls.mjs", FOLDER / "read_token.mjs"
TYPES = FOLDER / "both_grants.ts"
PROJECT = {
    "extends": "./alder/typescript/tests/tsconfig.json",
    "compilerOptions": {
        "rootDir": ".",
        "noEmit": True,
        "typeRoots": [str(node.MODULES / "@types")],
    },
    "include": ["*/typescript/src/*.ts", "*/typescript/tests/*.ts", TYPES.name],
}
"""What the compiler reads: the packages of all specs, with the strict options of one of them."""

Outcome = Mapping[str, Any]


def options(spec: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options for arguments in Python: `clientId`."""
    renamed = spec.get("x-typescript", {})
    return {
        renamed.get(name)
        or re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name): value
        for name, value in arguments.items()
    }


def calls(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each request of a spec: its options, and the grant after which its class is named."""
    if "x-request" not in spec:
        return []
    requests = [("", spec["x-request"])]
    if "x-other" in spec:
        other = spec["x-other"]
        requests.append((KINDS[other["grant"]], other["request"]))
    return [
        {
            "kind": kind,
            "client": options(spec, spec["x-client"]),
            "request": options(spec, request),
        }
        for kind, request in requests
    ]


KINDS = {"implicit": "Implicit", "authorization_code": "Code"}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the npm package and the vectors of each spec, and return the folder."""
    folder = tmp_path_factory.mktemp("npm")
    renderer = pipeline.renderer()
    written: dict[tuple[str, bytes], Path] = {}
    for file in SPECS:
        tree = pipeline.tree(pipeline.load(file), ["fixtures", "typescript"], renderer)
        for path, data in tree.items():
            target = folder / file.stem / path
            target.parent.mkdir(parents=True, exist_ok=True)
            first = written.setdefault((path, data), target)
            if first is target:
                target.write_bytes(data)
            else:
                # The compiler checks the runtime once, because it follows links.
                target.symlink_to(first)
    return folder


@pytest.fixture(scope="module")
def outcomes(packages: Path) -> Mapping[str, Outcome]:
    """Compile all packages in one run, build their URLs in one process, and return what each gives."""
    node.required()
    project = packages / "tsconfig.json"
    project.write_text(json.dumps(PROJECT), encoding="utf-8")
    (packages / "package.json").write_text('{"type": "module"}\n', encoding="utf-8")
    (packages / TYPES.name).write_bytes(TYPES.read_bytes())
    compiler = node.compiler(node.SKIP_LIBRARIES, "--project", str(project))
    assert compiler.returncode == 0, compiler.stdout
    bundler = node.tool("esbuild", *sources(packages), *EMIT, cwd=packages)
    assert bundler.returncode == 0, bundler.stderr
    asked = [asked_of(packages, file) for file in BROWSER_SPECS]
    (packages / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    process = node.node(str(BUILD_URLS), str(packages))
    assert process.returncode == 0, process.stderr
    return {one["name"]: one for one in map(json.loads, process.stdout.splitlines())}


EMIT = ("--outdir=built", "--outbase=.", "--preserve-symlinks", "--log-level=warning")


def sources(packages: Path) -> list[str]:
    """Return the modules of each package, and its runner of vectors."""
    found = [
        *packages.glob("*/typescript/src/**/*.ts"),
        *packages.glob("*/typescript/tests/outcome.ts"),
    ]
    return sorted(str(path.relative_to(packages)) for path in found)


def asked_of(packages: Path, file: Path) -> dict[str, Any]:
    """Return what the process builds with the package of a spec."""
    return {
        "name": file.stem,
        "calls": calls(spec_value(file)),
        "vectors": vectors(packages, file.stem),
    }


@functools.cache
def vectors(packages: Path, name: str) -> list[dict[str, Any]]:
    file = packages / name / "fixtures" / "authorization.json"
    listed: list[dict[str, Any]] = json.loads(file.read_bytes())["vectors"]
    return listed


@pytest.mark.parametrize("file", WITH_URL, ids=lambda file: file.stem)
def test_package_builds_the_url(file: Path, outcomes: Mapping[str, Outcome]) -> None:
    spec = spec_value(file)
    expected = [spec["x-url"]]
    if "x-other" in spec:
        expected.append(spec["x-other"]["url"])
    # Each request is built with a client, and without one.
    assert outcomes[file.stem]["urls"] == [[url, url] for url in expected]


@pytest.mark.parametrize("file", BROWSER_SPECS, ids=lambda file: file.stem)
def test_package_passes_the_vectors(
    file: Path, packages: Path, outcomes: Mapping[str, Outcome]
) -> None:
    listed = vectors(packages, file.stem)
    actual = {one["id"]: one for one in outcomes[file.stem]["outcomes"]}
    built = [one for one in listed if one["op"] == "build_url"]
    failed: list[Failure] = [
        failure for one in built for failure in failures(one, actual[one["id"]])
    ]
    assert len(built) > 0
    assert failed == []
    # The package sends no token requests yet, and reports that it skips them.
    others = [one for one in listed if one not in built]
    assert [actual[one["id"]].get("skipped") for one in others] == [
        f"the package has no {one['op']}" for one in others
    ]


def test_each_grant_reads_only_its_own_response(
    packages: Path, outcomes: Mapping[str, Outcome]
) -> None:
    assert "acacia" in outcomes
    module = packages / "built" / "acacia" / "typescript" / "src" / "index.js"
    process = node.node(str(READ_TOKEN), module.as_uri())
    assert process.returncode == 0, process.stderr
    own = "scopes, state, theme, undocumentedScopes, extraParameters"
    assert json.loads(process.stdout) == [
        [True, "abc", ["read"]],
        ["OAuthError", "state_mismatch"],
        ["TypeError", f'unknown option "codeVerifier"; the options are {own}'],
        [
            "TypeError",
            f'unknown option "client_id"; the options are clientId, redirectUri, {own}',
        ],
        [False, False],
        "<AuthorizationRequest https://acacia.example/a?...>",
        "<AuthorizationRequest https://acacia.example/a?...>",
    ]


def test_package_has_only_what_it_supports(packages: Path) -> None:
    without = [
        file.stem
        for file in SPECS
        if not (packages / file.stem / "typescript").is_dir()
    ]
    assert without == [file.stem for file in SPECS if file not in BROWSER_SPECS]
    # Only token requests use `api_key`, and the redirect supplies `store`.
    client = (packages / "bay" / "typescript" / "src" / "client.ts").read_text("utf-8")
    assert 'const CLIENT_OPTIONS = ["clientId", "redirectUri"];' in client
    assert re.search(r"api_?key|store", client, re.IGNORECASE) is None
    # Only token requests have a scope.
    assert not (packages / "cacao" / "typescript" / "src" / "scopes.ts").exists()
