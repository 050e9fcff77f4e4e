"""The notes of a spec to the notes of each page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from generator.model.provider import Note, Provider
from generator.model.text import Code
from generator.targets.docs.sources import source_of
from generator.targets.encoders.markdown import markdown

_PAGES = {
    "get-a-token": ("get-a-token", "tokens"),
    "parameters": ("parameters", "tokens"),
    "scopes": ("scopes", "parameters", "tokens"),
    "answer": ("answer", "build-the-url", "tokens"),
    "security": ("security",),
    "authentication": ("authentication",),
}
"""The pages for each place of a note. The first one that the provider has shows the note."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """A section of a page, in Markdown."""

    title: Code
    text: Code
    source: Code


@dataclass(frozen=True, slots=True)
class NotesView:
    """The notes of each page that can have some."""

    get_a_token: tuple[NoteView, ...]
    tokens: tuple[NoteView, ...]
    build_the_url: tuple[NoteView, ...]
    parameters: tuple[NoteView, ...]
    scopes: tuple[NoteView, ...]
    answer: tuple[NoteView, ...]
    security: tuple[NoteView, ...]
    authentication: tuple[NoteView, ...]


def notes_view(provider: Provider, present: Collection[str]) -> NotesView:
    """Return the notes of each page. `present` are the pages that exist."""

    def notes(page: str) -> tuple[NoteView, ...]:
        return tuple(
            _note(provider, one)
            for one in provider.notes
            if page == next(each for each in _PAGES[one.place] if each in present)
        )

    return NotesView(
        get_a_token=notes("get-a-token"),
        tokens=notes("tokens"),
        build_the_url=notes("build-the-url"),
        parameters=notes("parameters"),
        scopes=notes("scopes"),
        answer=notes("answer"),
        security=notes("security"),
        authentication=notes("authentication"),
    )


def _note(provider: Provider, one: Note) -> NoteView:
    return NoteView(markdown(one.title), markdown(one.text), source_of(provider, one))
