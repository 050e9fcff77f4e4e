"""Rules for API calls: a header's value has only placeholders that the caller can fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.provider import Provider
from generator.reading.diagnostics import near_or
from generator.rules.finding import Finding

HELD = ("client_id", "access_token")
"""The values that a caller with a token has."""


def unknown_placeholder(provider: Provider) -> Iterator[Finding]:
    """A header's value contains an unknown placeholder."""
    for index, header in enumerate(provider.headers):
        for name in re.findall(r"\{([^{}]*)\}", header.value):
            if name not in HELD:
                message = f'unknown placeholder "{{{name}}}"'
                hint = near_or(name, HELD, "write {client_id} or {access_token}")
                yield Finding(("calls", "headers", index, "value"), message, hint)
