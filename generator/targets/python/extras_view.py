"""A spec to the packages that the extras of the Python distribution install."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.toml import toml_string
from generator.targets.python.encoders import python_string

_HTTPX = ("httpx", ">=0.27,<1")
_REQUESTS = ("requests", ">=2.31,<3")
_KEYRING = ("keyring", ">=24")
_COMMAND = (("click", ">=8.1"), ("prompt_toolkit", ">=3.0.36"), ("rich", ">=13"))


@dataclass(frozen=True, slots=True)
class ExtrasView:
    """The extras: lines of a TOML table, and Python literals of what to install for a library.

    The errors for a missing library print the literals.
    """

    lines: tuple[Code, ...]
    httpx: Code
    requests: Code
    cli: Code


def extras_view(provider: Provider, *, has_command: bool) -> ExtrasView:
    """Return the extras of a package, which may have a command."""
    return ExtrasView(
        lines=tuple(_lines(provider, has_command)),
        httpx=_shown(provider, *_HTTPX),
        requests=_shown(provider, *_REQUESTS),
        cli=python_string(f"{provider.packages.of('python').distribution}[cli]"),
    )


def _lines(provider: Provider, has_command: bool) -> Iterator[Code]:
    """Yield each extra, in the order of their names; `all` is the first."""
    extras: dict[str, list[tuple[str, str]]] = {
        "httpx": [_HTTPX],
        "requests": [_REQUESTS],
    }
    if has_command:
        # The command sends requests only to a token endpoint.
        extras["cli"] = [*_COMMAND, *([_HTTPX] if provider.exchanges else [])]
    if has_command or provider.exchanges:
        extras["keyring"] = [_KEYRING]
    every = sorted({one for several in extras.values() for one in several})
    for name, packages in sorted({"all": every, **extras}.items()):
        items = ", ".join(
            toml_string(f"{one} {versions}") for one, versions in packages
        )
        yield Code(f"{name} = [{items}]")


def _shown(provider: Provider, name: str, versions: str) -> Code:
    """Return what to install.

    The index can have another project with the name of an unpublished package.
    """
    packages = provider.packages
    extra = f"{packages.of('python').distribution}[{name}]"
    return python_string(extra if packages.published else f"{name}{versions}")
