"""A spec to what the README says of a package that only builds URLs."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown_table
from generator.targets.python.changes import TERMS
from generator.targets.python.client_docs import build_lines, error_lines
from generator.targets.python.documented_view import DocumentedView
from generator.targets.views import default_scopes_lines, scope_row


@dataclass(frozen=True, slots=True)
class UrlsView:
    """What the caller keeps of a request, and the lines of code and of the table of scopes.

    All but the code is Markdown.
    """

    build: tuple[Code, ...]
    errors: tuple[Code, ...]
    kept: Code
    scope_table: tuple[Code, ...]


def urls_view(provider: Provider, documented: DocumentedView) -> UrlsView:
    """Return what the README of a package that only builds URLs says."""
    endpoint = provider.authorization_endpoint
    kept = ["`request.state`"] if endpoint.has_state else []
    if endpoint.parameter(Role.NONCE) is not None:
        kept.append("`request.nonce`")
    if endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        kept.append("`request.code_verifier`")
    *others, last = kept or ["the client"]
    listed = f"{', '.join(others)} and {last}" if others else last
    said = f"Keep {listed} in the user's session until the user returns."
    return UrlsView(
        build=tuple(build_lines(documented)),
        errors=tuple(error_lines(provider, documented)),
        kept=Code(said),
        scope_table=(*_scope_table(provider), *default_scopes_lines(provider)),
    )


def _scope_table(provider: Provider) -> tuple[Code, ...]:
    """Return the lines of the table of scopes, which are none if the spec lists none."""
    scopes = provider.scopes if provider.has_scope_list else ()
    rows = [scope_row(one, TERMS.member(one)) for one in scopes]
    head = ("member", "name in the URL", "meaning")
    return markdown_table(head, [(row.member, row.name, row.summary) for row in rows])
