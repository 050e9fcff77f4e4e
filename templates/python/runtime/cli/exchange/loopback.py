"""Receives the redirect of a login on this machine (RFC 8252 §7.3)."""

from __future__ import annotations

import errno
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from .. import exit_codes
from ..output import Stopped
from .callback_page import HEADERS, page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self

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
_IDLE = 30
"""Seconds until a connection on which nothing arrives is closed."""
_DELIVERY = 2.0
"""Seconds that the end of a login waits for the browser to take the last page."""


class LoopbackTimeout(Exception):
    """No redirect has arrived in time."""


class RedirectArrived(Exception):
    """The redirect has arrived while the user could paste it."""


class Outcome(NamedTuple):
    """What the browser shows at the end: a title and paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


class Verdict(NamedTuple):
    """What a request to the redirect URI is: the response to our request, or why it is not one."""

    is_ours: bool
    reason: str = ""


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


class Loopback:
    """A server on this machine, and only on it, for the redirect of one login.

    It accepts one response, and answers the browser when the login has ended. Use it in a
    `with` block.
    """

    def __init__(
        self, address: Address, judge: Callable[[str], Verdict], seconds: float
    ) -> None:
        """Bind the port. judge says of the URI of a request whether it is the response.

        Raises Stopped if the port is in use, or if this machine has no such address.
        """
        self._address = address
        self._judge = judge
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._guard = threading.Lock()
        self._response: str | None = None
        self._arrived = threading.Event()
        self._ended = threading.Event()
        self._delivered = threading.Event()
        self._outcome = Outcome("The login has ended", ("You can close this window.",))
        self._stop: Callable[[BaseException], None] | None = None
        self._refused = 0
        self._servers = _bound(address, self._handler())
        self._port = self._servers[0].server_address[1]

    @property
    def redirect_uri(self) -> str:
        """The redirect URI with the port that is used."""
        host, port, path = self._address
        shown = "" if port is None and self._port == 80 else f":{self._port}"
        return f"http://{host}{shown}{path}"

    @property
    def refused(self) -> int:
        """How many requests to the redirect URI were not the response."""
        return self._refused

    def __enter__(self) -> Self:
        for server in self._servers:
            threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
            ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._arrived.is_set():
            self._delivered.wait(_DELIVERY)
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def subscribe(self, stop: Callable[[BaseException], None]) -> None:
        """Call stop with RedirectArrived or LoopbackTimeout, from another thread."""
        with self._guard:
            self._stop = stop
            is_there = self._arrived.is_set()
        if is_there:
            stop(RedirectArrived())
            return
        left = max(0.0, self._deadline - time.monotonic())
        timer = threading.Timer(left, stop, (LoopbackTimeout(),))
        timer.daemon = True
        timer.start()

    def wait(self) -> str:
        """Return the URI of the response. Raises LoopbackTimeout."""
        while not self._arrived.wait(0.2):
            if time.monotonic() >= self._deadline:
                raise LoopbackTimeout
        return self.response()

    def response(self) -> str:
        """Return the URI of the response, which has arrived."""
        assert self._response is not None
        return self._response

    def end(self, title: str, *paragraphs: str) -> None:
        """Say how the login ended. The browser shows it when the block ends."""
        self._outcome = Outcome(title, paragraphs)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            """Answers the requests of a browser."""

            timeout = _IDLE

            def do_GET(self) -> None:
                """Answer a request."""
                loopback.answer(self)

            def version_string(self) -> str:
                """Return the name of the server, which says nothing else."""
                return "login"

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing: the query has the code."""

        return Handler

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer a GET request of a browser, or of anything else that can connect."""
        path = request.path.partition("?")[0]
        if request.headers.get("Host", "").lower() not in self._hosts():
            _send(request, 400, "Not for this server", "Open the address as it is.")
        elif path != (self._address.path or "/"):
            _send(request, 404, "Not found", "This is not the address of the login.")
        else:
            self._answer_redirect(request)

    def _hosts(self) -> tuple[str, ...]:
        """Return the values of the header Host; a page of another name cannot reach the server."""
        host = self._address.host
        return (
            (f"{host}:{self._port}", host)
            if self._port == 80
            else (f"{host}:{self._port}",)
        )

    def _answer_redirect(self, request: BaseHTTPRequestHandler) -> None:
        _, question, query = request.path.partition("?")
        uri = f"{self.redirect_uri}{question}{query}"
        verdict = self._judge(uri)
        if not verdict.is_ours:
            self._refused += 1
            _send(request, 400, "Not the response to this login", verdict.reason)
            return
        with self._guard:
            is_first = self._response is None
            if is_first:
                self._response = uri
                self._arrived.set()
            stop = self._stop
        if not is_first:
            _send(
                request,
                409,
                "This login has a response already",
                "You can close this window. The terminal shows the result.",
            )
            return
        if stop is not None:
            stop(RedirectArrived())
        # The page says what really happened, so it waits for the rest of the login.
        self._ended.wait()
        _send(request, 200, self._outcome.title, *self._outcome.paragraphs)
        self._delivered.set()


def _send(
    request: BaseHTTPRequestHandler, status: int, title: str, *paragraphs: str
) -> None:
    body = page(title, *paragraphs)
    try:
        request.send_response(status)
        for name, value in HEADERS.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
    except OSError:
        # The browser has left.
        return


class _Server(ThreadingHTTPServer):
    # On Windows, this would let another program take the port. Elsewhere, without it, the port of a
    # login cannot be used again for a minute.
    allow_reuse_address = os.name == "posix"
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a connection that breaks."""


class _Server6(_Server):
    address_family = socket.AF_INET6


def _bound(
    address: Address, handler: type[BaseHTTPRequestHandler]
) -> Sequence[_Server]:
    """Return the servers for an address; all of them have the same port."""
    first, *others = _ADDRESSES[address.host]
    servers = [_listen(first, address.port, handler)]
    port = servers[0].server_address[1]
    for one in others:
        try:
            servers.append(_Server6((one, port), handler))
        except OSError:
            # A machine without IPv6 has no such address, so browsers do not use it.
            continue
    return servers


def _listen(
    host: str, port: int | None, handler: type[BaseHTTPRequestHandler]
) -> _Server:
    kind = _Server6 if ":" in host else _Server
    try:
        return kind((host, port or 0), handler)
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        reason = (
            f"port {port} of the redirect URI is in use: end the program that uses it"
        )
    elif number == errno.EACCES:
        reason = f"this user cannot use port {port} of the redirect URI"
    else:
        reason = f"this machine cannot receive the redirect at {host}"
    raise Stopped(
        exit_codes.FAILED,
        f"{reason}, or choose another --redirect-uri that the provider knows",
    )
