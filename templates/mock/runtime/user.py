"""A simulated user, who opens a URL, fills in the same forms as in a browser, and copies the response."""

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


class MockServerError(Exception):
    """The server showed an error instead of the next page; the message is the text of that error."""


class User:
    """A user with a name and a password. Each request uses a new browser, without cookies."""

    def __init__(self, server: str, name: str, password: str) -> None:
        self._server = server
        self._name = name
        self._password = password

    def approve(self, url: str) -> str:
        """Approve the request of an authorization URL.

        Return the authorization response: the text that the page shows, or the redirect URI with
        its parameters. Raises MockServerError if the request is not valid or the login fails.
        """
        return self._decide(url, {"decision": "approve"})

    def deny(self, url: str) -> str:
        """Deny the request, and return the authorization response. Raises MockServerError like `approve`."""
        return self._decide(url, {"decision": "deny"})

    def fail(self, url: str, error: str) -> str:
        """Choose an error code, and return the response with it. Raises MockServerError like `approve`."""
        return self._decide(url, {"decision": "fail", "error": error})

    def _address(self, url: str) -> str:
        """Return the URL that an authorization URL leads to."""
        return url

    def _submitted(self, url: str, values: Mapping[str, str]) -> Page:
        """Return the page after the form at a URL, with these values."""
        opener = self._opener()
        return _submit(opener, _open(opener, Request(url)), values)

    def _opener(self) -> OpenerDirector:
        return build_opener(
            ProxyHandler({}), HTTPCookieProcessor(), _SameServerRedirects(self._server)
        )

    def _decide(self, url: str, decision: Mapping[str, str]) -> str:
        if urlsplit(url).scheme not in ("http", "https"):
            raise MockServerError("the URL must start with http:// or https://")
        # urllib rejects them only when it sends the request, with errors of several types.
        if not (url.isascii() and url.isprintable()) or " " in url:
            raise MockServerError("the URL contains a space or a character to encode")
        opener = self._opener()
        page = _open(opener, Request(self._address(url)))
        if page.response is None:
            credentials = {"name": self._name, "password": self._password}
            page = _submit(opener, page, credentials)
        if page.response is None:
            page = _submit(opener, page, decision)
        if page.response is None:
            raise MockServerError(
                page.alert or "the page has no authorization response"
            )
        return page.response


class Page(HTMLParser):
    """The form fields, the alert, and the authorization response of a page."""

    def __init__(self, url: str, text: str, response: str | None = None) -> None:
        super().__init__()
        self.url = url
        self.fields: set[str] = set()
        self._alert: list[str] = []
        self._response: list[str] | None = None if response is None else [response]
        self._inside: list[str] | None = None
        self.feed(text)

    @property
    def alert(self) -> str:
        """The text of the alert, or an empty string."""
        return " ".join("".join(self._alert).split())

    @property
    def response(self) -> str | None:
        """The authorization response that the page shows, or None."""
        return None if self._response is None else "".join(self._response)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record a field, or start to collect the text of the alert or the response."""
        found = dict(attrs)
        if name := found.get("name"):
            self.fields.add(name)
        if found.get("role") == "alert":
            self._inside = self._alert
        if found.get("id") == "response":
            self._inside = self._response = []

    def handle_endtag(self, tag: str) -> None:
        """Stop collecting text."""
        if tag in ("p", "textarea"):
            self._inside = None

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if self._inside is not None:
            self._inside.append(data)


class _SameServerRedirects(HTTPRedirectHandler):
    """Follows only redirects to the same server; any other contains the authorization response."""

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
        """Return the next request, or None if the redirect leads to another server."""
        if urlsplit(newurl)[:2] != urlsplit(self._server)[:2]:
            return None
        return Request(newurl)


def _open(opener: OpenerDirector, request: Request) -> Page:
    try:
        response: HTTPResponse = opener.open(request, timeout=TIMEOUT)
    except HTTPError as error:
        with error:
            location = error.headers.get("Location")
            if location is not None:
                return Page(request.full_url, "", response=location)
            page = Page(request.full_url, error.read().decode())
        raise MockServerError(page.alert or f"HTTP status {error.code}") from None
    with response:
        return Page(response.url, response.read().decode())


def _submit(opener: OpenerDirector, page: Page, values: Mapping[str, str]) -> Page:
    """Submit the form of a page to the URL of the page."""
    if not set(values) <= page.fields:
        missing = ", ".join(sorted(set(values) - page.fields))
        raise MockServerError(page.alert or f"{page.url} has no form with {missing}")
    data = urlencode(values).encode("ascii")
    return _open(opener, Request(urljoin(page.url, ""), data))
