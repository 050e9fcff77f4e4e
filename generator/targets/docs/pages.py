"""The pages that a provider's documentation has: none is about something that the spec lacks."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.provider import Provider
from generator.targets.language import Language
from generator.targets.languages import LANGUAGES
from generator.targets.views import View

_PAGES = (
    "README",
    "tokens",
    "recipes",
    "build-the-url",
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
)
_ABOUT_REDIRECTS = ("get-a-token", "answer")
"""The pages about a redirect with a token."""


def pages(provider: Provider) -> tuple[str, ...]:
    """Return the names of the pages, in order."""
    left_out = set(_without_subject(provider))
    return tuple(name for name in _PAGES if name not in left_out)


def _without_subject(provider: Provider) -> Iterator[str]:
    if provider.returns_token or not provider.browser_grants:
        yield "build-the-url"
    if not provider.returns_token:
        yield from _ABOUT_REDIRECTS
    if not provider.issues_tokens:
        yield "calls"
    if not provider.browser_grants:
        yield "parameters"
    if not provider.exchanges:
        yield "tokens"
    if recipes(provider) is None:
        yield "recipes"
    if not provider.has_login or provider.packages.named("mock") is None:
        yield "try-it"
    if not any(one.command and one.command(provider) for one in LANGUAGES):
        yield from ("command", "unattended")
    for one in LANGUAGES:
        if not has_page(one, provider):
            yield one.key
    if not provider.has_scope_list:
        yield "scopes"
    if not any(one.place == "authentication" for one in provider.notes):
        yield "authentication"
    if not provider.unknown:
        yield "not-documented"


def has_page(language: Language, provider: Provider) -> bool:
    """Return whether the spec has a package of the language that can do anything."""
    can_do = provider.browser_grants or language.exchange is not None
    return bool(can_do) and provider.packages.named(language.key) is not None


def recipes(provider: Provider) -> tuple[Language, View] | None:
    """Return the first language that has recipes for the provider, and what they need."""
    for one in LANGUAGES:
        view = (
            one.recipes(provider) if one.recipes and has_page(one, provider) else None
        )
        if view is not None:
            return one, view
    return None
