"""A spec to what the README says of a package that only builds URLs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.python.changes import TERMS
from generator.targets.views import scope_row


@dataclass(frozen=True, slots=True)
class UrlsView:
    """Markdown: what the caller keeps of a request, and the lines of the table of scopes."""

    kept: Code
    scope_table: tuple[Code, ...]


def urls_view(provider: Provider) -> UrlsView:
    """Return what the README of a package that only builds URLs says."""
    endpoint = provider.authorization_endpoint
    kept = ["`request.state`"] if endpoint.has_state else []
    if endpoint.parameter(Role.NONCE) is not None:
        kept.append("`request.nonce`")
    if endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        kept.append("`request.code_verifier`")
    *others, last = kept or ["the client"]
    listed = f"{', '.join(others)} and {last}" if others else last
    said = f"Keep {listed} in the user's session, because the next step needs "
    said += "them." if others else "it."
    return UrlsView(Code(said), tuple(_scope_table(provider)))


def _scope_table(provider: Provider) -> Iterator[Code]:
    if not provider.has_scope_list:
        return
    rows = [scope_row(one, TERMS.member(one)) for one in provider.scopes]
    has_summary = any(row.summary for row in rows)
    yield Code(f"| member | name in the URL |{' meaning |' if has_summary else ''}")
    yield Code(f"|---|---|{'---|' if has_summary else ''}")
    for row in rows:
        meaning = f" {row.summary} |" if has_summary else ""
        yield Code(f"| {row.member} | {row.name} |{meaning}")
