"""SECURITY.md promises only what a test holds."""

from __future__ import annotations

import ast
import re

from generator.pipeline import ROOT

PROMISES = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
_TEST = re.compile(r"`(tests/[a-z0-9_/]+\.py)::([a-z0-9_]+)`")


def rows() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each promise with the tests beside it."""
    table = PROMISES.partition("| promise | held by |")[2].partition("\n\n")[0]
    cells = [line.strip("|").split(" | ") for line in table.splitlines()[2:]]
    return [(promise.strip(), _TEST.findall(held)) for promise, held in cells]


def test_each_promise_has_a_test() -> None:
    assert len(rows()) >= 10
    assert [promise for promise, tests in rows() if not tests] == []


def test_each_named_test_exists() -> None:
    named = _TEST.findall(PROMISES)
    assert PROMISES.count("::") == len(named)
    assert [f"{file}::{name}" for file, name in named if not exists(file, name)] == []


def exists(file: str, name: str) -> bool:
    """Return whether a file of tests holds a test of that name."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body
    )
