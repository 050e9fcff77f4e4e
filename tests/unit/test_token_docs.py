"""The page about Python lists what a token has, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from imagen_oauth import AccessToken

from generator import pipeline
from tests.shared import tree_to_run
from tests.unit.test_docs_of_codes import BOTH, NO_BROWSER, SIX_LINES

MEMBERS = BOTH.replace(
    ", refresh: none}", ", refresh: none, response: {members: [team.id]}}"
)
NOT_LISTED = {"from_response", "from_value", "server"}
"""What makes a token, and what only the package itself reads."""


def listed(page: str) -> list[str]:
    """Return the names in the table of a page."""
    after = page.partition("\n## Attributes of a token\n")[2]
    rows = after.partition("\n\n`print`")[0]
    return re.findall(r"^\| `(\w+)[`(]", rows, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (SIX_LINES, {"members"}),
        (NO_BROWSER, {"has_refresh_token", "reveal_refresh_token", "members"}),
        (MEMBERS, {"has_refresh_token", "reveal_refresh_token"}),
    ],
    ids=["code", "no browser", "further values"],
)
def test_table_has_the_members_of_a_token_that_the_provider_uses(
    tmp_path: Path, text: str, missing: set[str]
) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(text, encoding="utf-8")
    tree = tree_to_run(pipeline.load(file), ["docs"])
    # The token of every provider with a token endpoint has the same class.
    names = {one for one in dir(AccessToken) if not one.startswith("_")} - NOT_LISTED
    more = {"has_refresh_token", "reveal_refresh_token", "members"}
    found = listed(tree["docs/python.md"].decode())
    no_state = {"state_verified"} if text == NO_BROWSER else set[str]()
    assert sorted(found) == sorted((names | more) - missing - no_state)
    assert ("by their paths: `team.id`." in tree["docs/python.md"].decode()) == (
        "members" not in missing
    )
