"""The compiler, eslint, and Prettier accept the TypeScript package, and its own tests pass."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.node import MODULES, PACKAGE, ROOT, compiled, node, required, tool
from website.script import BROWSERS

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


def test_tsc_is_the_compiler_that_builds_the_published_package() -> None:
    # Both compilers have a command `tsc`. `npm ci` links the first, and a later `npm install` may link the other.
    linked = (MODULES / ".bin" / "tsc").resolve()
    remedy = "remove node_modules, and run make node_modules/ready"
    assert linked == MODULES / "typescript" / "bin" / "tsc", remedy


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
    assert "./client.js" in imported
    assert {name for name in imported if not name.startswith(("./", "../"))} == set()


def test_the_oldest_browsers_are_those_of_the_page_and_the_documentation() -> None:
    package = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))
    assert f"--target={BROWSERS},node20 " in package["scripts"]["build"]
    assert package["engines"] == {"node": ">=20"}
    assert package["exports"]["./package.json"] == "./package.json"
    readme = " ".join((PACKAGE / "README.md").read_text(encoding="utf-8").split())
    listed = (
        "Node.js 20, Chrome and Edge 94, Firefox 93, Safari 15.4, and later versions"
    )
    assert listed in readme


@pytest.mark.parametrize("folder", [PACKAGE / "src", PAGE], ids=["package", "page"])
def test_patterns_work_in_the_oldest_browsers(folder: Path) -> None:
    # The compiler rejects newer methods and flags of literals, and esbuild rewrites newer syntax.
    # Neither reads patterns in strings, and Safari before 16.4 has no lookbehind.
    newer = re.compile(r"\(\?<[=!]|\(\?[ims-]+:|RegExp\([^;]*, \"[a-z]*v")
    found = [
        f"{file.name}: {match[0]}"
        for file in folder.rglob("*.ts")
        for match in newer.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def _all(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_each_source_names_its_origin() -> None:
    heads = [
        file.read_text(encoding="utf-8").split("\n", 1)[0]
        for file in _all(PACKAGE / "src")
    ]
    assert [head for head in heads if not head.startswith("// ")] == []
