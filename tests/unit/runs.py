"""Runs of the command line in a folder without settings, and the specs that they read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.command.cli import main
from tests.unit.specs import whole_spec, write_spec

FIXTURES = ("--out", "out", "--target", "fixtures")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder without a pyproject.toml."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="generator")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def files(folder: Path) -> list[str]:
    """Return every file below a folder, without the generator's records."""
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and file.parent.name != ".generator"
    )


def spec_file(folder: Path, **changes: Any) -> str:
    """Write a spec with other members of `provider`, and return its name."""
    folder.mkdir(exist_ok=True)
    spec = whole_spec()
    spec["provider"].update(changes)
    return str(write_spec(folder, spec).relative_to(Path.cwd()))


def bad_spec() -> str:
    """Write a spec with two problems, and return its name."""
    spec = whole_spec()
    spec["provider"]["id"] = "Not Good"
    spec["steps"][0]["source"] = "nowhere"
    return str(write_spec(Path.cwd(), spec).relative_to(Path.cwd()))
