"""The authorization server: its endpoint, and the pages that lead the user to the response.

Each valid request gets its own URL, which shows the current step. The forms post to the same URL and
redirect back to it, so that Back and Reload show the current step and repeat nothing.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from threading import Lock

from .authorization_endpoint import (
    NO_CHANGES,
    AuthorizationEndpoint,
    AuthorizationRequest,
    FatalRequestError,
    RedirectChanges,
    RejectedRequestError,
)
from .http_messages import Request, Response, see_other
from .pages import STATIC, Pages
from .pending_requests import PendingRequest, PendingRequests
from .protocol import OUT_OF_BAND_URI
from .provider import Provider, template
from .registry import Registry

_REQUEST_PATH = re.compile(r"/request/([A-Za-z0-9_-]+)", re.ASCII)
_BROWSER_ID = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_REQUEST_ROUTE = "/request/…"


@dataclass(frozen=True)
class Wanted:
    """What a test wants of a request: an error, the decision ask, approve, or deny, and changes."""

    decision: str = "ask"
    error: str | None = None
    changes: RedirectChanges = NO_CHANGES


NOTHING_WANTED = Wanted()


class AuthorizationServer:
    """Handles the requests to the mock authorization server of one provider, one at a time."""

    def __init__(
        self,
        provider: Provider,
        registry: Registry,
        endpoint: AuthorizationEndpoint,
        pages: Pages,
    ) -> None:
        self._provider = provider
        self._registry = registry
        self._endpoint = endpoint
        self._pages = pages
        self._pending = PendingRequests()
        self._path = template(provider.path)
        self._route = provider.path or ""
        self._lock = Lock()

    def __call__(self, request: Request) -> Response:
        """Return the response to a request."""
        if request.method == "OPTIONS":
            return Response(405, headers=(("Allow", "GET, HEAD, POST"),))
        if self._path.fullmatch(request.path):
            return self._only("GET", request) or self.begin(request)
        with self._lock:
            if found := _REQUEST_PATH.fullmatch(request.path):
                return self._step(request, found[1])
            if request.path in STATIC:
                content_type, body = STATIC[request.path]
                return Response(200, body, content_type, route=request.path)
            if request.path == "/":
                return self._only("GET", request) or self._pages.index()
            text = "This server has no page at this URL."
            return self._pages.error(404, "Page not found", text, "(no such page)")

    def _only(self, method: str, request: Request) -> Response | None:
        if request.method == method:
            return None
        return Response(405, headers=(("Allow", method),), route=self._route)

    def begin(self, request: Request, wanted: Wanted = NOTHING_WANTED) -> Response:
        """Return a redirect to the page of a new request or to the application, or a page with the error."""
        with self._lock:
            return self._begin(request, wanted)

    def _begin(self, request: Request, wanted: Wanted) -> Response:
        browser_id = _browser_id(request) or secrets.token_urlsafe(16)
        try:
            valid = self._endpoint.validate(request.query, wanted.changes)
        except FatalRequestError as error:
            title = "Invalid authorization request"
            return self._pages.error(400, title, str(error), self._route)
        except RejectedRequestError as error:
            pending = PendingRequest(browser_id, None, response=error.response)
        else:
            response = self._decided(valid, wanted)
            pending = PendingRequest(browser_id, valid, response=response)
        cookie = f"{_cookie_name(request)}={browser_id}; Path=/; HttpOnly; SameSite=Lax"
        if pending.response is not None and not _is_out_of_band(pending.response):
            return see_other(pending.response, self._route)
        location = f"/request/{self._pending.add(pending)}"
        return see_other(location, self._route, (("Set-Cookie", cookie),))

    def _decided(self, request: AuthorizationRequest, wanted: Wanted) -> str | None:
        """Return the response that a test wants, or None if the user decides."""
        if wanted.error is not None:
            return self._endpoint.fail(request, wanted.error)
        if wanted.decision == "approve":
            return self._endpoint.approve(request, self._registry.first_user)
        return self._endpoint.deny(request) if wanted.decision == "deny" else None

    def _step(self, request: Request, request_id: str) -> Response:
        pending = self._pending.get(request_id)
        if pending is None or pending.browser_id != _browser_id(request):
            title = "Unknown authorization request"
            text = (
                "It no longer exists, or another browser started it. "
                "Start again from your application."
            )
            return self._pages.error(404, title, text, _REQUEST_ROUTE)
        if request.method == "GET":
            return self._show(pending)
        self._submit(pending, request.form())
        if pending.response is not None and not _is_out_of_band(pending.response):
            return see_other(pending.response, _REQUEST_ROUTE)
        return see_other(request.path, _REQUEST_ROUTE)

    def _show(self, pending: PendingRequest) -> Response:
        if pending.response is not None:
            if _is_out_of_band(pending.response):
                return self._pages.response(pending.response, _REQUEST_ROUTE)
            return self._pages.completed(_REQUEST_ROUTE)
        request = _undecided(pending)
        if pending.user is None:
            return self._pages.login(request, pending.login_failed, _REQUEST_ROUTE)
        return self._pages.consent(request, pending.user, _REQUEST_ROUTE)

    def _submit(self, pending: PendingRequest, form: dict[str, str]) -> None:
        """Apply a form if it belongs to the current step."""
        if pending.response is not None:
            return
        if pending.user is None:
            name = form.get("name", "")
            if self._registry.accepts_login(name, form.get("password", "")):
                pending.user = name
            pending.login_failed = pending.user is None
            return
        request = _undecided(pending)
        decision, code = form.get("decision"), form.get("error", "")
        if decision == "approve":
            pending.response = self._endpoint.approve(request, pending.user)
        elif decision == "deny":
            pending.response = self._endpoint.deny(request)
        elif decision == "fail" and self._provider.error(code):
            pending.response = self._endpoint.fail(request, code)


def _cookie_name(request: Request) -> str:
    """Return the name of the cookie. It contains the port, because browsers share cookies among ports."""
    return f"mock-server-{request.headers['host'].rpartition(':')[2]}"


def _browser_id(request: Request) -> str | None:
    """Return the ID that this server gave a browser, or None for a new browser."""
    value = request.cookie(_cookie_name(request)) or ""
    return value if _BROWSER_ID.fullmatch(value) else None


def _undecided(pending: PendingRequest) -> AuthorizationRequest:
    assert pending.request is not None  # only a request with a response can lack it
    return pending.request


def _is_out_of_band(response: str) -> bool:
    """Return whether a page shows the response; any other response is a redirect."""
    return response.startswith(OUT_OF_BAND_URI)
