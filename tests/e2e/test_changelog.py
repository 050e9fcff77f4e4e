"""Fragments and the lines under Unreleased become the section of a release."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.repository import commit, git, repository

__all__ = ["repository"]


UNRELEASED = (
    "# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n"
    "- Add the first.\n- Add the second.\n"
)


@pytest.fixture
def project(repository: Path) -> Path:
    """Return a repository with the settings of this one, and a changelog without a release."""
    (repository / "changelog.d").mkdir()
    for name in ("pyproject.toml", "changelog.d/template.md.j2"):
        shutil.copy(ROOT / name, repository / name)
    commit(repository, {"CHANGELOG.md": UNRELEASED.encode()})
    return repository


def built(
    project: Path, version: str, fragments: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Build the changelog of a version by RELEASING.md."""
    for name, text in fragments.items():
        (project / "changelog.d" / name).write_text(text)
    git(project, "add", "changelog.d")
    build = ("-m", "towncrier", "build", "--yes", "--version", version)
    return subprocess.run(
        [sys.executable, *build, "--date", "2030-01-02"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )


def released(project: Path, version: str, fragments: dict[str, str]) -> tuple[str, str]:
    """Release a version; return the changelog and the errors."""
    process = built(project, version, fragments)
    assert process.returncode == 0, process.stdout + process.stderr
    return (project / "CHANGELOG.md").read_text(), process.stderr


def test_first_release_has_the_fragments_and_the_unreleased_lines(
    project: Path,
) -> None:
    fragments = {
        "+spec.spec.md": "- The scope `a` is new.\n- The scope `b` is new.\n",
        "+watch.fixed.md": "Stop at once.\nReport that.\n",
    }
    changelog, errors = released(project, "1.0.0", fragments)
    assert errors == ""
    assert changelog == (
        "# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n"
        "## 1.0.0 (2030-01-02)\n\n"
        "- The scope `a` is new.\n- The scope `b` is new.\n"
        "- Stop at once.\n- Report that.\n\n"
        "- Add the first.\n- Add the second.\n"
    )
    assert git(project, "ls-files", "changelog.d") == "changelog.d/template.md.j2\n"


def test_breaking_changes_come_first_and_are_marked_once(project: Path) -> None:
    fragments = {
        "+spec.spec.md": "- **Breaking:** The scope `a` is gone.\n- The scope `b` is new.\n",
        "+name.breaking.md": "Call it otherwise.\n**Breaking:** Ask for it.\n",
        "+watch.fixed.md": "Stop at once.\n",
    }
    changelog, _ = released(project, "1.0.0", fragments)
    assert changelog == (
        "# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n"
        "## 1.0.0 (2030-01-02)\n\n"
        "- **Breaking:** The scope `a` is gone.\n"
        "- **Breaking:** Call it otherwise.\n"
        "- **Breaking:** Ask for it.\n"
        "- The scope `b` is new.\n"
        "- Stop at once.\n\n"
        "- Add the first.\n- Add the second.\n"
    )


def test_blank_line_separates_releases(project: Path) -> None:
    released(project, "1.0.0", {})
    released(project, "1.0.1", {"+spec.spec.md": "- The scope `a` is new.\n"})
    changelog, _ = released(project, "1.0.2", {})
    assert changelog == (
        "# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n"
        "## 1.0.2 (2030-01-02)\n\n"
        "## 1.0.1 (2030-01-02)\n\n- The scope `a` is new.\n\n"
        "## 1.0.0 (2030-01-02)\n\n- Add the first.\n- Add the second.\n"
    )


def test_changelog_has_the_mark_right_below_unreleased() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.startswith("# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n")


@pytest.mark.parametrize("name", ["+watch.fix.md", "+watch", "more/1.md"])
def test_fragment_of_an_unknown_kind_stops_the_release(
    project: Path, name: str
) -> None:
    (project / "changelog.d" / name).parent.mkdir(exist_ok=True)
    process = built(project, "1.0.0", {name: "Stop at once.\n"})
    assert process.returncode == 1
    entry = name.partition("/")[0]
    assert f"Invalid news fragment name: {entry}\n" in process.stderr
    assert (project / "CHANGELOG.md").read_text() == UNRELEASED


def test_backup_of_an_editor_is_not_part_of_the_changelog(project: Path) -> None:
    names = ("+a.fixed.md~", "+b.fixed.md.orig", "+c.fixed.md.bak", ".+d.fixed.md.swp")
    changelog, _ = released(project, "1.0.0", dict.fromkeys(names, "Stop at once.\n"))
    assert "Stop at once." not in changelog


def test_each_fragment_has_a_name_that_towncrier_reads() -> None:
    kinds = "breaking|added|changed|fixed"
    names = [one.name for one in (ROOT / "changelog.d").iterdir()]
    known = rf"\+[a-z0-9-]+\.({kinds})\.md|\+spec\.spec\.md|template\.md\.j2"
    assert [one for one in names if not re.fullmatch(known, one)] == []
