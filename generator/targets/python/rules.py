"""Rules of Python packages: each can be installed next to the others, and imported."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Iterator

from generator.model.provider import Package, Provider
from generator.rules.finding import Finding

_PACKAGES = ("python", "mock")
"""The packages of a spec that are Python distributions."""


def reserved_module(provider: Provider) -> Iterator[Finding]:
    """A module has the name of a keyword or of a module of Python itself."""
    for package in _packages(provider):
        module = package.module
        if module in keyword.kwlist or module in sys.stdlib_module_names:
            message = f'"{module}" is a keyword or a module of Python itself'
            hint = f"choose another name, such as {module}_oauth"
            yield Finding(("packages", package.key, "module"), message, hint)


def duplicate_package(provider: Provider) -> Iterator[Finding]:
    """Two packages share a name."""
    first: dict[tuple[str, str | None], str] = {}
    for package in _packages(provider):
        names = {
            "distribution": package.distribution,
            "module": package.module,
            "command": package.command,
        }
        for kind, name in names.items():
            earlier = first.setdefault((kind, name), package.key)
            if name is not None and earlier != package.key:
                message = f'"{name}" is also the {kind} of the {earlier} package'
                hint = "choose another name, because both are installed side by side"
                place = ("packages", earlier, kind)
                path = ("packages", package.key, kind)
                yield Finding(path, message, hint, first=place)


def _packages(provider: Provider) -> Iterator[Package]:
    for key in _PACKAGES:
        package = provider.packages.named(key)
        if package is not None:
            yield package
