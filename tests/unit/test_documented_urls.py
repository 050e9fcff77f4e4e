"""A documented URL has the names of the variables, or their examples, defaults, or choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import pipeline
from generator.model.text import Text
from generator.reading.diagnostics import SpecProblems

SPEC = """\
format: 2
provider: {{id: acme, name: Acme}}
variables:
  shop: {{type: label, example: my-store}}
  tenant: {{type: path, default: common, example: oak}}
  stage: {{values: [api, api.test]}}
authorization_endpoint: https://{{shop}}.{{stage}}.acme.example/{{tenant}}/authorize
token_endpoint: {{url: https://acme.example/token, auth_methods: [none]}}
grants: [authorization_code]
examples:
  - url: {start}?response_type=code&client_id=A
    inputs: {{client_id: A}}
"""
NAMED = "https://{shop}.{stage}.acme.example/{tenant}/authorize"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "acme.yaml"


@pytest.mark.parametrize(
    "start",
    [
        NAMED,
        "https://my-store.{stage}.acme.example/{tenant}/authorize",
        "https://my-store.api.acme.example/common/authorize",
        "https://my-store.api.test.acme.example/oak/authorize",
    ],
)
def test_example_of_a_variable_stands_for_its_name(file: Path, start: str) -> None:
    file.write_text(SPEC.format(start=start), encoding="utf-8")
    [example] = pipeline.load(file).provider.examples
    assert example.url == f"{NAMED}?response_type=code&client_id=A"
    assert example.title == Text("The documented URL")


@pytest.mark.parametrize(
    "start",
    [
        "https://other.api.acme.example/common/authorize",
        "https://my-store.apixtest.acme.example/common/authorize",
        "https://my-store.api.acme.example/common/authorize/x",
        "https://{stage}.{shop}.acme.example/common/authorize",
    ],
)
def test_other_value_is_another_url(file: Path, start: str) -> None:
    file.write_text(SPEC.format(start=start), encoding="utf-8")
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(file)
    [problem] = caught.value.diagnostics
    assert (problem.code, problem.hint) == (
        "example-endpoint",
        f'start with "{NAMED}?", or with "https://my-store.api.acme.example/common/authorize?"',
    )
