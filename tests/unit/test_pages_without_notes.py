"""A page of the documentation links to another only if that one has content."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.shared import tree_to_run
from tests.unit.small import SMALL

LINK = "[Which authentication do I need?](authentication.md)"
NOTE = {
    "id": "another-scheme",
    "place": "authentication",
    "title": "Another scheme",
    "text": "There is one.",
    "source": "page",
}


@pytest.mark.parametrize("noted", [False, True])
def test_pages_link_to_the_page_on_authentication_if_there_is_one(
    tmp_path: Path, noted: bool
) -> None:
    spec: dict[str, Any] = copy.deepcopy(SMALL)
    spec["packages"]["python"] |= {
        "command": "example-auth",
        "environment": "EXAMPLE_AUTH",
    }
    spec["notes"] = [NOTE] if noted else []
    file = tmp_path / "spec.yaml"
    file.write_text(json.dumps(spec), encoding="utf-8")
    tree = tree_to_run(pipeline.load(file), ["docs"])
    pages = [path for path, data in tree.items() if LINK in data.decode()]
    wanted = ["docs/README.md", "docs/unattended.md"] if noted else []
    assert sorted(pages) == wanted
    assert ("docs/authentication.md" in tree) == noted
    assert "docs/unattended.md" in tree
