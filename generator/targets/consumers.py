"""The languages that a report of changes speaks to, each with the function that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.changes.changes import Change
from generator.model.provider import Provider
from generator.model.sentences import Sentence
from generator.targets.python import changes as python_changes
from generator.targets.typescript import changes as typescript_changes

Consequence = Callable[[Change, Provider, Provider], Sentence | None]
"""A change, the model before and the model after, to what a consumer does about it."""


@dataclass(frozen=True, slots=True)
class Consumers:
    """Those who use the package of one language."""

    name: str
    consequence: Consequence


CONSUMERS: Mapping[str, Consumers] = {
    "python": Consumers("Python", python_changes.consequence),
    "typescript": Consumers("TypeScript", typescript_changes.consequence),
}
