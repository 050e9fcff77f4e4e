"""`generate` and `check`: what they write, what they print, and their exit codes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator import pipeline
from tests.unit.runs import FIXTURES, elsewhere, files, run, spec_file

__all__ = ["elsewhere"]

TARGETS = ["docs", "fixtures", "interop", "mock", "python", "typescript"]


KEPT = (
    "  hint: delete or move the kept files: they are no longer generated, but were edited or "
    "not created here\n"
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


def test_spec_can_be_edited_between_runs(tmp_path: Path) -> None:
    for name in ("One", "Two", "Three"):
        spec = spec_file(tmp_path, name=name)
        assert run("generate", "--spec", spec, *FIXTURES).exit_code == 0
        readme = (tmp_path / "out" / "fixtures" / "README.md").read_text()
        assert f"vectors for {name}\n" in readme


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


def test_output_names_no_folder_of_this_machine(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    run("generate", "--spec", os.fspath(tmp_path / spec), "--out", "out")
    for name in files(tmp_path / "out"):
        content = (tmp_path / "out" / name).read_bytes()
        assert os.fspath(tmp_path).encode() not in content


@pytest.mark.parametrize("is_clone", [False, True])
def test_output_of_another_provider_is_not_replaced(
    tmp_path: Path, is_clone: bool
) -> None:
    first, second = spec_file(tmp_path / "a"), spec_file(tmp_path / "b", id="other")
    assert run("generate", first, *FIXTURES).exit_code == 0
    if is_clone:
        shutil.rmtree(tmp_path / "out" / ".generator")
    before = (tmp_path / "out/fixtures/README.md").read_bytes()
    result = run("generate", second, *FIXTURES)
    assert (result.exit_code, result.output) == (
        2,
        (
            "Error: out has the output of imagen, which other would replace; "
            "use another --out, or use --force if it is the same provider\n"
        ),
    )
    assert (tmp_path / "out/fixtures/README.md").read_bytes() == before
    assert run("generate", second, *FIXTURES, "--force").exit_code == 0
    assert run("generate", second, *FIXTURES).exit_code == 0


def test_output_of_either_side_of_a_conflict_is_replaced(tmp_path: Path) -> None:
    spec = spec_file(tmp_path / "a", id="other")
    assert run("generate", spec, *FIXTURES).exit_code == 0
    manifest = tmp_path / "out" / "MANIFEST"
    written = manifest.read_text()
    sides = "<<<<<<< ours\n# imagen\n=======\n# other\n>>>>>>> theirs\n"
    manifest.write_text(written.replace("# other\n", sides))
    third = spec_file(tmp_path / "b", id="third")
    result = run("generate", third, *FIXTURES)
    assert (result.exit_code, result.output.partition(";")[0]) == (
        2,
        "Error: out has the output of imagen and other, which third would replace",
    )
    assert run("generate", spec, *FIXTURES).exit_code == 0
    assert manifest.read_text() == written


def test_check_says_if_only_line_ends_differ(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    assert run("generate", spec, *FIXTURES).exit_code == 0
    hint = (
        "  hint: the files differ only in their line endings; write `* -text` in "
        "out/.gitattributes, so that git does not change them"
    )
    for name in files(tmp_path / "out"):
        place = tmp_path / "out" / name
        place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    result = run("check", spec, *FIXTURES)
    assert (result.exit_code, result.output.splitlines()[-1]) == (1, hint)
    (tmp_path / "out/fixtures/README.md").write_text("mine\r\n")
    result = run("check", spec, *FIXTURES)
    assert (result.exit_code, hint in result.output) == (1, False)
