"""An application on a port of this machine: sockets and headers on one side, `Request` on the other."""

from __future__ import annotations

import socket
import socketserver
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from .exchange import Request, Response

MAX_BODY = 65_536
_INTERVAL = 0.02
Application = Callable[[Request], Response]
Log = Callable[[str], None]

_ALWAYS = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)


class Listener:
    """Serves an application until it is stopped; port 0 is any free one."""

    def __init__(
        self, application: Application, host: str, port: int, log: Log
    ) -> None:
        self._server = _Server(application, host, port, log)
        # The interval is how long a stop takes at most.
        self._thread = Thread(
            target=self._server.serve_forever, args=(_INTERVAL,), daemon=True
        )
        self._thread.start()

    @property
    def netloc(self) -> str:
        """The `host:port` that it listens on."""
        return self._server.netloc

    def stop(self) -> None:
        """Take no more requests, and free the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(
        self, application: Application, host: str, port: int, log: Log
    ) -> None:
        self.application = application
        self.log = log
        if ":" in host:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            # The error of a socket names no port, and there are two.
            error.filename = f"{host}, port {port}"
            raise
        self.server_port = self.socket.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        self.netloc = f"{shown}:{self.server_port}"

    def server_bind(self) -> None:
        """Bind without the look-up of this machine's name, which may wait for a network."""
        socketserver.TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say that a request failed, and not with what: that may be a secret."""
        kind = sys.exc_info()[0]
        self.log(f"a request failed: {kind.__name__ if kind else 'no reason'}")

    def is_named(self, host: str) -> bool:
        """Say whether a Host header names this server: another name is another site's doing."""
        return host in (self.netloc, f"localhost:{self.server_port}")


class _Handler(BaseHTTPRequestHandler):
    timeout = 30
    server_version = "stand-in"
    sys_version = ""
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "Stand-in server: %(code)d %(message)s\n"

    @property
    def _owner(self) -> _Server:
        assert isinstance(self.server, _Server)
        return self.server

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > MAX_BODY:
            self._send(Response(413, "The form is too large.\n"))
        else:
            self._answer(self.rfile.read(int(length)))

    def _answer(self, body: bytes) -> None:
        if not self._owner.is_named(self.headers.get("Host", "")):
            message = f"This is http://{self._owner.netloc}; use that name.\n"
            self._send(Response(421, message))
            return
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, path, query, headers, body)
        self._send(self._owner.application(request))

    def _send(self, response: Response) -> None:
        self._owner.log(f"{self.command} {response.route} {response.status}")
        data = response.body.encode()
        self.send_response(response.status)
        headers = (("Content-Type", response.content_type), *_ALWAYS, *response.headers)
        for name, value in headers:
            if not value.isascii() or not value.isprintable():
                raise ValueError(f"the header {name} holds what no header may")
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing here: the request line holds what was asked, and may hold secrets."""
