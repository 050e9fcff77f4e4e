"""Rules of npm packages: an import of the package finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.model.naming import reserved_words
from generator.model.provider import Provider
from generator.rules.finding import Finding
from generator.rules.names import DEVICES

_BUILT_IN = reserved_words(Path(__file__).with_name("built_in_modules.txt"))


def reserved_package(provider: Provider) -> Iterator[Finding]:
    """A package has the name of a built-in module of Node.js or of a Windows device."""
    package = provider.packages.named("typescript")
    if package is None:
        return
    what = ""
    if package.distribution in _BUILT_IN:
        what = "is a module of Node.js itself"
    elif DEVICES & {*package.distribution.removeprefix("@").split("/")}:
        what = "has the name of a device of Windows, which has no folder of that name"
    if what:
        name = package.distribution
        hint = f"choose another name, such as {name}-oauth"
        path = ("packages", "typescript", "package")
        yield Finding(path, f'"{name}" {what}', hint)
