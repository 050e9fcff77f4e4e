"""The page on which a user enters the code of a device, and approves or denies (RFC 8628 §3.3)."""

from __future__ import annotations

from urllib.parse import parse_qsl

from ..http_messages import Request, Response
from ..pages import Pages
from ..registry import Registry
from .issued import Device, IssuedValues

PATH = "/_mock/device"
"""No endpoint of a provider has this path."""


class DevicePage:
    """Shows the page, and records what the user decides."""

    def __init__(self, registry: Registry, issued: IssuedValues, pages: Pages) -> None:
        self._registry = registry
        self._issued = issued
        self._pages = pages

    def __call__(self, request: Request) -> Response:
        """Return the page for the code in the query, or the one that asks for a code."""
        # A device that polls meanwhile waits for the decision.
        with self._issued.lock:
            return self._answer(request)

    def _answer(self, request: Request) -> Response:
        query = dict(parse_qsl(request.query))
        user_code = query.get("user_code")
        device = self._issued.waiting_device(user_code) if user_code else None
        if request.method == "POST" and device is not None:
            return self._decide(device, request.form())
        if request.method not in ("GET", "POST"):
            return Response(405, headers=(("Allow", "GET, HEAD, POST"),), route=PATH)
        is_unknown = bool(user_code) and device is None
        return self._page(device, "Unknown or expired code" if is_unknown else "")

    def _decide(self, device: Device, form: dict[str, str]) -> Response:
        name, decision = form.get("name", ""), form.get("decision")
        if not self._registry.accepts_login(name, form.get("password", "")):
            return self._page(device, "Incorrect username or password")
        if decision == "approve":
            device.user = name
        elif decision == "deny":
            device.is_denied = True
        else:
            return self._page(device, "")
        return self._pages.page("device_done", PATH, is_denied=device.is_denied)

    def _page(self, device: Device | None, alert: str) -> Response:
        application = self._registry.application(device.client_id) if device else None
        return self._pages.page(
            "device",
            PATH,
            alert=alert,
            application=application,
            user_code=device.user_code if device else "",
            scopes=device.scopes if device else (),
            hint=self._registry.hint,
        )
