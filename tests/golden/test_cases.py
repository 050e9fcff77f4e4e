"""Small specs, each with every rendered file of the targets that it tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.cases import CASES, expected_of, rendered_of
from tests.golden.differences import report

ACCEPT = "make accept"


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case_is_rendered_as_expected(folder: Path) -> None:
    expected = expected_of(folder)
    place = f"tests/cases/{folder.name}/expected/"
    differences = report(rendered_of(folder), expected, expected, place, ACCEPT)
    if differences:
        pytest.fail(differences, pytrace=False)
