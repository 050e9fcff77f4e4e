"""Servers on this machine that respond as a test requires and record their requests."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True)
class Seen:
    """A request that reached a server."""

    method: str
    path: str
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes = b""

    @property
    def credentials(self) -> tuple[str | None, str | None]:
        """The API key and the authorization that came along."""
        return self.headers.get("x-imagen-api-key"), self.headers.get("authorization")


@dataclass(frozen=True)
class Reply:
    """A response; a `body` of several pieces is sent chunked."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes | Iterator[bytes] = b""


Answer = Callable[[Seen], Reply]


@dataclass(frozen=True)
class Server:
    """A server that runs: its `host:port`, and the requests that reached it."""

    host: str
    seen: list[Seen]

    def url(self, path: str = "/") -> str:
        """Return the address of a path."""
        return f"http://{self.host}{path}"


@contextmanager
def serving(
    answer: Answer, certificate: Path | None = None
) -> Generator[Server, None, None]:
    """Run a server on a port of the system's choice until the block ends.

    With a file of a certificate and its key, the server accepts only TLS.
    """
    seen: list[Seen] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            length = int(self.headers.get("content-length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Seen(self.command, self.path, headers, self.rfile.read(length))
            seen.append(request)
            self.reply(answer(request))

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any

        def reply(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if isinstance(reply.body, bytes):
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(reply.body)
                return
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                for piece in reply.body:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.write(b"0\r\n\r\n")
            except OSError:  # the client read no further
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield Server(f"127.0.0.1:{server.server_address[1]}", seen)
        finally:
            server.shutdown()
            thread.join()
