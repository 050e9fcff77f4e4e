"""A person played by a program: opens a URL, fills in the same forms, and copies the answer."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from http.client import HTTPResponse
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

TIMEOUT = 30


class StandInError(Exception):
    """The server did not answer as a person expects; the message is what its page says."""


class Person:
    """Someone with a name and a password, each request in a browser of its own."""

    def __init__(self, server: str, name: str, password: str) -> None:
        self._server = server
        self._name = name
        self._password = password

    def approve(self, url: str) -> str:
        """Return the answer after approval: what the field shows, or the redirect URI.

        Raises StandInError where the server refuses the request or the sign-in.
        """
        return self._decide(url, {"decision": "approve"})

    def deny(self, url: str) -> str:
        """Return the answer after a refusal. Raises StandInError as `approve` does."""
        return self._decide(url, {"decision": "deny"})

    def fail(self, url: str, error: str) -> str:
        """Return the answer with an error code of one's choice. Raises StandInError as `approve` does."""
        return self._decide(url, {"decision": "fail", "error": error})

    def _decide(self, url: str, decision: Mapping[str, str]) -> str:
        opener = build_opener(
            ProxyHandler({}), HTTPCookieProcessor(), _WithinServer(self._server)
        )
        page = _open(opener, Request(url))
        if page.answer is None:
            credentials = {"name": self._name, "password": self._password}
            page = _submit(opener, page, credentials)
        if page.answer is None:
            page = _submit(opener, page, decision)
        if page.answer is None:
            raise StandInError(page.alert or "the server showed no answer")
        return page.answer


class _Page(HTMLParser):
    """What a person looks for on a page: the fields to fill in, the alert, the answer."""

    def __init__(self, url: str, text: str, answer: str | None = None) -> None:
        super().__init__()
        self.url = url
        self.fields: set[str] = set()
        self._alert: list[str] = []
        self._answer: list[str] | None = None if answer is None else [answer]
        self._inside: list[str] | None = None
        self.feed(text)

    @property
    def alert(self) -> str:
        """What the page warns of."""
        return " ".join("".join(self._alert).split())

    @property
    def answer(self) -> str | None:
        """The answer that the page shows."""
        return None if self._answer is None else "".join(self._answer)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field, and begin to read the alert or the answer."""
        found = dict(attrs)
        if name := found.get("name"):
            self.fields.add(name)
        if found.get("role") == "alert":
            self._inside = self._alert
        if found.get("id") == "answer":
            self._inside = self._answer = []

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag in ("p", "textarea"):
            self._inside = None

    def handle_data(self, data: str) -> None:
        """Read."""
        if self._inside is not None:
            self._inside.append(data)


class _WithinServer(HTTPRedirectHandler):
    """Follows redirects of the server to itself; one that leads elsewhere is an answer."""

    def __init__(self, server: str) -> None:
        self._server = server

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: object,
        newurl: str,
    ) -> Request | None:
        """Return the request to go on with, or None."""
        if urlsplit(newurl)[:2] != urlsplit(self._server)[:2]:
            return None
        return Request(newurl)


def _open(opener: OpenerDirector, request: Request) -> _Page:
    try:
        response: HTTPResponse = opener.open(request, timeout=TIMEOUT)
    except HTTPError as error:
        with error:
            location = error.headers.get("Location")
            if location is not None:
                return _Page(request.full_url, "", answer=location)
            page = _Page(request.full_url, error.read().decode())
        raise StandInError(page.alert or f"status {error.code}") from None
    with response:
        return _Page(response.url, response.read().decode())


def _submit(opener: OpenerDirector, page: _Page, values: Mapping[str, str]) -> _Page:
    """Fill in the form of a page, whose action is the page itself."""
    if not set(values) <= page.fields:
        raise StandInError(page.alert or f"{page.url} has no such form")
    data = urlencode(values).encode("ascii")
    return _open(opener, Request(urljoin(page.url, ""), data))
