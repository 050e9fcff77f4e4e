"""Rules of packages: what is generated can be imported, and stands in nothing's way."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Iterator

from generator.model import Provider
from generator.rules.finding import Finding


def reserved_module(provider: Provider) -> Iterator[Finding]:
    """The module has the name of a keyword or of a module of Python itself."""
    module = provider.packages.python.module
    if module in keyword.kwlist or module in sys.stdlib_module_names:
        path = ("packages", "python", "module")
        message = f'"{module}" is a word or a module of Python itself'
        yield Finding(path, message, f"choose another, such as {module}_oauth")
