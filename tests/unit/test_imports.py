"""Who may import whom: the imports of the generator, held against one list."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import generator

FOLDER = Path(generator.__file__).parent
LEAVES = {
    *("compiled", "diagnostics", "text", "naming", "formatting"),
    *("places", "records", "differences", "depfile", "git", "grades", "matching"),
}
ALLOWED: dict[str, set[str]] = {
    "__init__": set(),
    **{name: set[str]() for name in LEAVES},
    "yaml_syntax": {"diagnostics"},
    "source": {"diagnostics", "yaml_syntax"},
    "departures": {"diagnostics"},
    "schema": {"departures", "diagnostics"},
    "model": {"text"},
    "render": {"compiled"},
    "reports": {"diagnostics"},
    "console": {"diagnostics", "reports"},
    "rules": {"model", "diagnostics", "naming", "rules"},
    "standins": {"departures", "diagnostics", "schema"},
    "change_rules": {"grades"},
    "changes": {"matching", "model", "naming", "text"},
    "comparison": {"change_rules", "changes", "grades", "model"},
    "sentences": {"text"},
    "release_notes": {
        *("change_rules", "changes", "comparison", "grades", "languages", "sentences"),
        "text",
    },
    "snapshots": {"departures", "diagnostics", "git", "model", "schema", "source"},
    "last_release": {"departures", "git", "model", "snapshots", "source"},
    "releases": {
        *("comparison", "departures", "diagnostics", "grades", "last_release"),
        *("model", "release_notes", "source"),
    },
    "settings": {"console"},
    "diff_command": {
        *("comparison", "console", "pipeline", "release_notes", "schema", "settings"),
        "snapshots",
    },
    "vectors": {"model", "naming"},
    "cases": {"departures", "diagnostics", "schema", "source", "vectors"},
    "languages": {"model", "text", "naming", "changes", "sentences", "languages"},
    "output": {"edits", "places", "records"},
    "edits": {"git", "records"},
    "pipeline": {
        *("diagnostics", "text", "naming", "source", "schema", "model", "rules"),
        *("languages", "vectors", "render", "formatting", "standins", "cases"),
    },
    "actions": {
        *("pipeline", "diagnostics", "console", "formatting", "output", "edits"),
        *("differences", "places", "render", "settings"),
    },
    "cli": {
        *("actions", "pipeline", "diagnostics", "reports", "console", "output"),
        *("depfile", "diff_command", "releases", "schema", "settings", "snapshots"),
    },
    "__main__": {"cli"},
    "watch": set(),
}
"""Each part of the generator, with the parts that it may import."""

ON_NEED = {
    "actions": {"concurrent.futures"},
    "formatting": {"black", "black.mode"},
}
"""Packages of others that a function imports, because they are large and few runs need them."""

MODULES = sorted(
    ".".join(file.relative_to(FOLDER).with_suffix("").parts)
    for file in FOLDER.rglob("*.py")
)
modules = pytest.mark.parametrize("module", MODULES)


def parsed(module: str) -> ast.Module:
    file = FOLDER.joinpath(*module.split(".")).with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(module: str) -> set[str]:
    """Return the modules of the generator that a module names, without `generator.`."""
    found: set[str] = set()
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            base = node.module or ""
            children = {f"{base}.{one.name}" for one in node.names}
            ours = {one for one in children if one.partition(".")[2] in MODULES}
            found |= ours or {base}
    return {
        name.partition(".")[2]
        for name in found
        if name.partition(".")[0] == "generator"
    }


def part(module: str) -> str:
    return module.partition(".")[0]


@modules
def test_module_imports_what_it_may(module: str) -> None:
    parts = {part(name) for name in imported(module)}
    assert parts - ALLOWED[part(module)] == set()


@modules
def test_module_imports_at_its_top_alone_but_what_few_runs_need(module: str) -> None:
    tree = parsed(module)
    inside = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node not in tree.body
    }
    assert inside == ON_NEED.get(module, set())


@modules
def test_module_imports_by_no_other_way(module: str) -> None:
    names = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(parsed(module))
        if isinstance(node, (ast.Name, ast.Attribute))
    }
    assert names & {"__import__", "import_module", "importlib", "exec", "eval"} == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    reached = {module: imported(module) for module in MODULES}
    for _ in MODULES:
        for module, names in reached.items():
            reached[module] = names.union(*(reached[name] for name in names))
    assert [module for module, names in reached.items() if module in names] == []


def test_every_part_of_the_generator_is_on_the_list() -> None:
    assert {part(module) for module in MODULES} == set(ALLOWED)
