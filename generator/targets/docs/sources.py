"""Sources of facts to Markdown that says where each fact is documented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from generator.model.provider import Citation, Provider, Source
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown, markdown_link


class Fact(Protocol):
    """A part of the model that names its source."""

    @property
    def source(self) -> Citation:
        """Where the fact is documented."""
        ...


def citation(provider: Provider, cited: Citation) -> Code:
    """Return the source of a fact, as a link if the source has a URL."""
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
    return tuple(dict.fromkeys(citation(provider, one.source) for one in facts))


def source_title(source: Source) -> Code:
    """Return a source's title, as a link or with a note that no URL is known."""
    if source.url:
        return markdown_link(source.title, source.url)
    return Code(f"{markdown(source.title)} (no URL is known)")
