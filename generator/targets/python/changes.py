"""What a change of the spec means for someone who uses the Python package."""

from __future__ import annotations

from collections.abc import Mapping

from generator.changes.changes import Change
from generator.model.provider import Provider, Scope
from generator.model.sentences import Sentence
from generator.model.text import Code
from generator.targets import consequences
from generator.targets.python.files import scope_member, variable_argument


def consequence(change: Change, old: Provider, new: Provider) -> Sentence | None:
    """Return what to do about a change, or None where it is about another language's package."""
    return consequences.consequence(change, new, _TERMS)


def _packages(provider: Provider) -> Mapping[str, Code]:
    package = provider.packages.of("python")
    return {
        "distribution": Code(package.distribution),
        "module": Code(package.module),
        "command": Code(package.command or ""),
        "prefix": Code(package.environment or ""),
        "cli": Code(f"{package.distribution}[cli]"),
    }


def _member(scope: Scope) -> Code:
    return Code(f"Scope.{scope_member(scope)}")


_TERMS = consequences.Terms(
    language="Python",
    names={
        "request": Code("AuthorizationRequest"),
        "extra": Code("extra_parameters"),
        "headers": Code("token.headers()"),
        "failure": Code("AuthorizationError"),
        "refused": Code("ApiError"),
    },
    packages=_packages,
    member=_member,
    variable=variable_argument,
    parameter=lambda one: Code(one.name),
)
