"""The pages that the user sees, rendered from templates that escape every value."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .authorization_endpoint import AuthorizationRequest
from .http_messages import Response
from .protocol import OUT_OF_BAND_URI
from .provider import Provider, Scope
from .registry import Registry

_FOLDER = Path(__file__).with_name("pages")
STATIC = {
    "/style.css": (
        "text/css; charset=utf-8",
        (_FOLDER / "style.css").read_text("utf-8"),
    ),
    "/copy.js": (
        "text/javascript; charset=utf-8",
        (_FOLDER / "copy.js").read_text("utf-8"),
    ),
}


class Pages:
    """Every page of a provider's mock server. `device_path` is that of the page for a device, if there is one."""

    def __init__(
        self, provider: Provider, registry: Registry, device_path: str | None = None
    ) -> None:
        self._device_path = device_path
        self._provider = provider
        self._registry = registry
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def index(self) -> Response:
        """Return the page at the root URL: the endpoint and the applications."""
        return self._page(
            "index",
            path=self._provider.path,
            device_path=self._device_path,
            applications=self._registry.applications,
            hint=self._registry.hint,
        )

    def error(self, status: int, title: str, text: str, route: str) -> Response:
        """Return a page that shows an error only to the user."""
        return self._page("error", status, route, title=title, text=text)

    def login(
        self, request: AuthorizationRequest, login_failed: bool, route: str
    ) -> Response:
        """Return the login page."""
        return self._page(
            "login",
            200,
            route,
            application=request.application,
            login_failed=login_failed,
            hint=self._registry.hint,
        )

    def consent(self, request: AuthorizationRequest, user: str, route: str) -> Response:
        """Return the page that describes each scope and asks the user to approve or deny."""
        unassigned = request.application.unassigned(request.scopes)
        scopes = [
            {
                "name": name,
                "documented": self._provider.scope(name),
                "is_assigned": name not in unassigned,
            }
            for name in request.scopes
        ]
        return self._page(
            "consent",
            200,
            route,
            form_targets=_origin(request.redirect_uri),
            application=request.application,
            user=user,
            scopes=scopes,
            unassigned=unassigned,
            needs_scope=request.application.scopes is not None,
            is_out_of_band=request.redirect_uri == OUT_OF_BAND_URI,
            redirect_uri=request.redirect_uri,
            errors=self._provider.errors,
        )

    def response(self, response: str, route: str) -> Response:
        """Return the out-of-band page, with the whole response in the title and in a field."""
        in_fragment = "#" in response
        found = dict(parse_qsl(response.partition("#" if in_fragment else "?")[2]))
        code = found.get("error")
        return self._page(
            "response",
            200,
            route,
            response=response,
            code=code,
            error=self._provider.error(code) if code else None,
            description=found.get("error_description"),
            scopes=self._granted(found.get("scope", "")),
            lifetime=found.get("expires_in"),
        )

    def completed(self, route: str) -> Response:
        """Return the page of a request whose response was sent to the application."""
        return self._page("completed", 200, route)

    def page(self, name: str, route: str, **values: object) -> Response:
        """Return the page of a template with these values."""
        return self._page(name, 200, route, "", **values)

    def _granted(self, scope: str) -> list[tuple[str, Scope | None]]:
        names = [name for name in scope.split(self._provider.separator) if name]
        return [(name, self._provider.scope(name)) for name in names]

    def _page(
        self,
        name: str,
        status: int = 200,
        route: str = "/",
        form_targets: str = "",
        **values: object,
    ) -> Response:
        template = self._environment.get_template(f"{name}.html")
        body = template.render(provider=self._provider.name, **values)
        return Response(
            status,
            body,
            "text/html; charset=utf-8",
            (("Content-Security-Policy", _policy(form_targets)),),
            route,
        )


def _policy(form_targets: str) -> str:
    """Return a content security policy that loads nothing from other origins."""
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
        f"form-action 'self'{form_targets}; base-uri 'none'; frame-ancestors 'none'"
    )


def _origin(redirect_uri: str) -> str:
    """Return a space and the origin, or the private-use scheme, to which the form may redirect, if any."""
    if redirect_uri == OUT_OF_BAND_URI:
        return ""
    scheme, _, rest = redirect_uri.partition(":")
    if scheme not in ("http", "https"):
        return f" {scheme}:"
    authority = rest.removeprefix("//").partition("/")[0].partition("?")[0]
    return f" {scheme}://{authority}"
