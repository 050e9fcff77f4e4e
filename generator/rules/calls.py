"""Rules for API calls: what a header contains, and where the example of a call goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.provider import Provider, bare_host
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


def call_of_another_host(provider: Provider) -> Iterator[Finding]:
    """The example of an API call is not for one of the hosts."""
    example = provider.call_example
    if example is None:
        return
    hosts = [bare_host(one.pattern).lower() for one in provider.hosts]
    host = bare_host(example.url).lower()
    if host not in hosts:
        message = f'"{host}" is not one of the hosts of calls'
        added = f"add {{pattern: {host}, summary: SUMMARY}} to hosts"
        listed = f"write {' or '.join(hosts)}, or " if hosts else ""
        hint = near_or(host, hosts, f"{listed}{added}")
        yield Finding(("calls", "example", "url"), message, hint)
