"""`init`: a first spec that is valid, and where the settings list it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.runs import elsewhere, files, run

__all__ = ["elsewhere"]


@pytest.mark.parametrize("id", ["acme", "no", "on", "y", "null", "true", "class"])
def test_every_id_gives_a_valid_spec(id: str) -> None:
    assert run("init", id).exit_code == 0
    result = run("validate")
    assert (result.exit_code, result.output) == (
        0,
        f"{id}.yaml: no problems (2 scopes, 0 cases)\n",
    )


@pytest.mark.parametrize("name", ["No", "1.0", "A & B", "Acme - 2"])
def test_name_is_text_in_the_spec(tmp_path: Path, name: str) -> None:
    assert run("init", "acme", "--name", name).exit_code == 0
    assert run("validate").exit_code == 0
    assert f'name: "{name}"}}\n' in (tmp_path / "acme.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["Foo: bar", "x}", "a # b", "l1\nl2", "\u00c9", " "])
def test_name_that_no_provider_can_have_is_2(tmp_path: Path, name: str) -> None:
    result = run("init", "acme", "--name", name)
    assert result.exit_code == 2
    assert result.output.startswith("Error: provider.name: ")
    assert result.output.count("\n") == 1
    assert files(tmp_path) == []


def test_file_name_that_no_spec_can_have_is_2(tmp_path: Path) -> None:
    result = run("init", "acme", "--out", "a b.yaml")
    said = "this file name contains characters that are not safe in generated files"
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: a b.yaml: {said}; ")
    assert files(tmp_path) == []


def test_spec_is_named_relative_to_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    run("init", "acme")
    deep = tmp_path / "sub" / "deep"
    deep.mkdir(parents=True)
    # It has no settings, so those above it apply.
    (deep / "pyproject.toml").write_text("[project]\n")
    monkeypatch.chdir(deep)
    assert run("init", "beta").output == (
        "wrote beta.yaml\n"
        'add "sub/deep/beta.yaml" to spec in ../../oauth-codegen.toml\n'
        "edit beta.yaml, and then run: generator generate\n"
    )
