"""A provider with an implicit grant and a short spec: every target is complete and true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator import pipeline

SPECS = Path(__file__).resolve().parent.parent / "providers"
RENDERER = pipeline.renderer()
PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def tree_of(name: str) -> dict[str, str]:
    """Return the text of each generated file by its path."""
    spec = pipeline.load(SPECS / f"{name}.yaml")
    tree = pipeline.tree(spec, pipeline.TARGETS, RENDERER)
    return {path: data.decode("utf-8") for path, data in tree.items()}


@pytest.fixture(name="tree", scope="module", params=["balsa", "cassia", "dahlia"])
def tree_of_each(request: pytest.FixtureRequest) -> dict[str, str]:
    return tree_of(str(request.param))


def test_no_table_is_empty_and_no_cell(tree: dict[str, str]) -> None:
    pages = {path: text for path, text in tree.items() if path.endswith(".md")}
    assert pages != {}
    faults = [
        path
        for path, text in pages.items()
        if re.search(r"^\|---[-|]*\n(?!\|)", text, re.MULTILINE)
        or re.search(r"\|  \|", text)
    ]
    assert faults == []


def test_python_in_the_pages_is_valid(tree: dict[str, str]) -> None:
    for path, text in tree.items():
        if path.endswith(".md"):
            for block in PYTHON_BLOCK.findall(text):
                ast.parse(block)


def test_without_a_list_nothing_uses_the_type_of_scopes() -> None:
    tree = tree_of("cassia")
    assert [one for one in tree if Path(one).stem == "scopes"] == []
    users = [
        path
        for path, text in tree.items()
        if re.search(r"\bScope[,.(]|import .*\bScope\b", text)
    ]
    assert users == []


@pytest.mark.parametrize(
    ("name", "has_login"),
    [("balsa", False), ("cassia", False), ("dahlia", True)],
)
def test_login_needs_a_host_of_the_caller_and_scopes_to_choose(
    name: str, has_login: bool
) -> None:
    tree = tree_of(name)
    assert any(path.startswith("mock/") for path in tree) == has_login
    assert ("docs/command.md" in tree) == has_login
    assert (f"python/src/{name}_oauth/command.py" in tree) == has_login


def test_command_lists_scopes_without_facts(tmp_path: Path) -> None:
    for path, text in tree_of("dahlia").items():
        if path.startswith("python/src/"):
            target = tmp_path / path.removeprefix("python/src/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    said = [
        subprocess.run(
            [sys.executable, "-m", "dahlia_oauth.command", "scopes", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            timeout=60,
        )
        for arguments in ([], ["--json"], ["--for", "x"])
    ]
    assert [one.returncode for one in said] == [0, 0, 2]
    assert said[0].stdout == "notes\n"
    assert '"permits": []' in said[1].stdout
    help_command = "dahlia-oauth scopes --help"
    assert said[2].stderr == f"Error: unknown option: run {help_command}\n"
