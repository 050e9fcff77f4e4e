"""The compiler, eslint, and Prettier accept the TypeScript package, and its own tests pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.node import PACKAGE, ROOT, compiled, node, required, tool

_IMPORT = re.compile(
    r"""^(?:import|export|\}).*? from "([^"]*)";$|(?:import|require)\(["']([^"']*)""",
    re.MULTILINE,
)
PAGE = ROOT / "generated" / "docs" / "page"
SOURCES = ("src", "tests", "package.json", "tsconfig.json", "tests/tsconfig.json")


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skip or fail each test of this module if Node.js is missing."""
    required()


def test_prettier_would_change_nothing() -> None:
    paths = [str(PACKAGE / source) for source in SOURCES]
    # The template lays out the markup of the page, because the texts determine the length of its lines.
    paths += [str(PAGE / f"*.{ending}") for ending in ("ts", "css", "json")]
    paths.append(str(ROOT / "website" / "*.css"))
    process = tool("prettier", "--check", "--ignore-path", "/dev/null", *paths)
    assert (process.returncode, process.stderr) == (0, "")


def test_eslint_reports_nothing() -> None:
    # One run checks both, because reading the types of Node.js takes most of the time.
    process = tool("eslint", "--max-warnings", "0", str(PACKAGE), str(PAGE))
    assert (process.returncode, process.stdout) == (0, "")


def test_the_compiler_rejects_what_the_type_tests_mark_as_errors() -> None:
    assert (compiled() / "src" / "index.js").is_file()


def test_the_tests_of_the_package_pass() -> None:
    process = node("--test", str(compiled() / "tests"), cwd=ROOT)
    assert process.returncode == 0, process.stdout


def test_the_package_imports_nothing_but_itself() -> None:
    imported = {
        name
        for file in _all(PACKAGE / "src")
        for pair in _IMPORT.findall(file.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    assert "./request.js" in imported
    assert {name for name in imported if not name.startswith(("./", "../"))} == set()


def _all(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_each_source_names_its_origin() -> None:
    heads = [
        file.read_text(encoding="utf-8").split("\n", 1)[0]
        for file in _all(PACKAGE / "src")
    ]
    assert [head for head in heads if not head.startswith("// ")] == []
