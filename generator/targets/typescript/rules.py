"""Rules of npm packages: an import of the package finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.model.naming import reserved_words
from generator.model.provider import Provider
from generator.rules.finding import Finding

_BUILT_IN = reserved_words(Path(__file__).with_name("built_in_modules.txt"))


def reserved_package(provider: Provider) -> Iterator[Finding]:
    """A package has the name of a module of Node.js itself, so no import would find it."""
    package = provider.packages.named("typescript")
    if package is not None and package.distribution in _BUILT_IN:
        name = package.distribution
        message = f'"{name}" is a module of Node.js itself'
        hint = f"choose another name, such as {name}-oauth"
        yield Finding(("packages", "typescript", "package"), message, hint)
