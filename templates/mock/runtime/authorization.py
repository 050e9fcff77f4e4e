"""The authorization server: the endpoint, and a page for each step of the person who signs in.

A request that can be answered gets an address of its own, which shows the step that it is at. Each
form leads back there, so that going back and loading anew show the step, and do nothing again.
"""

from __future__ import annotations

import re
import secrets
from threading import Lock

from .exchange import Request, Response, see_other
from .facts import Facts
from .judge import OUT_OF_BAND, Asked, Judge, Refused, Unanswerable
from .pages import STATIC, Pages
from .pending import Pending, PendingRequests
from .registry import Registry

_TICKET = re.compile(r"/request/([A-Za-z0-9_-]+)", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_SHOWN_TICKET = "/request/…"


class AuthorizationServer:
    """Answers requests of one provider's stand-in, one at a time."""

    def __init__(self, facts: Facts, registry: Registry, judge: Judge) -> None:
        self._facts = facts
        self._registry = registry
        self._judge = judge
        self._pages = Pages(facts, registry)
        self._pending = PendingRequests()
        self._path = re.compile(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(facts.path)))
        self._lock = Lock()

    def __call__(self, request: Request) -> Response:
        """Return the response to a request."""
        with self._lock:
            if self._path.fullmatch(request.path):
                return self._only("GET", request) or self._begin(request)
            if ticket := _TICKET.fullmatch(request.path):
                return self._step(request, ticket[1])
            if request.path in STATIC:
                content_type, body = STATIC[request.path]
                return Response(200, body, content_type, route=request.path)
            if request.path == "/":
                return self._only("GET", request) or self._pages.start()
            text = "There is no such page here."
            return self._pages.problem(404, "Not found", text, "(no such page)")

    def _only(self, method: str, request: Request) -> Response | None:
        if request.method == method:
            return None
        return Response(405, headers=(("Allow", method),), route=self._facts.path)

    def _begin(self, request: Request) -> Response:
        """Return the way to the page of a new request, or what is wrong with it."""
        browser = _browser(request) or secrets.token_urlsafe(16)
        try:
            pending = Pending(browser, self._judge.examine(request.query))
        except Unanswerable as problem:
            text = f"{problem.code}: {problem.description}"
            title = "This request cannot be answered"
            return self._pages.problem(400, title, text, self._facts.path)
        except Refused as refusal:
            pending = Pending(browser, None, answer=refusal.answer)
        cookie = f"{_cookie(request)}={browser}; Path=/; HttpOnly; SameSite=Lax"
        if pending.answer is not None and not _is_shown(pending.answer):
            return see_other(pending.answer, self._facts.path)
        address = f"/request/{self._pending.add(pending)}"
        return see_other(address, self._facts.path, (("Set-Cookie", cookie),))

    def _step(self, request: Request, ticket: str) -> Response:
        pending = self._pending.get(ticket)
        if pending is None or pending.browser != _browser(request):
            title = "This page is not for this browser"
            text = "Start again from the application: open its URL anew."
            return self._pages.problem(404, title, text, _SHOWN_TICKET)
        if request.method == "GET":
            return self._show(pending)
        self._take(pending, request.form())
        if pending.answer is not None and not _is_shown(pending.answer):
            return see_other(pending.answer, _SHOWN_TICKET)
        return see_other(request.path, _SHOWN_TICKET)

    def _show(self, pending: Pending) -> Response:
        if pending.answer is not None:
            if _is_shown(pending.answer):
                return self._pages.answer(pending.answer, _SHOWN_TICKET)
            return self._pages.delivered(_SHOWN_TICKET)
        asked = _asked(pending)
        if pending.user is None:
            return self._pages.sign_in(asked, pending.was_refused, _SHOWN_TICKET)
        return self._pages.consent(asked, pending.user, _SHOWN_TICKET)

    def _take(self, pending: Pending, form: dict[str, str]) -> None:
        """Take the step that a form asks for, if it is the next one."""
        if pending.answer is not None:
            return
        if pending.user is None:
            name = form.get("name", "")
            if self._registry.signs_in(name, form.get("password", "")):
                pending.user = name
            pending.was_refused = pending.user is None
            return
        asked = _asked(pending)
        decision, code = form.get("decision"), form.get("error", "")
        if decision == "approve":
            pending.answer = self._judge.approve(asked, pending.user)
        elif decision == "deny":
            pending.answer = self._judge.deny(asked)
        elif decision == "fail" and self._facts.error(code):
            pending.answer = self._judge.fail(asked, code)


def _cookie(request: Request) -> str:
    """Return the name of the cookie: cookies know no ports, so the port is in it."""
    return f"stand-in-{request.headers['host'].rpartition(':')[2]}"


def _browser(request: Request) -> str | None:
    """Return what this server called a browser, or None for one that it does not know."""
    value = request.cookie(_cookie(request)) or ""
    return value if _NAME.fullmatch(value) else None


def _asked(pending: Pending) -> Asked:
    assert pending.asked is not None  # only an answered request has none
    return pending.asked


def _is_shown(answer: str) -> bool:
    """Say whether an answer is left with the person; any other is a redirect."""
    return answer.startswith(OUT_OF_BAND)
