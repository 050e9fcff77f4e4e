"""The notes of a spec to the notes of each page."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.docs.sources import source_of
from generator.targets.encoders.markdown import markdown


@dataclass(frozen=True, slots=True)
class NoteView:
    """A section of a page, in Markdown."""

    title: Code
    text: Code
    source: Code


@dataclass(frozen=True, slots=True)
class NotesView:
    """The notes of each page that can have some; the spec's schema lists these pages."""

    get_a_token: tuple[NoteView, ...]
    parameters: tuple[NoteView, ...]
    scopes: tuple[NoteView, ...]
    answer: tuple[NoteView, ...]
    security: tuple[NoteView, ...]
    authentication: tuple[NoteView, ...]


def notes_view(provider: Provider) -> NotesView:
    """Return the notes of each page."""
    return NotesView(
        get_a_token=_notes(provider, "get-a-token"),
        parameters=_notes(provider, "parameters"),
        scopes=_notes(provider, "scopes"),
        answer=_notes(provider, "answer"),
        security=_notes(provider, "security"),
        authentication=_notes(provider, "authentication"),
    )


def _notes(provider: Provider, page: str) -> tuple[NoteView, ...]:
    return tuple(
        NoteView(
            title=markdown(one.title),
            text=markdown(one.text),
            source=source_of(provider, one),
        )
        for one in provider.notes
        if one.place == page
    )
