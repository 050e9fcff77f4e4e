"""Rules of the later calls: a header's value names what the caller holds, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.provider import Provider
from generator.reading.diagnostics import near_or
from generator.rules.finding import Finding

HELD = ("client_id", "access_token")
"""What a caller holds once there is a token."""


def unknown_placeholder(provider: Provider) -> Iterator[Finding]:
    """A header's value names something that a caller does not hold."""
    for index, header in enumerate(provider.headers):
        for name in re.findall(r"\{([^{}]*)\}", header.value):
            if name not in HELD:
                message = f'there is no placeholder "{{{name}}}"'
                hint = near_or(name, HELD, "write {client_id} or {access_token}")
                yield Finding(("calls", "headers", index, "value"), message, hint)
