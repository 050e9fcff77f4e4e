"""Listens at the port of a redirect URI on this machine (RFC 8252 §7.3)."""

from __future__ import annotations

import errno
import os
import re
import socket
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import NamedTuple

from .. import exit_codes
from ..output import Stopped

_URI = re.compile(
    r"http://(127\.0\.0\.1|\[::1\]|localhost)(?::([0-9]+))?(/[^?#]*)?",
    re.IGNORECASE | re.ASCII,
)
_ADDRESSES = {
    "127.0.0.1": ("127.0.0.1",),
    "[::1]": ("::1",),
    # Browsers try both.
    "localhost": ("127.0.0.1", "::1"),
}
_ATTEMPTS = 10
"""How many free ports are tried until one is free at every address of a name."""


class Address(NamedTuple):
    """The parts of a redirect URI on this machine; without a port, any free one is used."""

    host: str
    port: int | None
    path: str


def loopback_address(redirect_uri: str) -> Address | None:
    """Return the address of a redirect URI that this machine can receive, or None."""
    found = _URI.fullmatch(redirect_uri)
    if found is None:
        return None
    port = None if found[2] is None else int(found[2])
    return Address(found[1].lower(), port, found[3] or "")


class Server(ThreadingMixIn, TCPServer):
    # On Windows, this would let another program take the port. Elsewhere, without it, the port of a
    # login cannot be used again for a minute.
    allow_reuse_address = os.name == "posix"
    # Browsers open several connections at once.
    request_queue_size = 64
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a connection that breaks."""


class _Server6(Server):
    address_family = socket.AF_INET6


def listen(address: Address, handler: type[BaseHTTPRequestHandler]) -> Sequence[Server]:
    """Return the servers of a redirect URI, which have the same port. Raises Stopped."""
    number: int | None = None
    for _ in range(_ATTEMPTS if address.port is None else 1):
        servers, number = list[Server](), None
        try:
            for host in _ADDRESSES[address.host]:
                port = servers[0].server_address[1] if servers else address.port or 0
                kind = _Server6 if ":" in host else Server
                servers.append(kind((host, port), handler))
        except (OSError, OverflowError) as error:
            number = getattr(error, "errno", None)
        # A machine without IPv6 does not have the second address, so browsers do not use it. But if
        # another program has it, that program would get the code.
        if servers and number != errno.EADDRINUSE:
            return servers
        for one in servers:
            one.server_close()
        if number != errno.EADDRINUSE:
            break
    raise _unbound(address, number)


def _unbound(address: Address, number: int | None) -> Stopped:
    """Return what to report for the number of an error."""
    host, port, _ = address
    if number == errno.EADDRINUSE:
        reason = (
            f"port {port} of the redirect URI is in use: end the program that uses it"
        )
    elif number == errno.EACCES:
        reason = f"this user cannot use port {port} of the redirect URI"
    else:
        reason = f"this machine cannot receive the redirect at {host}"
    return Stopped(
        exit_codes.FAILED,
        f"{reason}, or choose another --redirect-uri that is registered with the provider",
    )
