"""A mistake in `spec/protocol/` is reported with its line, and nothing is generated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.command.cli import main
from generator.reading import protocol
from generator.rules import parameters


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the folder that can be changed."""
    return Path(shutil.copytree(pipeline.PROTOCOL, tmp_path / "protocol"))


def test_an_unknown_key_is_reported_with_its_line_and_the_key_that_was_meant(
    folder: Path,
) -> None:
    file = folder / "errors.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    number = lines.index("    stage: building\n")
    lines[number] = "    stagee: building\n"
    file.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(protocol.ProtocolError) as found:
        protocol.load(folder)
    [line] = str(found.value).splitlines()
    assert line.startswith(f"{file}:{number + 1}: errors.domain_empty.stagee: ")
    assert 'did you mean "stage"?' in line


def test_a_mistake_is_an_error_of_usage_and_nothing_is_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "limits.yaml").write_text("[]\n", encoding="utf-8")
    monkeypatch.setattr(pipeline, "PROTOCOL", folder)
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["generate", "--out", str(out)])
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {folder / 'limits.yaml'}:1: ")
    assert not out.exists()


def test_a_mistake_in_what_a_rule_reads_is_an_error_of_usage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "characters.yaml").write_text("[]\n", encoding="utf-8")
    monkeypatch.setattr(parameters, "values", lambda: protocol.values(folder))
    result = CliRunner().invoke(main, ["validate"])
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {folder / 'characters.yaml'}:1: ")


@pytest.mark.parametrize(
    ("right", "wrong", "reported"),
    [
        ("{call:scheme=http}", "{call:schem=http}", "{call:schem} does not exist"),
        ("{type:mapping}", "{type:maping}", "{type:maping} does not exist"),
        ("{method:attach}", "{method:atach}", "{method:atach} does not exist"),
        (
            "{limit:max_url_characters}",
            "{limit:invisible}",
            "{limit:invisible} does not exist",
        ),
    ],
)
def test_an_unknown_name_in_a_text_is_reported(
    folder: Path, right: str, wrong: str, reported: str
) -> None:
    file = folder / "errors.yaml"
    head, texts = file.read_text(encoding="utf-8").split("\nerrors:\n")
    assert right in texts
    changed = texts.replace(right, wrong, 1)
    file.write_text(f"{head}\nerrors:\n{changed}", encoding="utf-8")
    with pytest.raises(protocol.ProtocolError) as found:
        protocol.load(folder)
    assert [line.partition(": ")[2] for line in str(found.value).splitlines()] == [
        reported
    ]
