"""The settings: which file has them, what its paths are relative to, and what is not valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.command.console import UsageFault
from generator.command.settings import only_spec
from tests.unit.runs import elsewhere, files, run, spec_file

__all__ = ["elsewhere"]

OWN, SHARED = "oauth-codegen.toml", "pyproject.toml"
TEXT = 'spec = ["spec.yaml"]\nout = "made"\n'
WRITE = "write [tool.oauth-codegen]"
LIST = 'spec must be a list of files; write spec = ["spec/one.yaml"]'
TABLE = f"[tool.oauth-codegen]\n{TEXT}"


@pytest.fixture
def spec(tmp_path: Path) -> None:
    spec_file(tmp_path)


@pytest.mark.usefixtures("spec")
@pytest.mark.parametrize(("name", "text"), [(OWN, TEXT), (SHARED, TABLE)])
def test_either_file_has_the_settings(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert run("generate", "--target", "fixtures").exit_code == 0
    assert files(tmp_path / "made")[0] == "MANIFEST"


@pytest.mark.usefixtures("spec")
def test_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text(TEXT, encoding="utf-8-sig")
    assert run("validate").exit_code == 0


@pytest.mark.usefixtures("spec")
def test_table_of_another_program_is_ignored(tmp_path: Path) -> None:
    (tmp_path / SHARED).write_text("[tool.black]\nline-length = 88\n")
    (tmp_path / OWN).write_text(TEXT)
    assert run("validate").exit_code == 0


def test_two_files_with_settings_are_an_error(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text(TEXT)
    (tmp_path / SHARED).write_text(TABLE)
    result = run("validate")
    both = "oauth-codegen.toml and [tool.oauth-codegen] in pyproject.toml"
    assert (result.exit_code, result.output) == (
        2,
        f"Error: {both} both have settings; keep one of them\n",
    )


@pytest.mark.usefixtures("spec")
def test_settings_of_the_repository_apply_in_its_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / OWN).write_text(TEXT)
    deep = tmp_path / "sub" / "deep"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    # Without a repository, only this folder counts.
    assert run("validate").exit_code == 2
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    assert run("validate").output == (
        "../../spec.yaml: no problems (6 scopes, 0 cases)\n"
    )
    assert run("generate", "--target", "fixtures").exit_code == 0
    assert (tmp_path / "made" / "MANIFEST").is_file()
    assert files(deep) == []


@pytest.mark.usefixtures("spec")
def test_settings_above_the_repository_do_not_apply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / OWN).write_text(TEXT)
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "inner")
    assert run("validate").exit_code == 2


def test_folder_that_was_removed_is_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    result = run("validate")
    assert (result.exit_code, result.output) == (
        2,
        "Error: cannot read this folder: No such file or directory\n",
    )


@pytest.mark.usefixtures("spec")
def test_config_names_another_file(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("spec = ['none.yaml']\n")
    (tmp_path / "other.toml").write_text(TEXT)
    assert run("--config", "other.toml", "validate").exit_code == 0
    result = run("--config", "none.toml", "validate")
    assert (result.exit_code, result.output) == (
        2,
        "Error: cannot read none.toml: No such file or directory\n",
    )


@pytest.mark.usefixtures("spec")
def test_option_takes_precedence(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text(TEXT)
    run("generate", "--out", "b", "--target", "fixtures")
    assert not (tmp_path / "made").exists()
    assert (tmp_path / "b" / "MANIFEST").is_file()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            SHARED,
            "[tools.oauth-codegen]\nout = 'a'\n",
            "[tools.oauth-codegen] in pyproject.toml: write [tool.oauth-codegen]",
        ),
        *(
            (SHARED, f"[{name}]\nout = 'a'\n", f"[{name}] in pyproject.toml: {WRITE}")
            for name in ("tool.oauth_codegen", "oauth-codegen", "tool.OAuth-Codegen")
        ),
        *(
            (OWN, f"spec = {value}\nout = 'a'\n", f"oauth-codegen.toml: {LIST}")
            for value in (
                "'a.yaml'",
                "[1]",
                "['']",
                "['a', {}]",
                '["\\u0000"]',
                "{}",
                "''",
            )
        ),
        (
            OWN,
            "ouput = 'a'\n",
            'oauth-codegen.toml: unknown setting "ouput"; did you mean "out"?',
        ),
        (
            OWN,
            "templates = 3\nspec = ['a.yaml']\nout = 'b'\n",
            'oauth-codegen.toml: templates must be a folder; write templates = "templates"',
        ),
        (
            OWN,
            "out = '",
            'oauth-codegen.toml is not valid TOML: Expected "\'" (at end of document)',
        ),
    ],
)
def test_wrong_settings_are_2(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    result = run("generate")
    assert (result.exit_code, result.output) == (2, f"Error: {said}\n")


def test_verbose_names_the_file_and_each_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec_file(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "oauth-codegen.toml").write_text(
        'spec = ["spec.yaml"]\nout = "made"\ntemplates = "mine"\n'
    )
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    result = run("--verbose", "validate")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[:4] == [
        "settings: ../oauth-codegen.toml; options take precedence",
        "  spec: ../spec.yaml",
        "  out: ../made",
        "  templates: ../mine",
    ]
    assert "settings:" not in run("validate").stderr


def test_verbose_without_settings_says_so(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    result = run("-v", "targets")
    assert (result.exit_code, result.stderr) == (
        0,
        "settings: none, because no oauth-codegen.toml and no [tool.oauth-codegen] apply to this folder\n",
    )
    (tmp_path / "pyproject.toml").write_text("[tool.oauth-codegen]\n")
    assert run("-v", "targets").stderr == (
        "settings: [tool.oauth-codegen] in pyproject.toml; options take precedence\n"
    )


@pytest.mark.parametrize(
    ("files", "settings", "expected"),
    [
        (["a.yaml"], 'spec = ["a.yaml"]', "a.yaml"),
        (["a.yaml", "spec/b.yaml"], 'spec = ["a.yaml"]', "a.yaml"),
        (["spec/b.yaml"], "", "spec/b.yaml"),
        (["spec/b.yaml"], "spec = []", "spec/b.yaml"),
        (
            ["a.yaml", "b.yaml"],
            'spec = ["a.yaml", "b.yaml"]',
            "oauth-codegen.toml has several specs; name one of a.yaml, b.yaml",
        ),
        (
            ["spec/a.yaml", "spec/b.yaml"],
            "",
            "spec has several specs; name one of spec/a.yaml, spec/b.yaml",
        ),
        (
            [],
            "",
            'name a spec, or write spec = ["spec/one.yaml"] in oauth-codegen.toml',
        ),
    ],
)
def test_spec_of_a_command_that_needs_one(
    tmp_path: Path, files: list[str], settings: str, expected: str
) -> None:
    (tmp_path / "spec").mkdir()
    for name in files:
        (tmp_path / name).write_text("")
    if settings:
        (tmp_path / "oauth-codegen.toml").write_text(settings)
    try:
        found = only_spec()
    except UsageFault as fault:
        found = fault.message
    assert found == expected
