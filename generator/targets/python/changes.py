"""The terms in which a report of changes speaks to users of the Python package."""

from __future__ import annotations

from generator.model.text import Code
from generator.targets.language import Terms
from generator.targets.views import scope_member

TERMS = Terms(
    names={
        "request": Code("AuthorizationRequest"),
        "extra": Code("extra_parameters"),
        "headers": Code("token.headers()"),
        "failure": Code("AuthorizationError"),
        "refused": Code("ApiError"),
    },
    member=lambda scope: Code(f"Scope.{scope_member(scope)}"),
    sentences={
        "command-added": "To use it, install {distribution} with the extra cli.",
    },
)
