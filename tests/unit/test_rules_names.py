"""The rules about names: each is unique in its place, and none is reserved."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from imagen_oauth._command import COMMAND

from generator import pipeline
from generator.rules import identifiers
from generator.rules.names import DEVICES
from generator.targets.python.rules import IMPORTED
from tests.unit.rule_specs import (
    ENDPOINT,
    SOURCE,
    found,
    moved,
    parameter,
    scope,
    variable,
)
from tests.unit.specs import whole_spec


@pytest.mark.parametrize(
    ("keys", "name_key", "kind"),
    [
        (("scopes",), "name", "scope"),
        (("sources",), "id", "source"),
        (("notes",), "id", "note"),
        (("examples",), "id", "example"),
        (("authorization_endpoint", "callback"), "name", "response-parameter"),
        (("authorization_endpoint", "errors"), "code", "error"),
        (("calls", "headers"), "name", "header"),
    ],
)
def test_second_entry_of_a_name_is_rejected(
    tmp_path: Path, keys: tuple[str, ...], name_key: str, kind: str
) -> None:
    spec = whole_spec()
    entries = spec
    for key in keys:
        entries = entries[key]
    entries.append({**entries[0]})
    path = f"{'.'.join(keys)}[{len(entries) - 1}].{name_key}"
    assert found(tmp_path, spec) == [(f"duplicate-{kind}", path)]


def test_each_further_entry_of_a_name_is_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    parameters = spec["authorization_endpoint"]["parameters"]
    assert len(parameters) == 5
    parameters += [parameter("tenant", value=one) for one in ("x", "y", "z")]
    assert found(tmp_path, spec) == [
        ("duplicate-parameter", "authorization_endpoint.parameters[6].name"),
        ("duplicate-parameter", "authorization_endpoint.parameters[7].name"),
    ]


def test_headers_that_differ_in_case_are_rejected(tmp_path: Path) -> None:
    spec = whole_spec()
    header = {"name": "AUTHORIZATION", "value": "x", "summary": "x", "source": SOURCE}
    spec["calls"]["headers"].append(header)
    assert found(tmp_path, spec) == [("duplicate-header", "calls.headers[2].name")]


def test_names_of_different_lists_may_be_equal(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["scopes"].append(scope("state"))
    spec["notes"].append({**spec["notes"][0], "id": "documented"})
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("*", "empty-identifier"),
        ("-._", "empty-identifier"),
        ("9lives", "digit-identifier"),
        ("*:42", "digit-identifier"),
        ("read_users_data", "identifier-clash"),
        ("ReadUsersData", "identifier-clash"),
        ("read.users:data", "identifier-clash"),
    ],
)
def test_scope_without_a_unique_identifier_is_rejected(
    tmp_path: Path, name: str, code: str
) -> None:
    spec = whole_spec()
    spec["scopes"].append(scope(name))
    assert found(tmp_path, spec) == [(code, "scopes[6].name")]


@pytest.mark.parametrize("name", ["*", "9lives", "read-users-data", "a+b"])
def test_scope_with_a_given_identifier_is_accepted(tmp_path: Path, name: str) -> None:
    spec = whole_spec()
    spec["scopes"].append(scope(name, identifier="of_its_own"))
    assert found(tmp_path, spec) == []


def test_given_identifier_that_clashes_is_rejected_at_its_place(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    spec["scopes"].append(scope("other", identifier="read_users_data"))
    assert found(tmp_path, spec) == [("identifier-clash", "scopes[6].identifier")]


def test_scopes_without_any_word_do_not_clash(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["scopes"] += [scope("*"), scope("+")]
    assert found(tmp_path, spec) == [
        ("empty-identifier", "scopes[6].name"),
        ("empty-identifier", "scopes[7].name"),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("client_id", "reserved-variable"),
        ("scheme", "reserved-variable"),
        ("url", "reserved-variable"),
        ("self", "reserved-variable"),
        ("store", "reserved-variable"),
        ("valid_for", "reserved-variable"),
        # Settings of a stored login, and a variable of the environment.
        ("grant", "reserved-variable"),
        ("parameters", "reserved-variable"),
        ("mock_server", "reserved-variable"),
    ],
)
def test_variable_without_a_unique_identifier_is_rejected(
    tmp_path: Path, name: str, code: str
) -> None:
    spec = moved(f"{ENDPOINT}/{{{name}}}")
    spec["variables"][name] = variable(type="path", example="x")
    assert found(tmp_path, spec) == [(code, f"variables.{name}")]


@pytest.mark.parametrize("name", ["Domain", "-", "2nd", "clientId", "a.b", "a__b"])
def test_variable_that_is_not_in_snake_case_is_rejected(
    tmp_path: Path, name: str
) -> None:
    spec = whole_spec()
    spec["variables"][name] = variable(type="path", example="x")
    assert ("bad-value", f"variables.{name}") in found(tmp_path, spec)


def test_option_of_the_command_is_no_name_of_a_variable() -> None:
    with_variables = [
        command.params
        for command in COMMAND.commands.values()
        if any(option.name == "domain" for option in command.params)
    ]
    names = {
        name.lstrip("-").replace("-", "_")
        for options in with_variables
        for option in options
        for name in (option.name or "", *option.opts)
    }
    assert names - {"domain"} - identifiers.TAKEN == set()


def test_variable_and_scope_of_one_identifier_are_accepted(tmp_path: Path) -> None:
    spec = moved(f"{ENDPOINT}/{{roles}}")
    spec["variables"]["roles"] = variable(type="path", example="x")
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize("module", ["class", "json", "os"])
def test_module_that_python_has_itself_is_rejected(tmp_path: Path, module: str) -> None:
    spec = whole_spec()
    spec["packages"]["python"]["module"] = module
    assert found(tmp_path, spec) == [("reserved-module", "packages.python.module")]


@pytest.mark.parametrize("name", ["fs", "http2"])
def test_npm_package_that_node_has_itself_is_rejected(
    tmp_path: Path, name: str
) -> None:
    spec = whole_spec()
    spec["packages"]["typescript"]["package"] = name
    place = "packages.typescript.package"
    assert found(tmp_path, spec) == [("reserved-package", place)]


@pytest.mark.parametrize("name", ["fs-oauth", "@example/fs"])
def test_npm_package_of_another_name_is_accepted(tmp_path: Path, name: str) -> None:
    spec = whole_spec()
    spec["packages"]["typescript"]["package"] = name
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize("name", ["nul", "lpt9"])
@pytest.mark.parametrize(
    ("keys", "written", "code"),
    [
        (("provider", "id"), "{}", "reserved-id"),
        (("packages", "python", "module"), "{}", "reserved-module"),
        (("packages", "python", "command"), "{}", "reserved-module"),
        (("packages", "mock", "module"), "{}", "reserved-module"),
        (("packages", "typescript", "package"), "{}", "reserved-package"),
        (("packages", "typescript", "package"), "@{}/x", "reserved-package"),
        (("packages", "typescript", "package"), "@x/{}", "reserved-package"),
    ],
)
def test_name_of_a_device_of_windows_is_rejected(
    tmp_path: Path, keys: tuple[str, ...], written: str, code: str, name: str
) -> None:
    spec = whole_spec()
    values = spec
    for key in keys[:-1]:
        values = values[key]
    values[keys[-1]] = written.format(name)
    assert found(tmp_path, spec) == [(code, ".".join(keys))]


def test_devices_of_windows_are_listed() -> None:
    ports = {f"{port}{number}" for port in ("com", "lpt") for number in "123456789"}
    assert DEVICES == {"con", "prn", "aux", "nul", *ports}


@pytest.mark.parametrize(
    "name", ["com", "com0", "com10", "lpt", "console", "auxiliary"]
)
def test_name_that_only_begins_like_a_device_is_accepted(
    tmp_path: Path, name: str
) -> None:
    spec = whole_spec()
    spec["provider"]["id"] = name
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize("module", ["httpx", "requests", "click", "keyring", "class"])
def test_module_that_would_hide_another_one_is_rejected(
    tmp_path: Path, module: str
) -> None:
    spec = whole_spec()
    spec["packages"]["python"]["module"] = module
    assert found(tmp_path, spec) == [("reserved-module", "packages.python.module")]


def test_every_module_that_a_package_imports_is_reserved() -> None:
    imported = {
        name.partition(".")[0]
        for file in (pipeline.ROOT / "templates").glob("*/runtime/**/*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in names_in(node)
    }
    others = imported - sys.stdlib_module_names - {"generator"}
    assert others <= IMPORTED
    assert "httpx" in others


def names_in(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports by their absolute names."""
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module]
    return []


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (
            ("packages", "version"),
            ["1.0.0rc1", "1.0.0-rc.1", "1.0", "1.0.0.post1", "1.0.0.dev3", "v1.0.0"],
        ),
        (
            ("packages", "python", "module"),
            ["2fa", "my-client", "_x", "acme.x", "acme__x", "Acme", "é"],
        ),
        (
            ("packages", "typescript", "package"),
            ["LoreM IpsUm", ".x", "_x", "@Scope/Name", "a" * 215, "é", "@/x", "@a/b/c"],
        ),
        (("provider", "id"), ["VLAN", "my-api", "a:b", "x.", "None"]),
    ],
)
def test_name_that_no_index_or_language_accepts_is_rejected(
    tmp_path: Path, keys: tuple[str, ...], names: list[str]
) -> None:
    """A version must be valid, and sorted alike, in both package indexes."""
    for name in names:
        spec = whole_spec()
        values = spec
        for key in keys[:-1]:
            values = values[key]
        values[keys[-1]] = name
        assert found(tmp_path, spec) == [("bad-value", ".".join(keys))], name


@pytest.mark.parametrize("name", ["node_modules", "http", "favicon.ico"])
def test_name_that_npm_reserves_is_rejected(tmp_path: Path, name: str) -> None:
    spec = whole_spec()
    spec["packages"]["typescript"]["package"] = name
    [(code, path)] = found(tmp_path, spec)
    assert code in ("bad-value", "reserved-package")
    assert path == "packages.typescript.package"
