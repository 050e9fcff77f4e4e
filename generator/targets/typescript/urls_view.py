"""A spec to what the README says of a package that only builds URLs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown_table
from generator.targets.typescript.changes import TERMS
from generator.targets.typescript.client_docs import (
    build_lines,
    call_lines,
    error_lines,
    example_client,
    example_names,
    example_request,
)
from generator.targets.typescript.encoders import typescript_string
from generator.targets.typescript.request_view import RequestView, has_pkce
from generator.targets.views import default_scopes_lines, scope_row


@dataclass(frozen=True, slots=True)
class OtherView:
    """The section about the request of another grant: its title, lines of code, and Markdown."""

    title: Code
    lines: tuple[Code, ...]
    text: Code


@dataclass(frozen=True, slots=True)
class UrlsView:
    """What the README and a test need of a package that only builds URLs.

    `imported` to `request_options` are parts of an example, and `build` and `errors` are lines of
    code. `others` are about the grants after the first one. The rest is Markdown, and `kept` is
    empty if there is nothing to keep.
    """

    imported: Code
    client_options: tuple[Code, ...]
    request_options: tuple[Code, ...]
    build: tuple[Code, ...]
    errors: tuple[Code, ...]
    kept: Code
    scope_table: tuple[Code, ...]
    others: tuple[OtherView, ...]


def urls_view(whole: Provider, requests: Sequence[RequestView]) -> UrlsView:
    """Return what the README of a package that only builds URLs says."""
    provider = whole.only(whole.browser_grant)
    package = provider.packages.of("typescript")
    module = typescript_string(package.distribution)
    return UrlsView(
        imported=example_names(provider),
        client_options=tuple(example_client(provider)),
        request_options=tuple(example_request(provider)),
        build=tuple(build_lines(provider, module)),
        errors=tuple(error_lines(provider, module)),
        kept=_kept(provider),
        scope_table=(*_scope_table(provider), *default_scopes_lines(provider)),
        others=tuple(
            _other(whole.only(grant), request, module)
            for grant, request in zip(whole.browser_grants, requests)
            if grant is not whole.browser_grant
        ),
    )


def _other(provider: Provider, one: RequestView, module: Code) -> OtherView:
    """Return the section about the request of a grant after the first one."""
    awaited = "await " if one.is_async else ""
    start = f"const other = {awaited}client.{one.method}"
    build = [*call_lines(start, [*example_request(provider)])]
    if one.reads_response:
        state = (
            "&state=${other.state}" if provider.authorization_endpoint.has_state else ""
        )
        return OtherView(
            title=Code("Get a token with the implicit grant"),
            lines=(
                *build,
                *(Code(line.replace("{state}", state)) for line in _READING),
            ),
            text=Code(_RISK),
        )
    client = call_lines("const client = new OAuthClient", [*example_client(provider)])
    imported = Code(f"import {{ {example_names(provider)} }} from {module};")
    return OtherView(
        title=Code("Build a URL for a code"),
        lines=(imported, Code(""), *client, *build, Code("console.log(other.url);")),
        text=Code(f"Send the user to `other.url`. {_kept(provider, 'other')}".strip()),
    )


_READING = (
    'console.log("Open this URL, log in, and approve:", other.url);',
    "",
    "// What the user copies from the page after the login:",
    "const pasted = `#access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer{state}`;",
    "const token = other.parsePasted(pasted);",
    "const headers = token.headers(); // for every API call",
)
_RISK = """The redirect contains the token, so it can leak. Use a code if your application can exchange one
(RFC 9700 §2.1.2)."""


def _kept(provider: Provider, name: str = "request") -> Code:
    """Return the sentence about what the caller keeps of a request."""
    endpoint = provider.authorization_endpoint
    kept = [f"`{name}.state`"] if endpoint.has_state else []
    if endpoint.parameter(Role.NONCE) is not None:
        kept.append(f"`{name}.nonce`")
    if has_pkce(provider):
        kept.append(f"`{name}.codeVerifier`")
    if not kept:
        return Code("")
    *others, last = kept
    listed = f"{', '.join(others)} and {last}" if others else last
    return Code(f"Keep {listed} in the user's session until the user returns.")


def _scope_table(provider: Provider) -> tuple[Code, ...]:
    """Return the lines of the table of scopes, which are none if the spec lists none."""
    scopes = provider.scopes if provider.has_scope_list else ()
    rows = [scope_row(one, TERMS.member(one)) for one in scopes]
    head = ("key", "name in the URL", "meaning")
    return markdown_table(head, [(row.member, row.name, row.summary) for row in rows])
