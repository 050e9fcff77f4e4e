"""The files of the documentation: Markdown pages, and the page that builds the URL."""

from __future__ import annotations

from collections.abc import Iterator

from generator.targets.docs.view import DocsView, docs_view
from generator.targets.files import File, Job, Rendered
from generator.targets.languages import LANGUAGES
from generator.targets.page import files as page

PAGES = (
    "README",
    "get-a-token",
    "try-it",
    *(one.key for one in LANGUAGES),
    "command",
    "unattended",
    "parameters",
    "scopes",
    "answer",
    "calls",
    "errors",
    "security",
    "authentication",
    "not-documented",
    "spec-problems",
)


def files(job: Job) -> Iterator[File]:
    """Return the files of the target. Every page gets the same view."""
    view = docs_view(job)
    left_out = set(_without_subject(view))
    for name in PAGES:
        if name not in left_out:
            yield Rendered(f"{name}.md", _template(name), view)
    yield from page.files(job)


def _without_subject(view: DocsView) -> Iterator[str]:
    """Yield the pages about something that the spec does not have."""
    if not view.notes.authentication:
        yield "authentication"
    if view.mock is None:
        yield "try-it"
    if view.command is None:
        yield from ("command", "unattended")
    for key, documented in view.languages.items():
        if documented is None:
            yield key


def _template(page: str) -> str:
    is_of_language = any(page == one.key for one in LANGUAGES)
    return f"{page}/docs.md.j2" if is_of_language else f"docs/{page}.md.j2"
