"""Regenerated branches merge if their specs do; if a generated file conflicts, a run fixes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.generators import run_generator
from tests.repository import commit, git, repository

__all__ = ["repository"]

MANIFEST = ROOT / "generated" / "MANIFEST"
FILES = len(MANIFEST.read_text().splitlines())
"""The number of generated files. MANIFEST has a line for each other file, and one for the provider."""

SPEC = Path("spec") / "imagen.yaml"
SCOPE = """\
  - name: {name}
    summary: {name} media.
    permits:
      - {{verb: {name}, resources: [media]}}
      - {{verb: view, resources: [records]}}
    reach: Data that the application's creator can see.
    story: The application can {name} media.
    source: seed#Scopes explained
"""
ERROR = """\
    - code: slow_down
      cause: The application asks too often.
      remedy: Wait for a minute.
      source: failures
"""
SOURCE = """\
  - id: changes
    kind: vendor
    title: What has changed
    url: https://imagen.dev/imagen/changes
"""


@pytest.fixture
def project(repository: Path) -> Path:
    """Return a repository with the spec, its output, and no releases."""
    ignored = shutil.ignore_patterns("released", "gallery", "protocol")
    shutil.copytree(ROOT / "spec", repository / "spec", ignore=ignored)
    for name in (".gitattributes", ".gitignore", "pyproject.toml"):
        shutil.copy(ROOT / name, repository)
    generator(repository, "generate")
    commit(repository, {})
    return repository


def generator(project: Path, command: str, code: int = 0) -> list[str]:
    """Run the generator, assert its exit code, and return its lines."""
    found, out, said = run_generator(project, command)
    assert found == code, out + said
    return out.splitlines()


def branch(project: Path, name: str, edits: dict[str, str]) -> None:
    """Create a branch from main with an edited spec and regenerated output."""
    git(project, "switch", "--quiet", "--create", name, "main")
    text = (project / SPEC).read_text()
    for before, after in edits.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    (project / SPEC).write_text(text)
    generator(project, "generate")
    commit(project, {})


def test_branches_that_edit_different_facts_merge_without_a_run(project: Path) -> None:
    branch(
        project,
        "a",
        {
            "read every job that its creator can see": "list jobs",
            "    - code: invalid_scope\n": f"{ERROR}    - code: invalid_scope\n",
            "  - title: Call the API\n": (
                "  - title: Wait\n    text: Count to ten.\n    source: failures\n"
                "  - title: Call the API\n"
            ),
        },
    )
    branch(
        project,
        "b",
        {
            "summary: Change users and send them email.": "summary: Manage users.",
            "Create an application in Imagen; its API key": "Ask for one; the API key",
            "This package does not support it.": "It does not.",
            "  - id: rfc6749\n": f"{SOURCE}  - id: rfc6749\n",
            "source: seed#OAuth URL construction\n  - title: Log": (
                "source: changes\n  - title: Log"
            ),
        },
    )
    git(project, "merge", "--quiet", "--no-edit", "a")
    assert git(project, "status", "--porcelain") == ""
    assert generator(project, "check") == [f"generated: {FILES} files, up to date"]
    scopes = (project / "generated" / "docs" / "scopes.md").read_text()
    assert "The application can list jobs.\n" in scopes
    assert "Manage users. In Python: `Scope.MODIFY_ROLES`.\n" in scopes


def test_run_fixes_the_merge_of_branches_that_each_add_a_scope(project: Path) -> None:
    first = "  - name: modifyUsersData\n"
    branch(project, "a", {first: f"{SCOPE.format(name='share')}{first}"})
    second = "\ncalls:\n"
    branch(project, "b", {second: f"{SCOPE.format(name='print')}{second}"})
    git(project, "merge", "--quiet", "--no-edit", "a", code=1)
    unmerged = git(project, "diff", "--name-only", "--diff-filter=U").splitlines()
    # A URL with all scopes is one line.
    assert unmerged == ["generated/fixtures/authorization.json"]
    assert generator(project, "check", code=1)[-1] == (
        f"generated: {FILES} files, out of date; run generate to update it"
    )
    generator(project, "generate")
    assert generator(project, "check") == [f"generated: {FILES} files, up to date"]
    commit(project, {})
    assert git(project, "status", "--porcelain") == ""


def test_branches_that_list_other_files_merge_their_manifests(project: Path) -> None:
    manifest = project / "generated" / "MANIFEST"
    lines = manifest.read_text().splitlines(keepends=True)
    for name in ("a", "b"):
        git(project, "switch", "--quiet", "--create", name, "main")
        new = f"docs/get-a-{name}.md\n"
        at = lines.index("docs/get-a-token.md\n")
        text = "".join([*lines[:at], new, *lines[at:]])
        commit(project, {"generated/MANIFEST": text.encode()})
    git(project, "merge", "--quiet", "--no-edit", "a")
    assert "docs/get-a-a.md\n" in manifest.read_text()
    assert "docs/get-a-b.md\n" in manifest.read_text()
    generator(project, "generate")
    assert manifest.read_text().splitlines(keepends=True) == lines
