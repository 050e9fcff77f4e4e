"""Adding a scope: check names what would change, generate changes it, and it can be undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.generators import run_generator

# No provider has a scope with this name, so the real spec never has it either.
SCOPE = """\
  - name: scopeOfATest
    summary: Share media by a link.
    permits:
      - {verb: share, resources: [media]}
    reach: Media that the application's creator can see.
    story: The application can share all media that the user who created it can see.
    source: seed#Scopes explained

calls:
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the spec, its settings, and its output."""
    ignored = shutil.ignore_patterns("gallery", "protocol")
    shutil.copytree(ROOT / "spec", tmp_path / "spec", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert _generator(tmp_path, "generate")[0] == 0
    return tmp_path


def _generator(project: Path, command: str) -> tuple[int, list[str]]:
    """Return the exit code of a command, and its lines."""
    code, out, said = run_generator(project, command)
    assert said == ""
    return code, out.splitlines()


def _tree(project: Path) -> dict[str, bytes]:
    folder = project / "generated"
    _, *names = (folder / "MANIFEST").read_text().splitlines()
    return {name: (folder / name).read_bytes() for name in ["MANIFEST", *names]}


def test_new_scope_changes_only_the_files_about_scopes(project: Path) -> None:
    before = _tree(project)
    spec = project / "spec" / "imagen.yaml"
    original = spec.read_text()
    spec.write_text(original.replace("\ncalls:\n", "\n" + SCOPE, 1))

    code, lines = _generator(project, "check")
    speaking = [
        "docs/page/authorize.html",
        "docs/scopes.md",
        "fixtures/authorization.json",
        "interop/authorization-server.json",
        "interop/openapi.json",
        "mock/src/imagen_oauth_mock/provider.py",
        "python/README.md",
        "python/src/imagen_oauth/scopes.py",
        "typescript/README.md",
        "typescript/src/scopes.ts",
    ]
    assert lines == [
        *(f"  differs    {path}" for path in speaking),
        f"generated: {len(before)} files, out of date; run generate to update it",
    ]
    assert code == 1
    assert _tree(project) == before

    assert _generator(project, "generate")[0] == 0
    after = _tree(project)
    assert sorted(path for path in after if after[path] != before.get(path)) == speaking
    assert sorted(after) == sorted(before)
    removed = set(before["python/src/imagen_oauth/scopes.py"].splitlines()) - set(
        after["python/src/imagen_oauth/scopes.py"].splitlines()
    )
    assert removed == set()

    spec.write_text(original)
    assert _generator(project, "generate")[0] == 0
    assert _tree(project) == before
