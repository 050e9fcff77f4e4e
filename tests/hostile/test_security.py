"""SECURITY.md guarantees only what a test checks."""

from __future__ import annotations

import ast
import re

from generator.pipeline import ROOT

GUARANTEES = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
_TEST = re.compile(r"`(tests/[a-z0-9_/]+\.py)::([a-z0-9_]+)`")


def rows() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each guarantee with its tests."""
    table = GUARANTEES.partition("| guarantee | tests |")[2].partition("\n\n")[0]
    cells = [line.strip("|").split(" | ") for line in table.splitlines()[2:]]
    return [(guarantee.strip(), _TEST.findall(named)) for guarantee, named in cells]


def test_each_guarantee_has_a_test() -> None:
    assert len(rows()) >= 10
    assert [guarantee for guarantee, tests in rows() if not tests] == []


def test_each_named_test_exists() -> None:
    named = _TEST.findall(GUARANTEES)
    assert GUARANTEES.count("::") == len(named)
    assert [f"{file}::{name}" for file, name in named if not exists(file, name)] == []


def exists(file: str, name: str) -> bool:
    """Return whether a test file contains a test of that name."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body
    )
