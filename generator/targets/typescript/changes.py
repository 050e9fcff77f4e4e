"""What a change of the spec means for someone who uses the TypeScript package."""

from __future__ import annotations

from collections.abc import Mapping

from generator.changes.changes import Change
from generator.model.provider import Parameter, Provider, Scope
from generator.model.sentences import Sentence
from generator.model.text import Code
from generator.targets import consequences
from generator.targets.typescript.files import option_name, scope_member, spelled

_NO_CALLS = "Nothing to do: the package makes no calls."


def consequence(change: Change, old: Provider, new: Provider) -> Sentence | None:
    """Return what to do about a change, or None where there is no such package to use."""
    if (
        old.packages.named("typescript") is None
        and new.packages.named("typescript") is None
    ):
        return None
    return consequences.consequence(change, new, _TERMS)


def _packages(provider: Provider) -> Mapping[str, Code]:
    package = provider.packages.named("typescript")
    return {"distribution": Code(package.distribution if package else "")}


def _member(scope: Scope) -> Code:
    return Code(f"Scope.{scope_member(scope)}")


def _parameter(parameter: Parameter) -> Code:
    return spelled(parameter.name)


_TERMS = consequences.Terms(
    language="TypeScript",
    names={
        "request": Code("AuthorizationRequest"),
        "extra": Code("extraParameters"),
        "headers": Code("token.headers()"),
        "failure": Code("AuthorizationError"),
    },
    packages=_packages,
    member=_member,
    variable=option_name,
    parameter=_parameter,
    sentences={
        "variables-reordered": "Nothing to do.",
        "host-added": "Send the headers to it too, if you use it.",
        "failure-form-added": _NO_CALLS,
        "failure-form-removed": _NO_CALLS,
        "failure-form-changed": _NO_CALLS,
        "package-name-changed": "Install and import {distribution}.",
    },
)
