"""A scope without a summary: no report ends with a colon, and no document has an empty description."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import pipeline
from generator.changes.comparison import compared
from generator.targets.release_notes import entries
from tests.unit.runs import elsewhere, run

__all__ = ["elsewhere"]

SPEC = """\
format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://acme.example/authorize
token_endpoint: {url: https://acme.example/token, auth_methods: [none]}
grants: [authorization_code]
scopes: [read]
"""


@pytest.mark.parametrize(
    ("scopes", "sentence"),
    [
        ("[read, write]", "The scope `write` is new."),
        (
            "[read, {name: write, summary: Change notes.}]",
            "The scope `write` is new: Change notes.",
        ),
    ],
)
def test_new_scope_in_a_report(tmp_path: Path, scopes: str, sentence: str) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(SPEC, encoding="utf-8")
    new.write_text(SPEC.replace("[read]", scopes), encoding="utf-8")
    before, after = (pipeline.load(one).provider for one in (old, new))
    [line] = entries(compared(before, after))
    assert line.startswith(f"{sentence} Python")


def test_openapi_describes_each_scope() -> None:
    Path("spec.yaml").write_text(
        SPEC.replace("[read]", "[read, {name: write, summary: Change notes.}]"),
        encoding="utf-8",
    )
    run("generate", "--spec", "spec.yaml", "--out", "out", "--target", "interop")
    document = json.loads(Path("out/interop/openapi.json").read_bytes())
    [scheme] = document["components"]["securitySchemes"].values()
    [flow] = scheme["flows"].values()
    assert flow["scopes"] == {"read": "", "write": "Change notes."}
