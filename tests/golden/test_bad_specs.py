"""The whole output of `validate` for each broken spec."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import pipeline
from generator.rules import check as rules
from generator.rules.warnings import WARNINGS
from tests.golden.cases import BAD_SPECS, PROBLEMS, problems_page, said_of
from tests.golden.differences import report

ACCEPT = "make accept"


@pytest.mark.parametrize("folder", BAD_SPECS, ids=lambda folder: folder.name)
def test_bad_spec_is_reported_as_expected(folder: Path) -> None:
    said = {"expected.txt": said_of(folder).encode()}
    expected = {"expected.txt": (folder / "expected.txt").read_bytes()}
    place = f"tests/bad_specs/{folder.name}/"
    differences = report(said, expected, expected, place, ACCEPT)
    if differences:
        pytest.fail(differences, pytrace=False)


def test_page_lists_every_code() -> None:
    expected = PROBLEMS.read_bytes()
    page = {PROBLEMS.name: problems_page().encode()}
    differences = report(page, {PROBLEMS.name: expected}, {}, "docs/", ACCEPT)
    if differences:
        pytest.fail(differences, pytrace=False)


def test_every_code_has_a_bad_spec_and_a_meaning() -> None:
    texts = [(one / "expected.txt").read_text(encoding="utf-8") for one in BAD_SPECS]
    warnings = rules.codes(WARNINGS)
    codes = {code for text in texts for code in re.findall(r"error\[(.+?)\]", text)}
    assert sorted([*codes, *warnings]) == sorted(pipeline.CODES)
    assert [
        code for code, meaning in pipeline.CODES.items() if meaning[-1:] != "."
    ] == []
