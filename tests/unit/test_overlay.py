"""`--templates`: files that replace the generator's templates."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import pipeline
from tests.unit.runs import FIXTURES, elsewhere, files, run, spec_file

__all__ = ["elsewhere"]

README = "fixtures/README.md.j2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the templates, next to a spec."""
    spec_file(tmp_path)
    place = tmp_path / "mine"
    (place / "fixtures").mkdir(parents=True)
    return place


def generate(*more: str) -> tuple[int, str]:
    result = run("generate", "spec.yaml", *FIXTURES, "--templates", "mine", *more)
    return result.exit_code, result.output


def test_one_file_replaces_one_template(tmp_path: Path, folder: Path) -> None:
    (folder / README).write_bytes(b"# Mine: {{ provider }}\r\n")
    runtime = folder / "fixtures" / "runtime" / "vectors.schema.json"
    runtime.parent.mkdir()
    runtime.write_bytes(b"{}\r\n")
    assert generate()[0] == 0
    assert (tmp_path / "out/fixtures/README.md").read_bytes() == b"# Mine: Imagen\n"
    assert (tmp_path / "out/fixtures/vectors.schema.json").read_bytes() == b"{}\n"
    assert "out/fixtures/authorization.json" in files(tmp_path)
    checked = ("check", "spec.yaml", *FIXTURES)
    assert run(*checked, "--templates", "mine").exit_code == 0
    assert run(*checked).exit_code == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ nothing }}", "mine/fixtures/README.md.j2: 'nothing' is undefined"),
        ("{% if %}", "mine/fixtures/README.md.j2: line 1: Expected an expression, got"),
        ("{{ 1 }}", "mine/fixtures/README.md.j2: a template printed a int"),
        ("{{ 1 / 0 }}", "mine/fixtures/README.md.j2: division by zero"),
        (
            "{% include 'fixtures/README.md.j2' %}",
            "mine/fixtures/README.md.j2: maximum recursion depth exceeded",
        ),
        ("{% include '../../spec.yaml' %}", "mine/fixtures/README.md.j2: ../../spec"),
    ],
)
def test_template_that_does_not_work_is_2(
    tmp_path: Path, folder: Path, text: str, said: str
) -> None:
    (folder / README).write_text(text)
    code, output = generate()
    assert code == 2
    assert output.startswith(f"Error: {said}")
    assert output.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"{% if %}", "mine/docs/_install.md.j2: line 1: Expected an expression, got "),
        (b"{{ nothing }}", "mine: docs/build-the-url.md.j2: 'nothing' is undefined\n"),
        (
            b"\xe9",
            "mine: docs/build-the-url.md.j2: 'utf-8' codec can't decode byte 0xe9 ",
        ),
    ],
)
def test_part_that_does_not_work_is_2(folder: Path, text: bytes, said: str) -> None:
    (folder / "docs").mkdir()
    (folder / "docs" / "_install.md.j2").write_bytes(text)
    run("init", "acme")
    result = run("generate", "--templates", "mine")
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {said}")
    assert result.output.count("\n") == 1


def test_byte_order_mark_is_dropped(tmp_path: Path, folder: Path) -> None:
    (folder / README).write_bytes(b"\xef\xbb\xbf# Mine\n")
    assert generate()[0] == 0
    assert (tmp_path / "out/fixtures/README.md").read_bytes() == b"# Mine\n"


def test_text_of_a_spec_is_not_a_template(tmp_path: Path, folder: Path) -> None:
    spec_file(tmp_path, summary="{{ 7*7777 }} {% raw %}")
    (folder / README).write_text("# Mine\n")
    result = run("generate", "spec.yaml", "--out", "out", "--templates", "mine")
    assert result.exit_code == 0
    assert "54439" not in (tmp_path / "out/docs/README.md").read_text("utf-8")


def test_file_that_replaces_nothing_gives_a_warning(folder: Path) -> None:
    (folder / "fixtures" / "READMEE.md.j2").write_text("x")
    code, output = generate()
    assert code == 0
    assert output.startswith(
        "warning: mine/fixtures/READMEE.md.j2 does not replace a template; "
        'did you mean "fixtures/README.md.j2"?\n'
    )


IDLE = (
    "warning: no file of this run comes from mine/python/README_exchange.md.j2; "
    'did you mean "python/README.md.j2"?'
)


def warned(*arguments: str) -> list[str]:
    """Return the warnings about templates of a run."""
    result = run(*arguments, "--templates", "mine")
    assert result.exception is None or result.exit_code == 1
    lines = result.output.splitlines()
    return [line for line in lines if line.startswith("warning: ")]


def test_template_that_no_spec_uses_gives_a_warning(
    tmp_path: Path, folder: Path
) -> None:
    (folder / "python").mkdir()
    (folder / "python" / "README_exchange.md.j2").write_text("# Mine\n")
    (folder / README).write_text("# Mine\n")
    out = ("--out", "out", "--target", "python")
    assert warned("generate", "spec.yaml", *out) == [IDLE]
    assert warned("check", "spec.yaml", *out) == [IDLE]
    assert warned("generate", "spec.yaml", *FIXTURES) == []
    code = tmp_path / "acme.yaml"
    run("init", "acme")
    several = ("generate", "spec.yaml", str(code), "--jobs", "1", "--force")
    assert warned(*several, "--out", "all", "--target", "python") == []
    assert (tmp_path / "all/acme/python/README.md").read_text() == "# Mine\n"


def test_part_of_a_template_counts_as_used(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "docs" / "_install.md.j2").write_text("Install it.\n")
    run("init", "acme")
    result = run("generate", "--templates", "mine", "--target", "docs")
    assert result.exit_code == 0
    assert "no file of this run" not in result.output


def test_warning_names_the_folder_of_the_templates(folder: Path) -> None:
    (folder / "logo.png").write_text("x")
    code, output = generate()
    assert code == 0
    assert output.startswith(
        "warning: mine/logo.png does not replace a template; "
        f"the templates are in {pipeline.TEMPLATES}\n"
    )


def test_folder_without_files_gives_a_warning(folder: Path) -> None:
    assert folder.is_dir()
    assert generate()[1].startswith("warning: mine has no templates\n")


def test_missing_folder_is_2(tmp_path: Path) -> None:
    spec_file(tmp_path)
    assert generate() == (2, "Error: the templates folder mine does not exist\n")


def test_link_out_of_the_folder_is_2(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    os.symlink("../../secret", folder / README)
    assert generate() == (
        2,
        "Error: mine/fixtures/README.md.j2 is a link that leaves mine; copy its target\n",
    )


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("../outside", "is a link that leaves mine; copy its target"),
        ("inside", "is a link to a folder; copy the folder"),
    ],
)
def test_link_to_a_folder_is_2(
    tmp_path: Path, folder: Path, target: str, said: str
) -> None:
    place = folder / target
    place.mkdir()
    (place / "README.md.j2").write_text("# Secret")
    (folder / "fixtures").rmdir()
    (folder / "fixtures").symlink_to(target)
    assert generate() == (2, f"Error: mine/fixtures {said}\n")
    assert not (tmp_path / "out").exists()
