"""The pages that a provider's documentation has: none is about something that the spec lacks."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.provider import Provider
from generator.targets.languages import LANGUAGES

_PAGES = (
    "README",
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
    "spec-problems",
)
_ABOUT_TOKENS = ("get-a-token", "answer", "calls")


def pages(provider: Provider) -> tuple[str, ...]:
    """Return the names of the pages, in order."""
    left_out = set(_without_subject(provider))
    return tuple(name for name in _PAGES if name not in left_out)


def _without_subject(provider: Provider) -> Iterator[str]:
    if provider.returns_token:
        yield "build-the-url"
    else:
        yield from _ABOUT_TOKENS
    if not provider.has_login or provider.packages.named("mock") is None:
        yield "try-it"
    if not any(one.command and one.command(provider) for one in LANGUAGES):
        yield from ("command", "unattended")
    for one in LANGUAGES:
        if provider.packages.named(one.key) is None:
            yield one.key
    if not provider.has_scope_list:
        yield "scopes"
    if not any(one.place == "authentication" for one in provider.notes):
        yield "authentication"
    if not provider.unknown:
        yield "not-documented"
