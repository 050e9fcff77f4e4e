"""Rules for citations: every fact names a declared source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.provider import Citation, Provider
from generator.reading.diagnostics import Path, near_or
from generator.rules.finding import Finding


def unknown_source(provider: Provider) -> Iterator[Finding]:
    """A fact cites a source that is not declared."""
    declared = [one.id for one in provider.sources]
    listed = f"the declared sources are {', '.join(declared)}"
    for path, citation in _citations(provider):
        if citation.source not in declared:
            message = f'unknown source "{citation.source}"'
            hint = near_or(citation.source, declared, listed)
            yield Finding((*path, "source"), message, hint)


def _citations(provider: Provider) -> Iterator[tuple[Path, Citation]]:
    yield ("endpoint",), provider.endpoint.source
    if provider.failures is not None:
        yield ("calls", "failures"), provider.failures.source
    lists: tuple[tuple[Path, Sequence[Citation | None]], ...] = (
        (
            ("endpoint", "variables"),
            [one.source for one in provider.endpoint.variables],
        ),
        (
            ("endpoint", "parameters"),
            [one.source for one in provider.endpoint.parameters],
        ),
        (("scopes",), [one.source for one in provider.scopes]),
        (
            ("response", "parameters"),
            [one.source for one in provider.response_parameters],
        ),
        (("response", "errors"), [one.source for one in provider.response_errors]),
        (("calls", "hosts"), [one.source for one in provider.hosts]),
        (("calls", "headers"), [one.source for one in provider.headers]),
        (("notes",), [one.source for one in provider.notes]),
        (("steps",), [one.source for one in provider.steps]),
        (("examples",), [one.source for one in provider.examples]),
        (("unknown",), [one.source for one in provider.unknown]),
    )
    for path, citations in lists:
        for index, citation in enumerate(citations):
            if citation is not None:
                yield (*path, index), citation
