"""The imports of the generator, checked against one line of a document."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import generator
from generator.targets import languages
from tests.rows import each_row

FOLDER = Path(generator.__file__).parent
ORDER = re.compile(r"^    (model, .+), command$", re.MULTILINE)
"""The only line with the rule about which package can import which."""


def order() -> list[str]:
    """Return the packages in order, from the page with the rule."""
    page = (FOLDER.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    [line] = ORDER.findall(page)
    return [*line.split(", "), "command"]


ON_NEED = {
    "command.actions": {"concurrent.futures"},
    "command.watch": {"watchfiles"},
    "targets.python.layout": {"black", "black.mode"},
}
"""Third-party packages that a function imports, because they are large and few runs need them."""

MODULES = sorted(
    ".".join(file.relative_to(FOLDER).with_suffix("").parts)
    for file in FOLDER.rglob("*.py")
)
modules = each_row("module", MODULES)


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


LANGUAGES = {
    f"targets.{file.parent.name}" for file in FOLDER.glob("targets/*/manifest.py")
}
IN_A_LANGUAGE = {"targets.mock": "targets.python"}
"""The targets whose output is a program in one language."""


def language(module: str) -> str:
    """Return the folder of a language that a module is in, or nothing."""
    folder = ".".join(module.split(".")[:2])
    return folder if folder in LANGUAGES else ""


def part(module: str) -> str:
    return module.partition(".")[0]


@modules
def test_a_module_imports_only_its_own_package_and_earlier_ones(module: str) -> None:
    packages = order()
    allowed = {
        "__init__": [],
        "__main__": packages,
        **{name: packages[: index + 1] for index, name in enumerate(packages)},
    }
    assert {part(name) for name in imported(module)} <= {*allowed[part(module)]}


@modules
def test_only_a_language_and_the_mock_server_import_modules_of_the_language(
    module: str,
) -> None:
    folder = ".".join(module.split(".")[:2])
    allowed = {"", IN_A_LANGUAGE.get(folder, folder)}
    assert {language(name) for name in imported(module)} <= allowed


def test_every_language_is_a_folder_whose_imports_are_checked() -> None:
    assert LANGUAGES == {f"targets.{one.key}" for one in languages.LANGUAGES}


@modules
def test_module_imports_at_its_top_except_what_few_runs_need(module: str) -> None:
    tree = parsed(module)
    inside = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node not in tree.body
    }
    assert inside == ON_NEED.get(module, set())


@modules
def test_module_imports_only_with_import_statements(module: str) -> None:
    names = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(parsed(module))
        if isinstance(node, (ast.Name, ast.Attribute))
    }
    ways = {"__import__", "import_module", "importlib", "exec", "eval"}
    # It loads the manifest in the folder of each language.
    finds_manifests = module == "targets.languages"
    assert names & ways == (
        {"importlib", "import_module"} if finds_manifests else set()
    )


def test_no_module_imports_itself_indirectly() -> None:
    reached = {module: imported(module) for module in MODULES}
    for _ in MODULES:
        for module, names in reached.items():
            reached[module] = names.union(*(reached[name] for name in names))
    assert [module for module, names in reached.items() if module in names] == []


def test_the_rule_names_every_package_of_the_generator() -> None:
    parts = {part(module) for module in MODULES}
    assert parts - {"__init__", "__main__"} == {*order()}
