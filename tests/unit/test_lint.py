"""The linters that run beside the tests check fewer files, and miss no fault that they look for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint import fewer

LAID_OUT = 'PARTS = {"one": 1}\n'
OTHERWISE = 'PARTS = { "one":1 }\n'


def test_black_checks_the_files_that_ruff_would_change(tmp_path: Path) -> None:
    for name, text in {"right": LAID_OUT, "wrong": OTHERWISE}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    (tmp_path / "README.md").write_text(
        f"```python\n{OTHERWISE}```\n", encoding="utf-8"
    )
    assert fewer("black", [str(tmp_path)]) == [str(tmp_path / "wrong.py")]


def test_black_checks_everything_if_ruff_fails(tmp_path: Path) -> None:
    (tmp_path / "cut.py").write_text("PARTS = (\n", encoding="utf-8")
    assert fewer("black", [str(tmp_path)]) == [str(tmp_path)]


def test_black_checks_nothing_if_ruff_would_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(LAID_OUT, encoding="utf-8")
    assert fewer("black", [str(tmp_path)]) == []


def test_pyright_checks_the_packages() -> None:
    paths = ["demo", "generated/python", "tests/unit/", "generated/mock"]
    assert fewer("pyright", paths) == ["generated/python", "generated/mock"]


@pytest.mark.parametrize("name", ["ruff", "mypy"])
def test_other_linters_check_everything(name: str) -> None:
    assert fewer(name, ["demo", "tests/lint.py"]) == ["demo", "tests/lint.py"]
