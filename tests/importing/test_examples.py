"""Small documents as providers publish them, and the whole spec that each becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importing import documents, writing
from tests.importing.documents import spec_of

FILES = sorted(
    one
    for one in Path(__file__).with_name("examples").iterdir()
    if not one.name.endswith(".expected.yaml")
)


def test_each_format_has_an_example() -> None:
    assert [one.name for one in FILES] == [
        *("openapi-2.0.yaml", "openapi-3.0.json", "openapi-3.1.yaml"),
        *("openapi-3.2.yaml", "openid-configuration.json", "rfc8414.json"),
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_document_becomes_the_expected_spec(file: Path) -> None:
    found = documents.imported(file.read_bytes(), file.name, documents.Wanted())
    text = writing.spec_text(found, file.name, writing.Chosen())
    expected = file.with_name(f"{file.stem}.expected.yaml")
    assert text == expected.read_text(encoding="utf-8")
    spec_of(text)
