"""The pages that a person sees: what they show, made HTML by templates that escape everything."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .exchange import Response
from .facts import Facts, ScopeFacts
from .judge import OUT_OF_BAND, Asked
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
    """Every page of a provider's stand-in."""

    def __init__(self, facts: Facts, registry: Registry) -> None:
        self._facts = facts
        self._registry = registry
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def start(self) -> Response:
        """Return what is shown at the root."""
        return self._page(
            "start",
            path=self._facts.path,
            applications=self._registry.applications,
            hint=self._registry.hint,
        )

    def problem(self, status: int, title: str, text: str, route: str) -> Response:
        """Return a page for a person whose request goes no further."""
        return self._page("problem", status, route, title=title, text=text)

    def sign_in(self, asked: Asked, was_refused: bool, route: str) -> Response:
        """Return the page that asks for a name and a password."""
        return self._page(
            "sign_in",
            200,
            route,
            application=asked.application,
            was_refused=was_refused,
            hint=self._registry.hint,
        )

    def consent(self, asked: Asked, user: str, route: str) -> Response:
        """Return the page that explains each scope and asks for a decision."""
        assigned = set(asked.application.scopes)
        scopes = [
            {
                "name": name,
                "facts": self._facts.scope(name),
                "is_assigned": name in assigned,
            }
            for name in asked.scopes
        ]
        return self._page(
            "consent",
            200,
            route,
            form_targets=_origin(asked.redirect_uri),
            application=asked.application,
            user=user,
            scopes=scopes,
            missing=[name for name in asked.scopes if name not in assigned],
            is_shown=asked.redirect_uri == OUT_OF_BAND,
            redirect_uri=asked.redirect_uri,
            errors=self._facts.errors,
        )

    def answer(self, answer: str, route: str) -> Response:
        """Return the out-of-band page: the whole answer, in the title and in a field."""
        found = dict(parse_qsl(answer.partition("#")[2]))
        code = found.get("error")
        return self._page(
            "answer",
            200,
            route,
            answer=answer,
            code=code,
            error=self._facts.error(code) if code else None,
            description=found.get("error_description"),
            scopes=self._known(found.get("scope", "")),
            lifetime=found.get("expires_in"),
        )

    def delivered(self, route: str) -> Response:
        """Return what is shown of a request whose answer went elsewhere."""
        return self._page("delivered", 200, route)

    def _known(self, scope: str) -> list[tuple[str, ScopeFacts | None]]:
        names = [name for name in scope.split(self._facts.separator) if name]
        return [(name, self._facts.scope(name)) for name in names]

    def _page(
        self,
        name: str,
        status: int = 200,
        route: str = "/",
        form_targets: str = "",
        **values: object,
    ) -> Response:
        template = self._environment.get_template(f"{name}.html")
        body = template.render(provider=self._facts.provider, **values)
        return Response(
            status,
            body,
            "text/html; charset=utf-8",
            (("Content-Security-Policy", _policy(form_targets)),),
            route,
        )


def _policy(form_targets: str) -> str:
    """Return a policy that lets nothing in from elsewhere."""
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
        f"form-action 'self'{form_targets}; base-uri 'none'; frame-ancestors 'none'"
    )


def _origin(redirect_uri: str) -> str:
    """Return the origin that a form's answer may be sent on to, with a blank before it."""
    if redirect_uri == OUT_OF_BAND or "//" not in redirect_uri:
        return ""
    scheme, _, rest = redirect_uri.partition("//")
    authority = rest.partition("/")[0].partition("?")[0]
    return f" {scheme}//{authority}"
