"""Rules of Python packages: each can be installed next to the others, and imported."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Iterator

from generator.model.provider import Package, Provider
from generator.rules.finding import Finding
from generator.rules.names import DEVICES

_PACKAGES = ("python", "mock")
"""The packages of a spec that are Python distributions."""
IMPORTED = frozenset(
    {
        *("anyio", "click", "httpx", "jinja2", "keyring", "oauthlib", "prompt_toolkit"),
        *("pytest", "requests", "rich", "typing_extensions", "urllib3"),
    }
)
"""The modules of other distributions that one of the packages imports."""


def reserved_module(provider: Provider) -> Iterator[Finding]:
    """A module or a command has a name that Python, the package, or Windows uses for something else."""
    for package in _packages(provider):
        names = {
            "module": (package.module, _module_that_is_taken(package.module), "_oauth"),
            "command": (package.command, _device(package.command), "-oauth"),
        }
        for key, (name, what, ending) in names.items():
            if what:
                hint = f"choose another name, such as {name}{ending}"
                yield Finding(("packages", package.key, key), f'"{name}" {what}', hint)


def _module_that_is_taken(name: str) -> str:
    """Return what has the name of a module, or an empty text."""
    if name in keyword.kwlist or name in sys.stdlib_module_names:
        return "is a keyword or a module of Python itself"
    return (
        "is a module that generated packages import"
        if name in IMPORTED
        else _device(name)
    )


def _device(name: str | None) -> str:
    return (
        "is a device of Windows, which has no file of that name"
        if name in DEVICES
        else ""
    )


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
