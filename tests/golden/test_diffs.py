"""The whole report of what changed between two small specs, in each format."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.cases import DIFFS, REPORTS, reports_of
from tests.golden.differences import report


@pytest.mark.parametrize("folder", DIFFS, ids=lambda folder: folder.name)
def test_changes_are_reported_as_expected(folder: Path) -> None:
    expected = {name: (folder / name).read_bytes() for name in REPORTS}
    place = f"tests/diffs/{folder.name}/"
    differences = report(reports_of(folder), expected, expected, place, "make accept")
    if differences:
        pytest.fail(differences, pytrace=False)


def test_every_kind_of_release_has_a_case() -> None:
    assert [folder.name for folder in DIFFS] == [
        *("added-grant", "call-example"),
        *("new-domain-rule", "optional-parameter", "removed-scope", "renamed-scope"),
        "renamed-variable",
        *("reworded-story", "secret-variable", "seventh-scope", "token-endpoint"),
    ]
