"""A spec to what the README says of a package that only builds URLs."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown_table
from generator.targets.typescript.changes import TERMS
from generator.targets.typescript.client_docs import (
    build_lines,
    error_lines,
    example_client,
    example_names,
    example_request,
)
from generator.targets.typescript.encoders import typescript_string
from generator.targets.typescript.request_view import has_pkce
from generator.targets.views import scope_row


@dataclass(frozen=True, slots=True)
class UrlsView:
    """What the README and a test need of a package that only builds URLs.

    `imported` to `request_options` are parts of an example, and `build` and `errors` are lines of
    code. The rest is Markdown, and `kept` is empty if there is nothing to keep.
    """

    imported: Code
    client_options: tuple[Code, ...]
    request_options: tuple[Code, ...]
    build: tuple[Code, ...]
    errors: tuple[Code, ...]
    kept: Code
    scope_table: tuple[Code, ...]


def urls_view(provider: Provider) -> UrlsView:
    """Return what the README of a package that only builds URLs says."""
    package = provider.packages.of("typescript")
    module = typescript_string(package.distribution)
    return UrlsView(
        imported=example_names(provider),
        client_options=tuple(example_client(provider)),
        request_options=tuple(example_request(provider)),
        build=tuple(build_lines(provider, module)),
        errors=tuple(error_lines(provider, module)),
        kept=_kept(provider),
        scope_table=_scope_table(provider),
    )


def _kept(provider: Provider) -> Code:
    """Return the sentence about what the caller keeps of a request."""
    endpoint = provider.authorization_endpoint
    kept = ["`request.state`"] if endpoint.has_state else []
    if endpoint.parameter(Role.NONCE) is not None:
        kept.append("`request.nonce`")
    if has_pkce(provider):
        kept.append("`request.codeVerifier`")
    if not kept:
        return Code("")
    *others, last = kept
    listed = f"{', '.join(others)} and {last}" if others else last
    said = f"Keep {listed} in the user's session, because the next step needs "
    return Code(said + ("them." if others else "it."))


def _scope_table(provider: Provider) -> tuple[Code, ...]:
    """Return the lines of the table of scopes, which are none if the spec lists none."""
    scopes = provider.scopes if provider.has_scope_list else ()
    rows = [scope_row(one, TERMS.member(one)) for one in scopes]
    head = ("key", "name in the URL", "meaning")
    return markdown_table(head, [(row.member, row.name, row.summary) for row in rows])
