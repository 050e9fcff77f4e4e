"""The problems of a YAML text, in brief."""

from __future__ import annotations

from generator.reading import source
from tests.unit.specs import brief


def read(text: str, *, any_escape: bool = False) -> source.Document:
    return source.read(text.encode(), "spec.yaml", any_escape=any_escape)


def problems(document: source.Document) -> list[str]:
    return [brief(one) for one in document.map.locate(document.problems)]
