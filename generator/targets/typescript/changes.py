"""The terms in which a report of changes speaks to users of the TypeScript package."""

from __future__ import annotations

from generator.model.text import Code
from generator.targets.language import Terms
from generator.targets.views import scope_member

_NO_CALLS = "No action needed: the package makes no API calls."

TERMS = Terms(
    names={
        "request": Code("AuthorizationRequest"),
        "extra": Code("extraParameters"),
        "headers": Code("token.headers()"),
        "failure": Code("AuthorizationError"),
    },
    member=lambda scope: Code(f"Scope.{scope_member(scope)}"),
    sentences={
        "variables-reordered": "No action needed.",
        "variable-made-secret": "No action needed.",
        "variable-no-longer-secret": "No action needed.",
        "host-renamed": "If you use this host, send the headers to it too.",
        "host-added": "If you use this host, send the headers to it too.",
        "failure-form-added": _NO_CALLS,
        "failure-form-removed": _NO_CALLS,
        "failure-form-changed": _NO_CALLS,
        "package-name-changed": "Install and import {distribution}.",
    },
)
