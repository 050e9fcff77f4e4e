"""Sources of facts to Markdown that says where each fact is documented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from generator.model.facts import Citation, Source
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown, markdown_link


class Fact(Protocol):
    """A part of the model that names its source."""

    @property
    def source(self) -> Citation | None:
        """Where the fact is documented, or None if the spec does not say it."""
        ...


def source_of(provider: Provider, fact: Fact) -> Code:
    """Return the source of a fact, or nothing if the spec does not say it."""
    return Code("") if fact.source is None else citation(provider, fact.source)


def citation(provider: Provider, cited: Citation) -> Code:
    """Return a source, as a link if it has a URL."""
    source = next(one for one in provider.sources if one.id == cited.source)
    if source.kind == "rfc":
        label = f"RFC {source.id.removeprefix('rfc')}"
        if cited.clause and source.url:
            return markdown_link(
                f"{label} §{cited.clause}", f"{source.url}#section-{cited.clause}"
            )
        return markdown_link(label, source.url)
    title = markdown_link(source.title, source.url)
    if cited.heading is None or cited.heading == source.title:
        return title
    return Code(f"{title}, “{markdown(cited.heading)}”")


def citations(provider: Provider, facts: Sequence[Fact]) -> tuple[Code, ...]:
    """Return the sources of facts, each once."""
    cited = (one.source for one in facts if one.source is not None)
    return tuple(dict.fromkeys(citation(provider, one) for one in cited))


def source_title(source: Source) -> Code:
    """Return a source's title, as a link or with a note that no URL is known."""
    if source.url:
        return markdown_link(source.title, source.url)
    return Code(f"{markdown(source.title)} (no URL is known)")
