"""Fragments become the section of a release, and what stood under Unreleased goes with them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from generator.pipeline import ROOT


def test_first_release_takes_the_fragments_and_what_was_unreleased(
    tmp_path: Path,
) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "changelog.d").mkdir()
    shutil.copy(ROOT / "changelog.d" / "template.md.j2", tmp_path / "changelog.d")
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text(
        "# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n- Add the first.\n- Add the second.\n"
    )
    fragments = {
        "+spec.spec.md": "- The scope `a` is new.\n- The scope `b` is new.\n",
        "+watch.fixed.md": "Stop at once.\nSay so.\n",
    }
    for name, text in fragments.items():
        (tmp_path / "changelog.d" / name).write_text(text)
    command = [
        sys.executable,
        "-m",
        "towncrier",
        "build",
        "--yes",
        "--version",
        "1.0.0",
    ]
    process = subprocess.run(
        [*command, "--date", "2030-01-02"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    assert changelog.read_text() == (
        "# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n"
        "## 1.0.0 (2030-01-02)\n\n"
        "- The scope `a` is new.\n- The scope `b` is new.\n"
        "- Stop at once.\n- Say so.\n"
        "- Add the first.\n- Add the second.\n"
    )


def test_changelog_has_the_mark_right_below_unreleased() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.startswith("# Changelog\n\n## Unreleased\n\n<!-- fragments -->\n\n")
