"""The command line: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator import pipeline
from generator.command.cli import main
from tests.repository import commit, git, repository
from tests.unit.specs import place_of, whole_spec, write_spec

__all__ = ["repository"]

TARGETS = ["docs", "fixtures", "interop", "mock", "python", "typescript"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder without a pyproject.toml."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="generator")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def files(folder: Path) -> list[str]:
    """Return every file below a folder, without the generator's records."""
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and file.parent.name != ".generator"
    )


def spec_file(folder: Path, **changes: Any) -> str:
    """Write a spec with other members of `provider`, and return its name."""
    folder.mkdir(exist_ok=True)
    spec = whole_spec()
    spec["provider"].update(changes)
    return str(write_spec(folder, spec).relative_to(Path.cwd()))


def bad_spec() -> str:
    """Write a spec with two problems, and return its name."""
    spec = whole_spec()
    spec["provider"]["id"] = "Not Good"
    spec["steps"][0]["source"] = "nowhere"
    return str(write_spec(Path.cwd(), spec).relative_to(Path.cwd()))


def test_targets_are_listed() -> None:
    result = run("targets")
    assert (result.exit_code, result.output) == (
        0,
        "docs\nfixtures\ninterop\nmock\npython\ntypescript\n",
    )


def test_generate_writes_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    first = run("generate", "--spec", spec, "--out", "out", "--target", "fixtures")
    assert first.exit_code == 0
    assert files(tmp_path / "out") == [
        "MANIFEST",
        "fixtures/README.md",
        "fixtures/authorization.json",
        "fixtures/vectors.schema.json",
    ]
    assert first.output == (
        "  new      MANIFEST\n"
        "  new      fixtures/README.md\n"
        "  new      fixtures/authorization.json\n"
        "  new      fixtures/vectors.schema.json\n"
        "out: 4 files, now up to date (4 new)\n"
    )
    second = run("generate", "--spec", spec, "--out", "out", "--target", "fixtures")
    assert (second.exit_code, second.output) == (0, "out: 4 files, up to date\n")


def test_generate_writes_all_targets_by_default(tmp_path: Path) -> None:
    assert run("generate", "--spec", spec_file(tmp_path), "--out", "out").exit_code == 0
    made = {name.partition("/")[0] for name in files(tmp_path / "out")}
    assert made == {"MANIFEST", *TARGETS}


KEPT = (
    "  hint: delete or move the kept files: they are no longer generated, but were edited or "
    "not created here\n"
)


def test_generate_reports_changed_and_kept_files(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    arguments = ("--spec", spec, "--out", "out", "--target", "fixtures")
    run("generate", *arguments)
    (tmp_path / "out" / "fixtures" / "README.md").write_text("edited")
    (tmp_path / "out" / "fixtures" / "old").write_text("old")
    with (tmp_path / "out" / "MANIFEST").open("a") as manifest:
        manifest.write("fixtures/old\n")
    result = run("generate", *arguments, "--force")
    assert (result.exit_code, result.output) == (
        0,
        (
            "  changed  MANIFEST\n"
            "  changed  fixtures/README.md\n"
            "  kept     fixtures/old\n"
            "out: 4 files, now up to date (2 changed), except for 1 file that you must remove "
            f"manually\n{KEPT}"
        ),
    )


def test_files_of_a_former_target_are_removed_unless_the_call_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("--spec", spec_file(tmp_path), "--out", "out")
    with monkeypatch.context() as patched:
        patched.setitem(pipeline.TARGETS, "cobol", pipeline.TARGETS["fixtures"])
        assert run("generate", *arguments).exit_code == 0
    one = run("generate", *arguments, "--target", "docs")
    count = len(files(tmp_path / "out" / "docs")) + len(["MANIFEST"])
    assert one.output == f"out: {count} files, up to date\n"
    assert (tmp_path / "out" / "cobol").exists()
    checked = run("check", *arguments)
    total = len(files(tmp_path / "out")) - len(files(tmp_path / "out" / ".generator"))
    left = [f"cobol/{name}" for name in ("README.md", "authorization.json")]
    left.append("cobol/vectors.schema.json")
    assert (checked.exit_code, checked.output.splitlines()[:-1]) == (
        1,
        ["  differs    MANIFEST", *(f"  left over  {name}" for name in left)],
    )
    assert run("generate", *arguments).output == (
        "  changed  MANIFEST\n"
        + "".join(f"  removed  {name}\n" for name in left)
        + f"out: {total - 3} files, now up to date (1 changed, 3 removed)\n"
    )
    assert not (tmp_path / "out" / "cobol").exists()


FIXTURES = ("--out", "out", "--target", "fixtures")


def made_and_edited(folder: Path) -> str:
    """Write the fixtures of a spec and edit two of them; return the spec's name."""
    spec = spec_file(folder)
    run("generate", "--spec", spec, *FIXTURES)
    readme = folder / "out" / "fixtures" / "README.md"
    readme.write_text("mine\n" + readme.read_text())
    (folder / "out" / "fixtures" / "old").write_text("mine\n")
    with (folder / "out" / "MANIFEST").open("a") as manifest:
        manifest.write("fixtures/old\n")
    return spec


def test_edit_is_3_with_its_diff_and_nothing_is_written(tmp_path: Path) -> None:
    spec = made_and_edited(tmp_path)
    (tmp_path / "out" / "fixtures" / "authorization.json").unlink()
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    result = run("generate", "--spec", spec, *FIXTURES)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "--- out/fixtures/README.md",
        "+++ out/fixtures/README.md (generated)",
        "@@ -1,4 +1,3 @@",
        "-mine",
        " <!-- Generated from spec.yaml; edit that and run `make generate`. -->",
        " ",
        " # Test vectors for the Imagen authorization request",
        "1 file has an edit; nothing was written",
        "  hint: move it to the spec or a template, commit it, or use --force (make: FORCE=1)",
    ]
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_forced_run_overwrites_edited_files_and_removes_no_foreign_ones(
    tmp_path: Path,
) -> None:
    spec = made_and_edited(tmp_path)
    result = run("generate", "--spec", spec, *FIXTURES, "--force")
    assert (result.exit_code, result.stderr) == (0, "")
    assert run("check", "--spec", spec, *FIXTURES).exit_code == 0
    assert (tmp_path / "out" / "fixtures" / "old").read_text() == "mine\n"


def test_forced_run_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "out" / "fixtures").mkdir(parents=True)
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "out" / "fixtures" / "README.md").symlink_to(tmp_path / "victim")
    result = run("generate", "--spec", spec_file(tmp_path), *FIXTURES, "--force")
    assert result.exit_code == 2
    assert (tmp_path / "victim").read_text() == "mine"


def test_foreign_file_in_the_way_is_an_edit(tmp_path: Path) -> None:
    (tmp_path / "out" / "fixtures").mkdir(parents=True)
    (tmp_path / "out" / "fixtures" / "README.md").write_text("mine\n")
    result = run("generate", "--spec", spec_file(tmp_path), *FIXTURES)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines()[-2] == "1 file has an edit; nothing was written"
    assert files(tmp_path / "out") == ["fixtures/README.md"]


def test_edit_in_the_folder_of_one_spec_prevents_changes_in_all_folders(
    tmp_path: Path,
) -> None:
    first = spec_file(tmp_path / "a", id="first")
    second = spec_file(tmp_path / "b", id="second")
    (tmp_path / "out" / "second" / "docs").mkdir(parents=True)
    (tmp_path / "out" / "second" / "docs" / "README.md").write_text("mine\n")
    result = run("generate", "--spec", first, "--spec", second, "--out", "out")
    assert result.exit_code == 3
    assert files(tmp_path / "out") == ["second/docs/README.md"]


def test_spec_can_be_edited_between_runs(tmp_path: Path) -> None:
    for name in ("One", "Two", "Three"):
        spec = spec_file(tmp_path, name=name)
        assert run("generate", "--spec", spec, *FIXTURES).exit_code == 0
        readme = (tmp_path / "out" / "fixtures" / "README.md").read_text()
        assert f"vectors for the {name} authorization" in readme


@pytest.mark.usefixtures("repository")
def test_files_in_a_fresh_clone_are_not_edits(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    os.chdir(repository)
    run("generate", "--spec", spec_file(repository), *FIXTURES)
    commit(repository, {})
    git(tmp_path, "clone", "--quiet", "repository", "clone")
    assert not (tmp_path / "clone" / "out" / ".generator").exists()
    os.chdir(tmp_path / "clone")
    spec = spec_file(tmp_path / "clone", name="Other")
    assert run("generate", "--spec", spec, *FIXTURES).exit_code == 0
    assert git(tmp_path / "clone", "status", "--porcelain").splitlines() == [
        *(" M out/fixtures/README.md", " M spec.yaml")
    ]


def test_manifest_with_conflict_markers_is_rebuilt_and_reported(
    tmp_path: Path,
) -> None:
    spec = spec_file(tmp_path)
    run("generate", "--spec", spec, *FIXTURES)
    manifest = tmp_path / "out" / "MANIFEST"
    before = manifest.read_text()
    manifest.write_text(f"<<<<<<< HEAD\n=======\nfixtures/x\n>>>>>>> b\n{before}")
    checked = run("check", "--spec", spec, *FIXTURES)
    assert (checked.exit_code, checked.output) == (
        1,
        (
            "  differs    MANIFEST\n"
            "out/MANIFEST contains conflict markers; run generate to rebuild it\n"
            "out: 4 files, out of date; run generate to update it\n"
        ),
    )
    generated = run("generate", "--spec", spec, *FIXTURES)
    assert (generated.exit_code, generated.output) == (
        0,
        (
            "  changed  MANIFEST\n"
            "out/MANIFEST contained conflict markers and was rebuilt\n"
            "out: 4 files, now up to date (1 changed)\n"
        ),
    )
    assert manifest.read_text() == before


def test_check_of_an_unchanged_folder_is_0(tmp_path: Path) -> None:
    arguments = ("--spec", spec_file(tmp_path), "--out", "out", "--target", "fixtures")
    run("generate", *arguments)
    result = run("check", *arguments)
    assert (result.exit_code, result.output) == (0, "out: 4 files, up to date\n")


def test_check_of_drift_is_1_and_writes_nothing(tmp_path: Path) -> None:
    arguments = ("--spec", spec_file(tmp_path), "--out", "out", "--target", "fixtures")
    run("generate", *arguments)
    out = tmp_path / "out"
    shutil.rmtree(out / ".generator")
    (out / "fixtures" / "README.md").write_text("edited")
    (out / "fixtures" / "authorization.json").unlink()
    (out / "fixtures" / "old").write_text("old")
    with (out / "MANIFEST").open("a") as manifest:
        manifest.write("fixtures/old\n")
    before = {name: (out / name).read_bytes() for name in files(out)}
    result = run("check", *arguments)
    assert (result.exit_code, result.output) == (
        1,
        (
            "  differs    MANIFEST\n"
            "  differs    fixtures/README.md\n"
            "  missing    fixtures/authorization.json\n"
            "  kept       fixtures/old\n"
            "out: 4 files, out of date; run generate to update it, except for 1 file that you "
            f"must remove manually\n{KEPT}"
        ),
    )
    assert {name: (out / name).read_bytes() for name in files(out)} == before
    assert not (out / ".generator").exists()


def test_check_before_the_first_run_is_1_and_makes_no_folder(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    result = run("check", "--spec", spec, "--out", "out", "--target", "fixtures")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_validate_of_a_good_spec_is_0(tmp_path: Path) -> None:
    result = run("validate", "--spec", spec_file(tmp_path))
    assert (result.exit_code, result.output) == (
        0,
        "spec.yaml: no problems (6 scopes, 0 cases)\n",
    )


@pytest.mark.parametrize(
    "command", [("validate",), ("check", "--out", "out"), ("generate", "--out", "out")]
)
def test_problems_are_printed_and_nothing_is_written(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    spec = bad_spec()
    result = run(*command, "--spec", spec)
    place = place_of(tmp_path / spec, "Not Good")
    source = place_of(tmp_path / spec, "nowhere")
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0] == (
        f'spec.yaml:{place}: error[bad-value] provider.id: "Not Good" does not have '
        "the expected form"
    )
    assert lines[1:4] == [
        '    4 |     "id": "Not Good",',
        "      |           ^^^^^^^^^^",
        (
            "  hint: A short name for prefixes and folders: lowercase letters and digits, "
            "starting with a letter."
        ),
    ]
    assert lines[4:6] == [
        "",
        (
            f"spec.yaml:{source}: error[unknown-source] steps[0].source: unknown source "
            '"nowhere"'
        ),
    ]
    outcome = "; nothing was written" if command[0] == "generate" else ""
    assert lines[9:] == ["", f"2 problems{outcome}"]
    assert files(tmp_path) == ["spec.yaml"]


def test_one_problem_is_counted_as_one(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("")
    result = run("validate", "--spec", "bad.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        (
            "bad.yaml:1:1: error[empty] the file is empty\n"
            "  hint: start with format: 1\n"
            "\n"
            "1 problem\n"
        ),
    )


def test_problems_of_all_specs_are_printed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("")
    (tmp_path / "b.yaml").write_text("a: [")
    good = spec_file(tmp_path / "good")
    result = run(
        *("generate", "--spec", "a.yaml", "--spec", good, "--spec", "b.yaml"),
        *("--out", "out"),
    )
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [
        *("a.yaml", "  hint", "", "b.yaml", "  hint"),
        *("", "2 problems; nothing was written"),
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["generate", "check"])
def test_unknown_target_is_2(tmp_path: Path, command: str) -> None:
    spec = spec_file(tmp_path)
    result = run(command, "--spec", spec, "--out", "out", "--target", "cobol")
    assert (result.exit_code, result.output) == (
        2,
        'Error: unknown target "cobol"; the targets are docs, fixtures, interop, mock, python, typescript\n',
    )
    assert files(tmp_path) == ["spec.yaml"]


@pytest.mark.parametrize(
    "command", [("validate",), ("check", "--out", "out"), ("generate", "--out", "out")]
)
def test_missing_spec_is_2(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(*command, "--spec", "none.yaml")
    assert (result.exit_code, result.output) == (
        2,
        "Error: cannot read none.yaml: No such file or directory\n",
    )
    assert files(tmp_path) == []


def test_spec_that_is_a_folder_is_2(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    result = run("validate", "--spec", "spec")
    assert (result.exit_code, result.output) == (
        2,
        "Error: cannot read spec: Is a directory\n",
    )


EXAMPLES = {"spec": 'spec = ["spec/one.yaml"]', "out": 'out = "generated"'}


@pytest.mark.parametrize(
    "settings",
    [
        *(None, "", "[tool.other]\nx = 1\n"),
        "[tool.generator]\nout = ''\nspec = []\n",
    ],
)
@pytest.mark.parametrize(
    ("command", "name"), [("validate", "spec"), ("generate", "out"), ("check", "out")]
)
def test_missing_setting_is_2(
    tmp_path: Path, settings: str | None, command: str, name: str
) -> None:
    if settings is not None:
        (tmp_path / "pyproject.toml").write_text(settings)
    result = run(command)
    assert (result.exit_code, result.output) == (
        2,
        (
            f"Error: use --{name}, or write {EXAMPLES[name]} under [tool.generator] in "
            "pyproject.toml in this folder\n"
        ),
    )


@pytest.mark.parametrize("command", ["validate", "generate", "check"])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("a = [\n", "pyproject.toml in this folder is not valid TOML: "),
        (
            "tool = 3\n",
            "[tool.generator] in pyproject.toml in this folder: it must be a table",
        ),
        (
            "[tool]\ngenerator = 3\n",
            "[tool.generator] in pyproject.toml in this folder: it must be a table",
        ),
    ],
)
def test_unreadable_settings_are_2(
    tmp_path: Path, settings: str, said: str, command: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(settings)
    result = run(command)
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {said}")
    assert result.output.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("validate", 'spec must be a list of files; write spec = ["spec/one.yaml"]'),
        ("generate", 'out must be a folder; write out = "generated"'),
    ],
)
def test_setting_of_another_type_is_2(
    tmp_path: Path, command: str, wanted: str
) -> None:
    text = "[tool.generator]\nout = 3\nspec = 'a.yaml'\n"
    (tmp_path / "pyproject.toml").write_text(text)
    result = run(command)
    expected = f"Error: [tool.generator] in pyproject.toml in this folder: {wanted}\n"
    assert (result.exit_code, result.output) == (2, expected)


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "--out", ""),
        ("generate", "--depfile", ""),
        ("check", "--spec", "a.yaml", "--spec", ""),
        ("diff", ""),
        ("diff", "a.yaml", ""),
    ],
)
def test_empty_name_is_2(arguments: Sequence[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.endswith(
        "the name is empty; check whether a variable is unset\n"
    )


def test_settings_replace_options(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.generator]\nspec = ["{spec}"]\nout = "made"\n'
    )
    result = run("generate", "--target", "fixtures")
    assert result.exit_code == 0
    assert files(tmp_path / "made")[0] == "MANIFEST"
    assert run("check", "--target", "fixtures").output == "made: 4 files, up to date\n"


def test_each_of_two_specs_has_its_own_folder(tmp_path: Path) -> None:
    first = spec_file(tmp_path / "a", id="first")
    second = spec_file(tmp_path / "b", id="second")
    arguments = ("--spec", first, "--spec", second, "--out", "out")
    result = run("generate", *arguments, "--target", "fixtures")
    assert result.exit_code == 0
    assert files(tmp_path / "out") == [
        f"{folder}/{name}"
        for folder in ("first", "second")
        for name in (
            "MANIFEST",
            "fixtures/README.md",
            "fixtures/authorization.json",
            "fixtures/vectors.schema.json",
        )
    ]
    check = run("check", *arguments, "--target", "fixtures")
    assert (check.exit_code, check.output) == (
        0,
        (
            f"{Path('out/first')}: 4 files, up to date\n"
            f"{Path('out/second')}: 4 files, up to date\n"
        ),
    )


def test_two_specs_of_one_provider_are_rejected(tmp_path: Path) -> None:
    first = spec_file(tmp_path / "a", id="same")
    second = spec_file(tmp_path / "b", id="same", name="Other")
    result = run(
        *("generate", "--spec", first, "--spec", second, "--out", "out"),
        *("--target", "fixtures"),
    )
    assert result.exit_code != 0
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["generate", "check"])
def test_obstacles_are_2_with_one_line_each(tmp_path: Path, command: str) -> None:
    spec = spec_file(tmp_path)
    out = tmp_path / "out"
    (out / "MANIFEST").mkdir(parents=True)
    (out / "fixtures" / "README.md").mkdir(parents=True)
    (out / "python").symlink_to(tmp_path)
    result = run(command, "--spec", spec, "--out", "out")
    assert (result.exit_code, result.output) == (
        2,
        (
            "Error: out/MANIFEST is a folder, but a file is needed there; move it away\n"
            "Error: out/fixtures/README.md is a folder, but a file is needed there; move it away\n"
            "Error: out/python is a link, but a folder is needed there; move it away\n"
        ),
    )
    assert files(tmp_path) == ["spec.yaml"]


def test_obstacles_are_found_in_the_folders_of_all_specs(
    tmp_path: Path,
) -> None:
    first = spec_file(tmp_path / "a", id="first")
    second = spec_file(tmp_path / "b", id="second")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "second").write_text("mine")
    result = run("generate", "--spec", first, "--spec", second, "--out", "out")
    assert (result.exit_code, result.output) == (
        2,
        "Error: out/second is a file, but a folder is needed there; move it away\n",
    )
    assert not (tmp_path / "out" / "first").exists()


@pytest.mark.parametrize("arguments", [("nothing",), ("generate", "--nothing")])
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_output_names_no_folder_of_this_machine(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    run("generate", "--spec", os.fspath(tmp_path / spec), "--out", "out")
    for name in files(tmp_path / "out"):
        content = (tmp_path / "out" / name).read_bytes()
        assert os.fspath(tmp_path).encode() not in content


def test_problems_as_json_are_a_list_on_standard_output(tmp_path: Path) -> None:
    spec = bad_spec()
    result = run("generate", "--spec", spec, "--out", "out", "--format", "json")
    assert (result.exit_code, result.stderr) == (1, "2 problems; nothing was written\n")
    first, second = json.loads(result.stdout)
    line, column = map(int, place_of(tmp_path / spec, "Not Good").split(":"))
    assert first == {
        "file": "spec.yaml",
        "line": line,
        "column": column,
        "code": "bad-value",
        "path": "provider.id",
        "message": '"Not Good" does not have the expected form',
        "hint": (
            "A short name for prefixes and folders: lowercase letters and digits, "
            "starting with a letter."
        ),
    }
    assert (second["code"], second["path"]) == ("unknown-source", "steps[0].source")


@pytest.mark.parametrize("command", ["generate", "check", "validate"])
def test_no_problems_as_json_are_an_empty_list(tmp_path: Path, command: str) -> None:
    spec = spec_file(tmp_path)
    place = () if command == "validate" else ("--out", "out", "--target", "fixtures")
    run("generate", "--spec", spec, "--out", "out", "--target", "fixtures")
    result = run(command, "--spec", spec, *place, "--format", "json")
    assert (result.exit_code, result.stdout) == (0, "[]\n")
    assert result.stderr.count("\n") == 1


def test_problems_on_github_are_annotations(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("")
    result = run("validate", "--spec", "bad.yaml", "--format", "github")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        (
            "::error file=bad.yaml,line=1,col=1,title=empty::the file is empty"
            "%0Ahint: start with format: 1\n"
        ),
        "1 problem\n",
    )


def test_drift_on_github_is_an_annotation_of_each_file(tmp_path: Path) -> None:
    arguments = ("--spec", spec_file(tmp_path), "--out", "out", "--target", "fixtures")
    run("generate", *arguments)
    (tmp_path / "out" / "fixtures" / "README.md").write_text("mine")
    (tmp_path / "out" / "fixtures" / "authorization.json").unlink()
    result = run("check", *arguments, "--format", "github")
    end = "%0Ahint: run generate; make manual edits in the spec or a template\n"
    assert (result.exit_code, result.stdout) == (
        1,
        (
            "::error file=out/fixtures/README.md,line=1,col=1,title=out-of-date::"
            f"this file is out of date{end}"
            "::error file=out/fixtures/authorization.json,line=1,col=1,title=out-of-date::"
            f"this file is missing{end}"
        ),
    )


def test_edit_as_json_is_a_problem_of_its_file(tmp_path: Path) -> None:
    arguments = ("--spec", spec_file(tmp_path), "--out", "out", "--target", "fixtures")
    run("generate", *arguments)
    (tmp_path / "out" / "fixtures" / "README.md").write_text("mine\n")
    result = run("generate", *arguments, "--format", "json")
    assert result.exit_code == 3
    (problem,) = json.loads(result.stdout)
    assert (problem["file"], problem["code"]) == ("out/fixtures/README.md", "edited")
    assert "-mine" in result.stderr.splitlines()
    assert (tmp_path / "out" / "fixtures" / "README.md").read_text() == "mine\n"


def test_near_miss_of_a_target_is_suggested(tmp_path: Path) -> None:
    result = run("generate", "--spec", spec_file(tmp_path), "--target", "pyton")
    assert (result.exit_code, result.output) == (
        2,
        'Error: unknown target "pyton"; did you mean "python"?\n',
    )


@pytest.mark.parametrize(("no_color", "painted"), [("", True), ("1", False)])
def test_problems_have_colors_only_on_a_terminal(
    tmp_path: Path, no_color: str, painted: bool
) -> None:
    (tmp_path / "bad.yaml").write_text("")
    arguments = ["validate", "--spec", "bad.yaml"]
    runner = CliRunner(env={"NO_COLOR": no_color})
    terminal = runner.invoke(main, arguments, color=True)
    assert ("\x1b[1mbad.yaml:1:1\x1b[0m: " in terminal.stderr) == painted
    assert runner.invoke(main, arguments).stderr.startswith(
        "bad.yaml:1:1: error[empty]"
    )


def test_help_lists_the_commands_in_order_of_use() -> None:
    lines = run("--help").output.splitlines()
    first = lines.index("Commands:") + 1
    names = [line.split()[0] for line in lines[first : first + 4]]
    assert names == ["generate", "check", "validate", "targets"]
