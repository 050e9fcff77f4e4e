"""A spec to what the documentation says of the Python package: its names, and an example of its use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import plain
from generator.targets.python.encoders import python_string
from generator.targets.python.names import variable_argument
from generator.targets.views import (
    ArgumentView,
    api_host,
    default_redirect,
    example_client_id,
    example_extra,
    example_hosts,
    needed_values,
    scope_member,
)


@dataclass(frozen=True, slots=True)
class DocumentedView:
    """What the documentation says of the package.

    `source` is what pip installs: the distribution, or its folder if it is not published.
    `out_of_band` is Markdown, or None if the spec has no such redirect. Except for the names, the
    import, and the arguments, each example is a literal. `example_attach` has the further arguments of
    `attach` for `example_url`, and `example_hosts` has those for every host of the API.
    """

    distribution: Code
    module: Code
    published: bool
    source: Code
    out_of_band: Code | None
    first_scope: Code
    first_scope_name: Code
    arguments: tuple[ArgumentView, ...]
    has_state: bool
    state_in_query: bool
    example_domain: Code
    example_client_id: Code
    example_hosts: Code
    example_attach: Code
    example_url: Code
    example_extra: Code
    example_import: Code
    example_arguments: tuple[Code, ...]


def documented_view(provider: Provider) -> DocumentedView:
    """Return what the documentation says of the package."""
    package, endpoint = provider.packages.of("python"), provider.authorization_endpoint
    is_published = provider.packages.published
    domain, scope = provider.host_variable.example, provider.scopes[0]
    redirect, host = default_redirect(provider), api_host(provider)
    hosts = example_hosts(provider) or (domain, "api.example.com")
    return DocumentedView(
        distribution=plain(package.distribution),
        module=plain(package.module),
        published=is_published,
        source=plain(package.distribution if is_published else "."),
        out_of_band=(
            markdown_code(redirect.uri)
            if redirect and redirect.is_out_of_band
            else None
        ),
        first_scope=scope_member(scope),
        first_scope_name=python_string(scope.name),
        arguments=tuple(_arguments(provider)),
        has_state=endpoint.has_state,
        state_in_query=endpoint.state_in == "query",
        example_domain=python_string(domain),
        example_client_id=python_string(example_client_id(provider)),
        example_hosts=_further(hosts),
        example_attach=_further((host,) if host != domain else ()),
        example_url=python_string(f"https://{host}/"),
        example_extra=Code(f'{{{python_string(example_extra(provider))}: "login"}}'),
        example_import=Code(
            f"from {package.module} import AuthorizationRequest, Scope"
        ),
        example_arguments=tuple(_example_arguments(provider)),
    )


def _further(hosts: Sequence[str]) -> Code:
    """Return the hosts as arguments that follow others."""
    return Code("".join(f", {python_string(one)}" for one in hosts))


def _arguments(provider: Provider) -> Iterator[ArgumentView]:
    """Yield the arguments that the spec describes."""
    for variable in provider.url_variables:
        name = markdown_code(variable_argument(variable))
        yield ArgumentView(name, markdown(variable.summary))
    for role in (Role.CLIENT_ID, Role.REDIRECT_URI, Role.STATE):
        parameter = provider.authorization_endpoint.parameter(role)
        if parameter is not None:
            yield ArgumentView(markdown_code(role.value), markdown(parameter.summary))


def _example_arguments(provider: Provider) -> Iterator[Code]:
    """Yield the arguments of the documented example, each as `name=value`."""
    shown = example(provider)
    for variable in provider.url_variables:
        value = python_string(variable.example)
        yield Code(f"{variable_argument(variable)}={value}")
    for role, text in needed_values(provider):
        yield Code(f"{role.value}={python_string(text)}")
    scopes = [
        f"Scope.{scope_member(one)}"
        for one in provider.scopes
        if one.name in shown.scopes
    ]
    yield Code(f"scopes=[{', '.join(scopes)}]")
