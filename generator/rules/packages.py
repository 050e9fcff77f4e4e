"""Rules of packages: what is generated can be imported, and stands in nothing's way."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Iterator

from generator.model.provider import Package, Provider
from generator.rules.finding import Finding

_NODE_MODULES = frozenset(
    [
        *(
            "assert",
            "buffer",
            "cluster",
            "console",
            "constants",
            "crypto",
            "dgram",
            "dns",
        ),
        *("domain", "events", "fs", "http", "http2", "https", "inspector", "module"),
        *(
            "net",
            "os",
            "path",
            "process",
            "punycode",
            "querystring",
            "readline",
            "repl",
        ),
        *("stream", "sys", "timers", "tls", "tty", "url", "util", "v8", "vm", "wasi"),
        "zlib",
    ]
)
"""What an import gets from Node.js itself, whatever is installed (`builtinModules` of Node.js 20)."""


def reserved_module(provider: Provider) -> Iterator[Finding]:
    """A module has the name of a keyword or of a module of Python itself."""
    for key, package in _packages(provider):
        module = package.module
        if module in keyword.kwlist or module in sys.stdlib_module_names:
            message = f'"{module}" is a word or a module of Python itself'
            hint = f"choose another, such as {module}_oauth"
            yield Finding(("packages", key, "module"), message, hint)


def reserved_package(provider: Provider) -> Iterator[Finding]:
    """A package has the name of a module of Node.js itself, so no import would find it."""
    package = provider.packages.typescript
    if package is not None and package.distribution in _NODE_MODULES:
        name = package.distribution
        message = f'"{name}" is a module of Node.js itself'
        hint = f"choose another, such as {name}-oauth"
        yield Finding(("packages", "typescript", "package"), message, hint)


def duplicate_package(provider: Provider) -> Iterator[Finding]:
    """Two packages share a name."""
    first: dict[tuple[str, str | None], str] = {}
    for key, package in _packages(provider):
        names = {
            "distribution": package.distribution,
            "module": package.module,
            "command": package.command,
        }
        for kind, name in names.items():
            earlier = first.setdefault((kind, name), key)
            if name is not None and earlier != key:
                message = f'"{name}" is the {kind} of the {earlier} package too'
                hint = "choose another: both are installed side by side"
                place = ("packages", earlier, kind)
                yield Finding(("packages", key, kind), message, hint, first=place)


def _packages(provider: Provider) -> Iterator[tuple[str, Package]]:
    yield "python", provider.packages.python
    if provider.packages.mock is not None:
        yield "mock", provider.packages.mock
