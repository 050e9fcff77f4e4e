"""The page on which a user enters the code of a device, and approves or denies (RFC 8628 §3.3)."""

from __future__ import annotations

from urllib.parse import parse_qsl

from ..http_messages import Request, Response
from ..pages import Pages
from ..registry import Registry
from .issued import Device, IssuedValues

PATH = "/_mock/device"
"""No endpoint of a provider has this path."""
_UNKNOWN = (
    "No device shows this code. Check the code on your device, and type it again."
)
_EXPIRED = "This code has expired. Start again on your device, and type the new code."
_USED = "This code was already used. Start again on your device, and type the new code."
_MAX_SHOWN = 40
"""The characters of a wrong code that the page shows."""


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
        if request.method not in ("GET", "POST"):
            return Response(405, headers=(("Allow", "GET, HEAD, POST"),), route=PATH)
        typed = dict(parse_qsl(request.query)).get("user_code", "").strip()
        if not typed:
            return self._page(None, "")
        device = self._issued.typed_device(typed)
        wrong = self._wrong(device)
        if device is None or wrong:
            return self._page(None, wrong, typed[:_MAX_SHOWN])
        if request.method == "POST":
            return self._decide(device, request.form())
        return self._page(device, "")

    def _wrong(self, device: Device | None) -> str:
        """Return why a code does not work, or an empty text."""
        if device is None:
            return _UNKNOWN
        if device.expires_at <= self._issued.now():
            return _EXPIRED
        return "" if device.progress == "pending" else _USED

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

    def _page(self, device: Device | None, alert: str, typed: str = "") -> Response:
        application = self._registry.application(device.client_id) if device else None
        return self._pages.page(
            "device",
            PATH,
            alert=alert,
            application=application,
            user_code=device.user_code if device else typed,
            scopes=device.scopes if device else (),
            hint=self._registry.hint,
        )
