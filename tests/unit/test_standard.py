"""A mistake in `spec/protocol/standard.yaml` is reported, and no spec is read with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.command.cli import main
from generator.model.facts import Citation, Source
from generator.model.standard import StandardParameter
from generator.model.text import Text
from generator.reading import protocol


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the folder that can be changed."""
    return Path(shutil.copytree(pipeline.PROTOCOL, tmp_path / "protocol"))


def change(folder: Path, old: str, new: str) -> Path:
    """Replace the first of some texts in the file, and return the file."""
    file = folder / "standard.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


STATE = """  state:
    summary: Ties the response to the request, because the response repeats it.
    source: rfc6749#10.12
"""


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (
            "rfc6749#10.12",
            "rfc6750#10.12",
            ["parameters.state: the source rfc6750 does not exist"],
        ),
        (
            "rfc9207#2",
            "rfc9208#2",
            ["redirects.authorization_code.iss: the source rfc9208 does not exist"],
        ),
        (
            "source: rfc6749#4.1.2.1",
            "source: rfc6748#4",
            ["errors.invalid_request: the source rfc6748 does not exist"],
        ),
        (STATE, "", ["parameters.state is missing"]),
        (
            "  state:\n",
            "  stat:\n",
            ["parameters.state is missing", "parameters.stat: this name is not known"],
        ),
        (
            "  implicit:\n",
            "  device_code:\n",
            [
                "redirects.implicit is missing",
                "redirects.device_code: this name is not known",
            ],
        ),
    ],
)
def test_name_that_is_unknown_or_missing_is_reported(
    folder: Path, old: str, new: str, problems: list[str]
) -> None:
    file = change(folder, old, new)
    with pytest.raises(protocol.ProtocolError) as found:
        protocol.standard(folder)
    assert str(found.value).splitlines() == [f"{file}: {one}" for one in problems]


def test_unknown_key_is_reported_with_its_line(folder: Path) -> None:
    file = change(folder, "    cause: A param", "    reason: A param")
    number = (
        file.read_text(encoding="utf-8").partition("    reason:")[0].count("\n") + 1
    )
    with pytest.raises(protocol.ProtocolError) as found:
        protocol.standard(folder)
    lines = str(found.value).splitlines()
    assert any(
        one.startswith(f"{file}:{number}: errors.invalid_request") for one in lines
    )


@pytest.mark.parametrize("command", ["validate", "generate"])
def test_mistake_is_an_error_of_usage(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    file = change(folder, "rfc6749#10.12", "rfc6750#10.12")
    wrong = protocol.standard
    monkeypatch.setattr(protocol, "standard", lambda: wrong(folder))
    out = tmp_path / "out"
    options = ["--out", str(out)] if command == "generate" else []
    result = CliRunner().invoke(main, [command, *options])
    said = f"Error: {file}: parameters.state: the source rfc6750 does not exist\n"
    assert (result.exit_code, result.output) == (2, said)
    assert not out.exists()


def test_facts_have_the_clauses_of_the_file() -> None:
    found = protocol.standard()
    assert found.parameters["state"] == StandardParameter(
        Text("Ties the response to the request, because the response repeats it."),
        Citation("rfc6749", "10.12", None),
    )
    assert found.redirects["authorization_code"]["code"].required
    assert not found.redirects["authorization_code"]["iss"].required
    assert found.sources["rfc9207"] == Source(
        "rfc9207",
        "rfc",
        Text("RFC 9207, OAuth 2.0 Authorization Server Issuer Identification"),
        "https://www.rfc-editor.org/rfc/rfc9207",
    )
