"""What `make diff` hands to the generator for each way of naming what to compare with."""

from __future__ import annotations

import subprocess

import pytest

from generator.pipeline import ROOT


@pytest.mark.parametrize(
    ("base", "handed"),
    [
        ("v1.2.3", "git:v1.2.3"),
        ("v1.2.3:spec/other.yaml", "git:v1.2.3:spec/other.yaml"),
        ("git:v1.2.3", "git:v1.2.3"),
        ("spec/imagen.yaml", "spec/imagen.yaml"),
        ("README.md", "README.md"),
        ("none.yaml", "none.yaml"),
    ],
)
def test_revision_is_told_from_a_file(base: str, handed: str) -> None:
    process = subprocess.run(
        ["make", "--no-print-directory", "--just-print", "diff", f"BASE={base}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    command = process.stdout.splitlines()[-1]
    assert command.split() == [
        ".venv/bin/python",
        "-m",
        "generator",
        "diff",
        f'"{handed}"',
    ]
