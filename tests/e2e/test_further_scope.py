"""Adding a scope: check names what would change, generate changes it, and it can be undone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.project import copy_project

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
    """Return a copy of the project, to edit and to generate in."""
    copy_project(tmp_path, "generated")
    # The copy is not in a work tree, so only a run here can record its files as unedited.
    assert _generator(tmp_path, "generate").returncode == 0
    return tmp_path


def _generator(project: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", command],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )


def _tree(project: Path) -> dict[str, bytes]:
    folder = project / "generated"
    _, *names = (folder / "MANIFEST").read_text().splitlines()
    return {name: (folder / name).read_bytes() for name in ["MANIFEST", *names]}


def test_new_scope_changes_only_the_files_about_scopes(project: Path) -> None:
    before = _tree(project)
    spec = project / "spec" / "imagen.yaml"
    original = spec.read_text()
    spec.write_text(original.replace("\ncalls:\n", "\n" + SCOPE, 1))

    checked = _generator(project, "check")
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
    assert checked.stdout.splitlines() == [
        *(f"  differs    {path}" for path in speaking),
        f"generated: {len(before)} files, out of date; run generate to update it",
    ]
    assert checked.returncode == 1
    assert _tree(project) == before

    generated = _generator(project, "generate")
    assert generated.returncode == 0
    after = _tree(project)
    assert sorted(path for path in after if after[path] != before.get(path)) == speaking
    assert sorted(after) == sorted(before)
    removed = set(before["python/src/imagen_oauth/scopes.py"].splitlines()) - set(
        after["python/src/imagen_oauth/scopes.py"].splitlines()
    )
    assert removed == set()

    spec.write_text(original)
    assert _generator(project, "generate").returncode == 0
    assert _tree(project) == before
