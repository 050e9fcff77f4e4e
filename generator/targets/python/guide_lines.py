"""The parts that the sections of a README share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.clients import SectionView
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.words import joined
from generator.targets.python.documented_view import DocumentedView


def section(title: str, before: str, code: Sequence[str], *after: str) -> SectionView:
    """Return a section with Markdown before and after lines of code."""
    shown = (Code(before),) if before else ()
    return SectionView(
        Code(title), shown, tuple(map(Code, code)), tuple(map(Code, after))
    )


def client_lines(python: DocumentedView, *, is_confidential: bool) -> Iterator[str]:
    """Yield the lines that make a client."""
    yield "client = OAuthClient("
    yield from (f"    {one}," for one in python.client_arguments)
    if is_confidential:
        yield '    client_secret=os.environ["CLIENT_SECRET"],'
        yield from (f"    {one}," for one in python.secret_arguments)
    yield ")"


def client_lines_without_redirect(
    provider: Provider, python: DocumentedView, *, is_confidential: bool
) -> Iterator[str]:
    """Yield the lines that make a client for a grant that has no redirect."""
    is_optional = provider.authorization_endpoint.has_optional_redirect
    for line in client_lines(python, is_confidential=is_confidential):
        if not line.startswith("    redirect_uri="):
            yield line
        elif not is_optional:
            yield f"{line}  # the client requires it, but this grant does not use it"


def import_lines(
    python: DocumentedView,
    *,
    is_confidential: bool,
    names: str = "send",
    client: str = "",
) -> Iterator[str]:
    """Yield the lines that import what a program needs, and names of `httpx_auth`.

    `client` imports the client; by default, the line also imports the scopes.
    """
    if is_confidential:
        yield "import os"
        yield ""
    yield "import httpx"
    yield ""
    yield client or str(python.client_import)
    yield f"from {python.module}.httpx_auth import {names}"
    yield ""


def members_lines(provider: Provider, *, has_code: bool) -> Iterator[str]:
    """Yield what says which further values a code and a token have, in Markdown."""
    endpoint, found = provider.authorization, provider.token_endpoint
    if has_code and endpoint is not None:
        names = [one.name for one in endpoint.response_parameters if not one.role]
        if names:
            listed = joined([markdown_code(one) for one in names])
            yield f"`code.members` has the provider's own parameters of the redirect: {listed}."
    if found is not None and found.response.members:
        listed = joined([markdown_code(one) for one in found.response.members])
        yield f"`token.members` has further values of the response, which can be secret, by their paths: {listed}."
