"""Rules for citations: every fact names a declared source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.facts import Citation
from generator.model.provider import Provider
from generator.reading.diagnostics import Path, near_or
from generator.reading.protocol import standard
from generator.rules.finding import Finding


def unknown_source(provider: Provider) -> Iterator[Finding]:
    """A fact cites a source that is not declared."""
    declared = [one.id for one in provider.sources]
    own = [one for one in declared if one not in standard().sources]
    listed = f"write {' or '.join(own)}, or " if own else ""
    for path, citation in _citations(provider):
        if citation is None or citation.source in declared:
            continue
        # A fact without a source has the default one, whose own finding says what is wrong.
        if path and citation == provider.source:
            continue
        message = f'unknown source "{citation.source}"'
        kind = "rfc" if citation.source.startswith("rfc") else "vendor"
        added = f"add {{id: {citation.source}, kind: {kind}, title: TITLE}} to sources"
        hint = near_or(citation.source, own, f"{listed}{added}")
        yield Finding((*path, "source"), message, hint)


def _citations(provider: Provider) -> Iterator[tuple[Path, Citation | None]]:
    yield (), provider.source
    if provider.call_example is not None:
        yield ("calls", "example"), provider.call_example.source
    if provider.failures is not None:
        yield ("calls", "failures"), provider.failures.source
    endpoint = provider.authorization
    if endpoint is not None:
        yield ("authorization_endpoint",), endpoint.source
        for parameter in endpoint.parameters:
            yield parameter.path, parameter.source
        for member in endpoint.response_parameters:
            yield member.path, member.source
        for index, error in enumerate(endpoint.response_errors):
            yield ("authorization_endpoint", "errors", index), error.source
    for variable in provider.variables:
        yield ("variables", variable.name), variable.source
    lists: tuple[tuple[str, Sequence[Citation | None]], ...] = (
        ("scopes", [one.source for one in provider.scopes]),
        ("hosts", [one.source for one in provider.hosts]),
        ("headers", [one.source for one in provider.headers]),
        ("notes", [one.source for one in provider.notes]),
        ("steps", [one.source for one in provider.steps]),
        ("examples", [one.source for one in provider.examples]),
        ("unknown", [one.source for one in provider.unknown]),
    )
    for name, citations in lists:
        path: Path = ("calls", name) if name in ("hosts", "headers") else (name,)
        for index, citation in enumerate(citations):
            yield (*path, index), citation
