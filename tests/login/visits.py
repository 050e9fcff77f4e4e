"""What a browser, or anything else on this machine, sends to the port of a login."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

Script = Callable[["Visit"], None]


class Visit:
    """A login that has opened its URL: the port at which it waits, and what was sent there."""

    def __init__(self, server: Any, url: str) -> None:
        query = parse_qs(urlsplit(url).query)
        self.server, self.url = server, url
        [self.state] = query["state"]
        [self.redirect_uri] = query["redirect_uri"]
        port = urlsplit(self.redirect_uri).port
        assert port is not None
        self.port = port
        self.pages: list[httpx.Response] = []

    def redirect(self) -> str:
        """Log in, approve, and return where the browser goes."""
        approved: str = self.server.user("demo", "demo").approve(self.url)
        return approved

    def approve(self) -> httpx.Response:
        """Log in, approve, and return the page at which the browser ends."""
        return self.get(self.redirect())

    def callback(self, **query: str) -> httpx.Response:
        """Return the response to a redirect with these parameters."""
        return self.get(f"{self.redirect_uri}?{urlencode(query)}")

    def get(self, url: str, **headers: str) -> httpx.Response:
        page = httpx.get(url, headers=headers, trust_env=False)
        self.pages.append(page)
        return page

    def send(self, data: bytes, host: str = "127.0.0.1") -> bytes:
        """Send bytes over a new connection, and return everything that comes back."""
        with socket.create_connection((host, self.port), 10) as connection:
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                return b"".join(iter(lambda: connection.recv(65_536), b""))
            except ConnectionError:
                return b""

    def send_and_leave_open(self, url: str) -> None:
        """Send a GET request; `rest` returns its response."""
        self._open = socket.create_connection(("127.0.0.1", self.port), 10)
        path = url.partition(str(self.port))[2]
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n"
        self._open.sendall(head.encode())

    def rest(self) -> bytes:
        """Return the response to the request that was left open."""
        with self._open as connection:
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def is_free(self) -> bool:
        """Return whether another program can use the port now."""
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                other.bind(("127.0.0.1", self.port))
                other.listen()
            except OSError:
                return False
        return True


class Visits:
    """Opens the URLs of logins as scripts say, each in another thread."""

    def __init__(self, server: Any, script: Script) -> None:
        self._server = server
        self._script = script
        self._threads: list[threading.Thread] = []
        self._failures: list[BaseException] = []
        self.opened: list[Visit] = []

    def open(self, url: str, _: str = "") -> None:
        """Follow the script, as a browser that returns at once."""
        visit = Visit(self._server, url)
        self.opened.append(visit)
        thread = threading.Thread(target=self._follow, args=(visit,))
        self._threads.append(thread)
        thread.start()

    def _follow(self, visit: Visit) -> None:
        try:
            self._script(visit)
        except BaseException as error:  # noqa: BLE001
            self._failures.append(error)

    def last(self) -> Visit:
        """Return the last visit after its script has ended; raise what failed in a script."""
        for thread in self._threads:
            thread.join(15)
            assert not thread.is_alive()
        if self._failures:
            raise self._failures[0]
        return self.opened[-1]


@contextmanager
def taken(port: int, host: str = "127.0.0.1") -> Generator[int]:
    """Listen on a port as another program, and yield its number."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        number: int = listener.getsockname()[1]
        yield number


def has_ipv6() -> bool:
    """Return whether this machine has the address ::1."""
    try:
        with taken(0, "::1"):
            return True
    except OSError:
        return False
