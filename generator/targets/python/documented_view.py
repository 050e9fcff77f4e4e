"""A spec to what the documentation says of the Python package: its names, and an example of its use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role
from generator.model.provider import Provider
from generator.model.reference import example, example_host
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import plain
from generator.targets.python.encoders import python_string
from generator.targets.python.names import parameter_argument, variable_argument
from generator.targets.python.token_docs import token_table
from generator.targets.views import (
    ArgumentView,
    api_host,
    default_redirect,
    example_call,
    example_client_id,
    example_extra,
    example_hosts,
    example_path,
    needed_values,
    scope_member,
)


@dataclass(frozen=True, slots=True)
class DocumentedView:
    """What the documentation says of the package.

    `source` is what pip installs: the distribution, or its folder if it is not published.
    `out_of_band` is Markdown, or None if the spec has no such redirect. `has_scopes` is whether the
    spec lists scopes, and `takes_scopes` is whether a request has any. Except for the names, the
    import, and the arguments, each example is a literal. `example_attach` has the further arguments of
    `attach` for `example_url`, and `example_hosts` has those for every host of the API.
    """

    distribution: Code
    module: Code
    published: bool
    source: Code
    out_of_band: Code | None
    has_scopes: bool
    takes_scopes: bool
    has_permits: bool
    has_scheme: bool
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
    example_host: Code
    example_path: Code
    example_call: Code
    example_extra: Code
    example_import: Code
    client_import: Code
    client_arguments: tuple[Code, ...]
    secret_arguments: tuple[Code, ...]
    request_arguments: tuple[Code, ...]
    example_arguments: tuple[Code, ...]
    token_table: tuple[Code, ...]


def documented_view(provider: Provider) -> DocumentedView:
    """Return what the documentation says of the package."""
    package, endpoint = provider.packages.of("python"), provider.authorization_endpoint
    is_published = provider.packages.published
    domain = example_host(provider)
    scope = provider.scopes[0] if provider.has_scope_list else None
    redirect, host = default_redirect(provider), api_host(provider)
    further = "uploads.example.com" if provider.exchanges else "api.example.com"
    hosts = example_hosts(provider) or (host, further)
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
        has_scopes=provider.has_scope_list,
        takes_scopes=endpoint.parameter(Role.SCOPE) is not None,
        has_permits=any(one.permits for one in provider.scopes),
        has_scheme=provider.has_host_variable,
        first_scope=scope_member(scope) if scope else Code(""),
        first_scope_name=python_string(scope.name if scope else ""),
        arguments=tuple(_arguments(provider)),
        has_state=endpoint.has_state,
        state_in_query=endpoint.state_in == "query",
        example_domain=python_string(domain),
        example_client_id=python_string(example_client_id(provider)),
        example_hosts=_further(hosts),
        example_attach=_further((host,) if host != domain else ()),
        example_url=python_string(f"https://{host}/"),
        example_host=python_string(host),
        example_path=python_string(example_path(provider)),
        example_call=python_string(example_call(provider)),
        example_extra=Code(f'{{{python_string(example_extra(provider))}: "login"}}'),
        example_import=_import(provider, package.module, "AuthorizationRequest"),
        client_import=_import(provider, package.module, "OAuthClient"),
        client_arguments=tuple(_client_arguments(provider)),
        secret_arguments=(
            () if provider.always_sends_secrets else tuple(_allowed_domains(provider))
        ),
        request_arguments=tuple(arguments_of_request(provider)),
        example_arguments=tuple(_example_arguments(provider)),
        token_table=token_table(provider),
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


def _import(provider: Provider, module: str, name: str) -> Code:
    scope = ", Scope" if provider.has_scope_list else ""
    return Code(f"from {module} import {name}{scope}")


def _client_arguments(provider: Provider) -> Iterator[Code]:
    """Yield the arguments of a client, each as `name=value`."""
    for variable in provider.client_variables:
        yield Code(f"{variable_argument(variable)}={python_string(variable.example)}")
    values = {Role.CLIENT_ID: "YOUR_CLIENT_ID", **dict(needed_values(provider))}
    for role, text in values.items():
        yield Code(f"{role.value}={python_string(text)}")
    if provider.always_sends_secrets:
        yield from _allowed_domains(provider)


def _allowed_domains(provider: Provider) -> Iterator[Code]:
    """Yield the argument that names the hosts which may get the client's secrets, if it exists."""
    hosts = [python_string(one) for one in provider.secret_host_examples]
    if hosts:
        yield Code(f"allowed_domains=[{', '.join(hosts)}]")


def arguments_of_request(provider: Provider) -> Iterator[Code]:
    """Yield the arguments of one request, each as `name=value`."""
    takes_scopes = provider.authorization_endpoint.parameter(Role.SCOPE) is not None
    if takes_scopes and provider.has_scope_list:
        yield Code(f"scopes=[Scope.{scope_member(provider.scopes[0])}]")
    for name, value in example(provider).values:
        for one in provider.authorization_endpoint.parameters:
            if one.is_of_the_caller and one.name == name:
                argument = parameter_argument(one)
                yield Code(f"{argument}={_literal(one, value)}")


def _literal(one: Parameter, value: str) -> str:
    if one.is_boolean:
        return str(value == "true")
    literal = python_string(value)
    return f"[{literal}]" if one.is_repeated or one.scopes else literal


def _example_arguments(provider: Provider) -> Iterator[Code]:
    """Yield the arguments of the documented example, each as `name=value`."""
    shown = example(provider)
    for variable in provider.client_variables:
        value = python_string(variable.example)
        yield Code(f"{variable_argument(variable)}={value}")
    for role, text in needed_values(provider):
        yield Code(f"{role.value}={python_string(text)}")
    if provider.always_sends_secrets:
        yield from _allowed_domains(provider)
    if not provider.has_scope_list:
        return
    scopes = [
        f"Scope.{scope_member(one)}"
        for one in provider.scopes
        if one.name in shown.scopes
    ]
    yield Code(f"scopes=[{', '.join(scopes)}]")
