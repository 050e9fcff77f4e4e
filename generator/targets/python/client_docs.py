"""A spec to the documentation of a Python package that only builds URLs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.clients import (
    ClientView,
    Names,
    attribute_table,
    client_table,
    request_table,
)
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.words import plain
from generator.targets.python.documented_view import DocumentedView, documented_view
from generator.targets.python.guide_view import UNPUBLISHED, exchange_methods
from generator.targets.python.names import parameter_argument, variable_argument
from generator.targets.python.token_docs import token_table
from generator.targets.views import needs_secret

_NAMES = Names(variable_argument, parameter_argument, Code)


def client_docs(provider: Provider) -> ClientView:
    """Return what the documentation says of the package."""
    documented = documented_view(provider)
    distribution = plain(documented.distribution)
    is_published = documented.published
    more = " unless you install an extra" if provider.exchanges else ""
    return ClientView(
        title=Code("In Python"),
        about=Code(
            f"The package {markdown_code(distribution)} is typed, supports Python 3.10 and later, "
            f"and has no dependencies{more}."
        ),
        fence=Code("python"),
        install_before=Code("" if is_published else UNPUBLISHED),
        install=(Code(f"pip install {distribution if is_published else './python'}"),),
        install_after=Code(""),
        build=tuple(build_lines(documented)) if provider.browser_grants else (),
        errors=(
            tuple(error_lines(provider, documented)) if provider.browser_grants else ()
        ),
        client_table=client_table(
            provider, _NAMES, provider.client_variables, tuple(_further(provider))
        ),
        request_table=request_table(provider, _NAMES),
        attribute_table=attribute_table(provider, _NAMES),
        token_table=token_table(provider) if provider.exchanges else (),
        methods=tuple(exchange_methods(provider)) if provider.exchanges else (),
    )


def _further(provider: Provider) -> Iterator[tuple[Code, Code, Code]]:
    """Yield the rows of the arguments of a client that calls the token endpoint."""
    if not provider.exchanges:
        return
    meaning = "The secret of an application that runs on your server."
    if needs_secret(provider):
        meaning += " Requests for a token require it."
    yield Code("`client_secret`"), Code("none"), Code(meaning)
    if provider.secret_hosts:
        meaning = "The hosts that may get the client secret. Required with a secret."
        if provider.always_sends_secrets:
            meaning = "The hosts that may get the client's secrets. Required."
        yield Code("`allowed_domains`"), Code("none"), Code(meaning)


def build_lines(documented: DocumentedView) -> Iterator[Code]:
    """Yield the lines of code that build a URL and print it."""
    yield documented.client_import
    yield Code("")
    yield from _call("client = OAuthClient", documented.client_arguments)
    start = "request = client.authorization_request"
    yield from _call(start, documented.request_arguments)
    yield Code("print(request.url)")


def _call(start: str, arguments: Iterable[Code]) -> Iterator[Code]:
    """Yield a call with one argument per line."""
    lines = [Code(f"    {one},") for one in arguments]
    if not lines:
        yield Code(f"{start}()")
        return
    yield Code(f"{start}(")
    yield from lines
    yield Code(")")


def error_lines(provider: Provider, documented: DocumentedView) -> Iterator[Code]:
    """Yield the lines of code that print an error."""
    parameters = provider.authorization_endpoint.parameters
    needed = any(one.is_of_the_caller and one.is_required for one in parameters)
    given = [*documented.request_arguments] if needed else []
    arguments = ", ".join([*map(str, given), 'extra_parameters={"client_id": "other"}'])
    yield Code(f"from {documented.module} import OAuthError")
    yield from (
        Code(line)
        for line in (
            "",
            "try:",
            f"    client.authorization_request({arguments})",
            "except OAuthError as error:",
            "    print(error.code)  # reserved_param",
            "    print(error.hint)",
        )
    )
