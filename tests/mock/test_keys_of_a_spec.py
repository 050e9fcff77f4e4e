"""The page about the mock server says of each key of a spec what the key changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from generator.pipeline import ROOT

PAGE = ROOT / "docs" / "mock-server.md"
SCHEMA = ROOT / "spec" / "schema.json"
NAMES = {
    "parameter": "parameters",
    "scope": "scopes",
    "member": "callback",
    "grant": "grants",
    "variable": "variables",
}
"""The key in a spec whose values have the form of a definition, unless it is the definition's name."""
_OF_THE_DOCS = ("notes", "steps", "examples", "unknown")
"""Keys whose values are only documentation, as a whole."""


def paths(node: Any, before: str) -> Iterator[str]:
    """Yield the path of each key of an object, and of the objects in it."""
    for key, value in node.get("properties", {}).items():
        yield f"{before}{key}"
        inside = [value, value.get("items", {}), *value.get("anyOf", ())]
        for each in [*inside, *value.get("oneOf", ())]:
            yield from paths(each, f"{before}{key}.")


def of_the_schema() -> set[str]:
    """Return the path of each key, without the part that the page leaves out because it is unique."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    found = set(paths(schema, ""))
    for name, node in schema["$defs"].items():
        found |= set(paths(node, f"{NAMES.get(name, name)}."))
    inner = r"(?:authorization|token)_endpoint\.(?=(?:errors|basic|response|refresh)(?:\.|$))"
    short = {re.sub(inner, "", one) for one in found} | {
        "authorization_endpoint.errors"
    }
    short.discard("errors")
    return {
        one
        for one in short
        if not one.endswith(".source") and one.partition(".")[0] not in _OF_THE_DOCS
    } | {*_OF_THE_DOCS}


def test_page_lists_each_key_once() -> None:
    text = PAGE.read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    listed = [one for cell in first_cells for one in re.findall(r"`([^`]+)`", cell)]
    assert len(listed) == len(set(listed))
    assert set(listed) == of_the_schema()
