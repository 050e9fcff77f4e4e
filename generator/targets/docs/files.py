"""The files of the documentation: Markdown pages, and the page that builds the URL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.clients import ClientView
from generator.targets.docs.code_view import code_view
from generator.targets.docs.pages import recipes
from generator.targets.docs.view import clients, docs_view
from generator.targets.files import File, Job, Rendered
from generator.targets.languages import LANGUAGES
from generator.targets.page import files as page
from generator.targets.views import View


@dataclass(frozen=True, slots=True)
class ClientPageView:
    """What the page about a package that only builds URLs gets."""

    head: Code
    client: ClientView
    has_code: bool


@dataclass(frozen=True, slots=True)
class RecipesPageView:
    """The values for the page of recipes, from the language that has them."""

    head: Code
    recipes: View


def files(job: Job) -> Iterator[File]:
    """Return the files of the target. Every page gets the same view, except those of clients."""
    packages = clients(job.provider)
    view = docs_view(job, packages)
    for name in view.pages:
        if name in packages:
            client = ClientPageView(
                view.head, packages[name], "build-the-url" in view.pages
            )
            yield Rendered(f"{name}.md", "docs/client.md.j2", client)
        elif name == "recipes":
            yield from _recipes(job, view.head)
        else:
            yield Rendered(f"{name}.md", _template(name, job.provider), view)
    yield from page.files(job)


def _recipes(job: Job, head: Code) -> Iterator[File]:
    found = recipes(job.provider)
    if found is not None:
        language, view = found
        template = f"{language.key}/recipes.md.j2"
        yield Rendered("recipes.md", template, RecipesPageView(head, view))


_OF_TOKENS = ("command", "unattended")
"""The pages that differ if the tokens of the command come from the token endpoint."""


def _template(page: str, provider: Provider) -> str:
    if any(page == one.key for one in LANGUAGES):
        return f"{page}/docs.md.j2"
    if page == "security" and code_view(provider):
        return "docs/security-of-code.md.j2"
    if page in _OF_TOKENS and not provider.has_login:
        return f"docs/{page}-of-tokens.md.j2"
    return f"docs/{page}.md.j2"
