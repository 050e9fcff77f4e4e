"""Receives the redirect of a login on this machine (RFC 8252 §7.3)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl

from ...constant_time import is_equal
from .callback_page import HEADERS, page
from .loopback_port import Address, listen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self

_IDLE = 30
"""Seconds until a connection on which nothing arrives is closed."""
_DELIVERY = 2.0
"""Seconds that the end of a login waits for the browser to take the last page."""
_USUAL_PORT = 80
_NO_SUCH_METHOD = 501
_NOT_FOUND = page("Not found", "This is not the address of the login.")
_NOT_A_PAGE = page("Not a page", "Open the URL of the login without changing its host.")


class LoopbackTimeout(Exception):
    """No redirect has arrived in time."""


class RedirectArrived(Exception):
    """The redirect has arrived while the user could paste it."""


class Loopback:
    """A server on this machine, and only on it, for the redirect of one login.

    It accepts one response, and answers the browser when the login has ended. Use it in a
    `with` block.
    """

    def __init__(self, address: Address, seconds: float) -> None:
        """Bind the port. The response must arrive within so many seconds.

        Raises Stopped if the port is in use, or if this machine has no such address.
        """
        self._address = address
        self._state: str | None = None
        self._deadline = time.monotonic() + seconds
        self._guard = threading.Lock()
        self._response: str | None = None
        self._arrived = threading.Event()
        self._ended = threading.Event()
        self._delivered = threading.Event()
        self._outcome = page("The login has ended", "You can close this window.")
        self._stop: Callable[[BaseException], None] | None = None
        self._timer: threading.Timer | None = None
        self._refused = 0
        self._servers = listen(address, self._handler())
        self._port = self._servers[0].server_address[1]

    @property
    def redirect_uri(self) -> str:
        """The redirect URI with the port that is used."""
        host, port, path = self._address
        shown = "" if port is None and self._port == _USUAL_PORT else f":{self._port}"
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
        if self._timer is not None:
            self._timer.cancel()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def expect(self, state: str) -> None:
        """Accept the request with this state, which only the browser of the login knows."""
        self._state = state

    def subscribe(self, stop: Callable[[BaseException], None]) -> None:
        """Call stop with RedirectArrived or LoopbackTimeout, from another thread."""
        with self._guard:
            self._stop = stop
            is_there = self._arrived.is_set()
        left = self._deadline - time.monotonic()
        if is_there:
            stop(RedirectArrived())
        elif left <= 0:
            # The time may have ended between two prompts.
            stop(LoopbackTimeout())
        elif self._timer is None:
            self._timer = threading.Timer(left, self._time_out)
            self._timer.daemon = True
            self._timer.start()

    def _time_out(self) -> None:
        with self._guard:
            stop = self._stop
        if stop is not None:
            stop(LoopbackTimeout())

    def wait(self) -> str:
        """Return the URI of the response. Raises LoopbackTimeout."""
        # On Windows, a signal does not end a longer wait.
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
        self._outcome = page(title, *paragraphs)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            """Answers the requests of a browser."""

            timeout = _IDLE

            def do_GET(self) -> None:
                """Answer a request."""
                loopback.answer(self)

            def send_error(
                self, code: int, message: str | None = None, explain: str | None = None
            ) -> None:
                """Answer another method, or what is not a request, without repeating any of it."""
                if code == _NO_SUCH_METHOD:
                    _send(self, 405, _NOT_A_PAGE, Allow="GET")
                else:
                    _send(self, code, _NOT_A_PAGE)

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
            _send(request, 400, _NOT_A_PAGE)
        elif path != (self._address.path or "/"):
            _send(request, 404, _NOT_FOUND)
        else:
            self._answer_redirect(request)

    def _hosts(self) -> tuple[str, ...]:
        """Return the values of the header Host; a page of another name cannot reach the server."""
        host = self._address.host
        usual = [host] if self._port == _USUAL_PORT else []
        return (f"{host}:{self._port}", *usual)

    def _answer_redirect(self, request: BaseHTTPRequestHandler) -> None:
        _, question, query = request.path.partition("?")
        uri = f"{self.redirect_uri}{question}{query}"
        if not self._has_state(query):
            self._refused += 1
            text = "It does not have the state of this login. The login continues in the terminal."
            _send(request, 400, page("Not the response to this login", text))
            return
        with self._guard:
            is_first = self._response is None
            if is_first:
                self._response = uri
                self._arrived.set()
            stop = self._stop
        if not is_first:
            text = "You can close this window. The terminal shows the result."
            _send(request, 409, page("This login already has a response", text))
            return
        if stop is not None:
            stop(RedirectArrived())
        # The page says what really happened, so it waits for the rest of the login.
        self._ended.wait()
        _send(request, 200, self._outcome)
        self._delivered.set()

    def _has_state(self, query: str) -> bool:
        """Return whether a query is from a response to our request, even if it is malformed."""
        state = self._state
        values = [value for _, value in parse_qsl(query)]
        return state is not None and any(is_equal(state, one) for one in values)


def _send(
    request: BaseHTTPRequestHandler, status: int, body: bytes, **more: str
) -> None:
    headers = {**HEADERS, **more, "Content-Length": str(len(body))}
    try:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(body)
    except OSError:
        # The browser has left.
        return
