"""Serves a function on a local port: converts HTTP on a socket to `Request` and from `Response`."""

from __future__ import annotations

import socket
import socketserver
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from .http_messages import Request, Response

MAX_BODY = 65_536
_POLL_INTERVAL = 0.02
Handler = Callable[[Request], Response]
Log = Callable[[str], None]

_COMMON_HEADERS = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)


class HttpServer:
    """Listens on a port, and from `start` to `stop` serves a handler; port 0 means any free port.

    `now` returns the Unix seconds of the header Date.
    """

    def __init__(
        self, host: str, port: int, log: Log, now: Callable[[], float] = time.time
    ) -> None:
        self._server = _Server(host, port, log, now)
        # `stop` waits for at most one interval.
        self._thread = Thread(
            target=self._server.serve_forever, args=(_POLL_INTERVAL,), daemon=True
        )

    @property
    def netloc(self) -> str:
        """The `host:port` that the server listens on."""
        return self._server.netloc

    def start(self, handler: Handler) -> None:
        """Handle requests, and those that arrived before."""
        self._server.handler = handler
        self._thread.start()

    def stop(self) -> None:
        """Stop accepting requests, and free the port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    handler: Handler

    def __init__(
        self, host: str, port: int, log: Log, now: Callable[[], float]
    ) -> None:
        self.log = log
        self.now = now
        if ":" in host:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _RequestHandler)
        except OSError as error:
            # The error of a socket does not name the port, and there are two.
            error.filename = f"{host}, port {port}"
            raise
        self.server_port = self.socket.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        self.netloc = f"{shown}:{self.server_port}"

    def server_bind(self) -> None:
        """Bind without looking up the name of this machine, which can wait for a network."""
        socketserver.TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Log only the type of the error, because its message can contain a secret."""
        kind = sys.exc_info()[0]
        self.log(f"request failed: {kind.__name__ if kind else 'unknown error'}")

    def has_host(self, host: str) -> bool:
        """Return whether a Host header names this server, which prevents DNS rebinding."""
        return host in (self.netloc, f"localhost:{self.server_port}")


class _RequestHandler(BaseHTTPRequestHandler):
    timeout = 30
    server_version = "mock-server"
    sys_version = ""
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "Mock server: %(code)d %(message)s\n"

    @property
    def _owner(self) -> _Server:
        assert isinstance(self.server, _Server)
        return self.server

    def do_GET(self) -> None:
        self._handle(b"")

    do_HEAD = do_OPTIONS = do_GET

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers:
            self._send(Response(411, "Send the form with a Content-Length.\n"))
        elif not (length.isascii() and length.isdigit()):
            self._send(Response(400, "The Content-Length is not a number.\n"))
        # Python converts no more than 4,300 digits.
        elif len(length) > len(str(MAX_BODY)) or int(length) > MAX_BODY:
            self._send(Response(413, "The form is too large.\n"))
        else:
            self._handle(self.rfile.read(int(length)))

    def do_PUT(self) -> None:
        self._send(Response(405, headers=(("Allow", "GET, HEAD, POST, OPTIONS"),)))

    do_DELETE = do_PATCH = do_PUT

    def _handle(self, body: bytes) -> None:
        hosts = self.headers.get_all("Host", [])
        if len(hosts) > 1 or (not hosts and self.request_version != "HTTP/1.0"):
            self._send(Response(400, "Send one Host header (RFC 9112 section 3.2).\n"))
            return
        if not self._owner.has_host("".join(hosts)):
            message = f"Unexpected host name; use http://{self._owner.netloc}.\n"
            self._send(Response(421, message))
            return
        # The target of a request to a proxy is a whole URL (RFC 9112 section 3.2.2).
        target = self.path.removeprefix(f"http://{''.join(hosts)}")
        path, _, query = target.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        method = "GET" if self.command == "HEAD" else self.command
        request = Request(method, path, query, headers, body)
        self._send(self._owner.handler(request))

    def _send(self, response: Response) -> None:
        outcome = "dropped" if response.is_dropped else response.status
        self._owner.log(f"{self.command} {response.route} {outcome}")
        if response.is_dropped:
            self.close_connection = True
            return
        data = response.body.encode()
        self.send_response(response.status)
        headers = (
            ("Content-Type", response.content_type),
            *_COMMON_HEADERS,
            *response.headers,
        )
        for name, value in headers:
            if not value.isascii() or not value.isprintable():
                raise ValueError(f"the header {name} contains an invalid character")
            self.send_header(name, value)
        if response.status != 204:  # RFC 9110 §8.6
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if response.truncate is not None:
            data, self.close_connection = data[: response.truncate], True
        self._write(data, response.trickle)

    def _write(self, data: bytes, seconds: float) -> None:
        """Write the body, with a pause before each byte if there are seconds."""
        if not seconds:
            self.wfile.write(data)
            return
        for index in range(len(data)):
            time.sleep(seconds)
            self.wfile.write(data[index : index + 1])

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the header Date, by the server's own clock."""
        return super().date_time_string(int(self._owner.now()))

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing, because the request line can contain secrets."""
