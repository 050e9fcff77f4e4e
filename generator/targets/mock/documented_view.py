"""A spec to what the documentation says of the mock server: its names, and examples of its use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Role, Variable
from generator.model.provider import Provider
from generator.model.text import Code
from generator.reading.protocol import values
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown_code
from generator.targets.encoders.shell import shell_word
from generator.targets.encoders.words import plain
from generator.targets.python.command_view import command_view
from generator.targets.python.encoders import python_string
from generator.targets.python.names import variable_argument
from generator.targets.views import example_client_id, scope_member

_OUT_OF_BAND = values()["out_of_band_uri"].text


@dataclass(frozen=True, slots=True)
class MockView:
    """What the documentation says of the mock server.

    The first three are bare. `client_id`, `first_error`, and `fixtures` are Python literals.
    `first_error` is None if the spec lists no error. `arguments` are those of a request in addition
    to its host, each as `name=value`. `variables` are lines of a shell that set the other variables
    of the URL. `redirect_option` is an option after a space, or empty, and `redirect_code` is
    Markdown, or None if no redirect URI is required.
    """

    distribution: Code
    module: Code
    command: Code
    client_id: Code
    client_id_word: Code
    client_id_code: Code
    host_argument: Code
    arguments: tuple[Code, ...]
    variables: tuple[Code, ...]
    redirect_option: Code
    redirect_code: Code | None
    first_scope_json: Code
    first_error: Code | None
    fixtures: Code


def mock_view(provider: Provider) -> MockView | None:
    """Return what the documentation says of the mock server, or None if there is none."""
    package = provider.packages.named("mock")
    if package is None or not provider.has_login:
        return None
    client_id, scope = example_client_id(provider), provider.scopes[0]
    needs_redirect = _needs_redirect(provider)
    errors = [
        python_string(one.code)
        for one in provider.authorization_endpoint.response_errors
    ]
    return MockView(
        distribution=plain(package.distribution),
        module=plain(package.module),
        command=plain(package.command or package.distribution),
        client_id=python_string(client_id),
        client_id_word=shell_word(client_id),
        client_id_code=markdown_code(client_id),
        host_argument=variable_argument(provider.host_variable),
        arguments=tuple(_arguments(provider)),
        variables=tuple(_variables(provider)),
        redirect_option=Code(
            f" --redirect-uri {shell_word(_OUT_OF_BAND)}" if needs_redirect else ""
        ),
        redirect_code=markdown_code(_OUT_OF_BAND) if needs_redirect else None,
        first_scope_json=json_value(scope.name),
        first_error=errors[0] if errors else None,
        fixtures=python_string(f"{package.module}.fixtures"),
    )


def request_arguments(provider: Provider, domain: str) -> Iterator[str]:
    """Yield the arguments of a request for some scopes to the mock server at a domain."""
    yield f"{variable_argument(provider.host_variable)}={domain}"
    for one in _arguments(provider):
        yield "scopes=scopes" if one.startswith("scopes=") else str(one)
    yield 'scheme="http"'


def _arguments(provider: Provider) -> Iterator[Code]:
    """Yield the arguments of a request to the mock server, except for its host and its scheme."""
    for one in _others(provider):
        yield Code(f"{variable_argument(one)}={python_string(one.example)}")
    yield Code(f"client_id={python_string(example_client_id(provider))}")
    yield Code(f"scopes=[Scope.{scope_member(provider.scopes[0])}]")
    if _needs_redirect(provider):
        yield Code(f"redirect_uri={python_string(_OUT_OF_BAND)}")


def _variables(provider: Provider) -> Iterator[Code]:
    command = command_view(provider)
    others = [variable_argument(one) for one in _others(provider)]
    for one in command.variables if command else ():
        if one.name in others:
            yield Code(f"export {one.environment}={one.example}")


def _others(provider: Provider) -> list[Variable]:
    """Return the variables of the URL except for its host."""
    host = provider.host_variable
    return [one for one in provider.url_variables if one != host]


def _needs_redirect(provider: Provider) -> bool:
    redirect = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    return redirect is not None and redirect.is_required
