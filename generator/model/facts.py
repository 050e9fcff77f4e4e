"""What every fact of a spec can have: a source, and the permissions and names of a scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.text import Text

UNSAID = Text("")
"""The text for what a spec does not say."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts come from. `kind` is `vendor`, `rfc`, or `other`."""

    id: str
    kind: str
    title: Text
    url: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a fact: the id of a source, and a clause (`4.2.2`) or heading in it."""

    source: str
    clause: str | None
    heading: Text | None


@dataclass(frozen=True, slots=True)
class Permission:
    """A verb and the resources that it applies to."""

    verb: Text
    resources: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope. Everything except its name is empty if the spec does not say it."""

    name: str
    identifier: str | None = None
    summary: Text = UNSAID
    permits: tuple[Permission, ...] = ()
    reach: Text = UNSAID
    story: Text = UNSAID
    source: Citation | None = None

    @property
    def tasks(self) -> Iterator[tuple[Text, Text]]:
        """Each verb that the scope permits, with each of its resources."""
        for permission in self.permits:
            for resource in permission.resources:
                yield permission.verb, resource
