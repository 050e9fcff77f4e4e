"""The page about writing a spec: each of its specs is valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import pipeline
from tests.unit.specs import problems_of

PAGE = pipeline.ROOT / "docs" / "writing-a-spec.md"
SPECS = re.findall(
    r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize("text", SPECS, ids=range(len(SPECS)))
def test_spec_on_the_page_is_valid(text: str, tmp_path: Path) -> None:
    file = tmp_path / "acorn.yaml"
    file.write_text(text, encoding="utf-8")
    assert problems_of(file) == []


def test_page_has_specs() -> None:
    assert len(SPECS) == 5
