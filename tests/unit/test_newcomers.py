"""A mistake of somebody who does not know the format has one clear problem, which says what to write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import pipeline
from generator.reading.diagnostics import Diagnostic, SpecProblems

SPEC = """\
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://acme.example/authorize
token_endpoint: {url: https://acme.example/token, auth_methods: [client_secret_post]}
grants: [authorization_code]
scopes: [read, write]
"""
MISTAKES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("newcomers.yaml").read_bytes()
)


def with_mistake(mistake: dict[str, Any]) -> str:
    """Return the spec with the lines of a mistake."""
    if mistake.get("instead") == "all":
        return str(mistake["lines"])
    lines = SPEC.splitlines(keepends=True)
    start = mistake.get("after", mistake.get("instead", 1) - 1)
    end = mistake.get("after", mistake.get("instead"))
    return "".join([*lines[:start], mistake["lines"], *lines[end:]])


def said(one: Diagnostic) -> str:
    """Return what a problem says, in two lines."""
    subject = f"{one.path}: {one.message}" if one.path else one.message
    return f"{one.line}:{one.column}: {one.code} {subject}\n  {one.hint}\n"


def test_the_spec_is_valid(tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC, encoding="utf-8")
    assert pipeline.load(file).warnings == []


@pytest.mark.parametrize(
    "mistake", MISTAKES, ids=lambda one: " ".join(one["lines"].split())[:60]
)
def test_mistake_has_a_problem_that_says_what_to_write(
    mistake: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(with_mistake(mistake), encoding="utf-8")
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(file)
    assert "".join(map(said, caught.value.diagnostics)) == mistake["says"]
