"""A spec to the packages that the extras of the Python distribution install."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.toml import toml_string
from generator.targets.python.encoders import python_string


@dataclass(frozen=True, slots=True)
class ExtraView:
    """A package that an extra installs.

    `requirement` is a TOML literal. `shown` is a Python literal of what the error for a missing package
    tells users to install.
    """

    requirement: Code
    shown: Code


@dataclass(frozen=True, slots=True)
class ExtrasView:
    """The packages that can send requests."""

    httpx: ExtraView
    requests: ExtraView


def extras_view(provider: Provider) -> ExtrasView:
    """Return the packages that can send requests."""
    return ExtrasView(
        httpx=_extra_view(provider, "httpx", ">=0.27,<1"),
        requests=_extra_view(provider, "requests", ">=2.31,<3"),
    )


def _extra_view(provider: Provider, name: str, versions: str) -> ExtraView:
    """Return an extra that has the name of its package.

    The index can have another project with the name of an unpublished package.
    """
    packages = provider.packages
    extra = f"{packages.of('python').distribution}[{name}]"
    return ExtraView(
        requirement=toml_string(f"{name} {versions}"),
        shown=python_string(extra if packages.published else f"{name}{versions}"),
    )
