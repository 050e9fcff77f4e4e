"""The page that builds the URL: markup from the spec, messages, and a copied script and style."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.provider import Provider
from generator.targets.files import File, Job, Rendered, copied
from generator.targets.language import Language
from generator.targets.languages import LANGUAGES
from generator.targets.page.view import page_view

_COPIED = ("*.ts", "*.css", "tsconfig.json")


def files(job: Job) -> Iterator[File]:
    """Return the files of the page. There are none without a login or a package that builds the URL."""
    if not job.provider.has_login:
        return
    language = next(_browser_languages(job.provider), None)
    if language is None or language.page_messages is None:
        return
    template = "docs/page/authorize.html.j2"
    yield Rendered("page/authorize.html", template, page_view(job, language))
    words = language.page_messages(job.protocol)
    yield Rendered("page/messages.ts", "docs/page/messages.ts.j2", words)
    yield from copied(job.templates, "docs/runtime/page", "page", _COPIED)


def _browser_languages(provider: Provider) -> Iterator[Language]:
    for one in LANGUAGES:
        if one.page_messages and provider.packages.named(one.key):
            yield one
