"""A spec to what the documentation says of the npm package: its names, and an example of its use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.model.reference import example, example_host
from generator.model.text import Code
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import plain
from generator.targets.typescript.encoders import (
    typescript_list,
    typescript_property,
    typescript_string,
)
from generator.targets.typescript.names import option_name, spelled
from generator.targets.typescript.supported import supported
from generator.targets.views import (
    ArgumentView,
    example_call,
    example_client_id,
    example_extra,
    needed_values,
    scope_member,
)


@dataclass(frozen=True, slots=True)
class DocumentedView:
    """What the documentation says of the package.

    `package` is bare, and `module` is the literal to import from. `has_scopes` is whether the spec
    lists scopes, and `takes_scopes` is whether a request has any. `first_scope` is the key of a
    scope, and empty if the spec lists none. The other names and examples are literals, and
    `example_options` are properties, each with its comma. `no_scope` is similar to the first scope,
    but not the name of any.
    """

    package: Code
    published: bool
    module: Code
    has_scopes: bool
    takes_scopes: bool
    has_permits: bool
    has_scheme: bool
    first_scope: Code
    first_scope_name: Code
    no_scope: Code
    example_domain: Code
    example_client_id: Code
    example_url: Code
    example_extra: Code
    example_options: tuple[Code, ...]
    has_state: bool
    options: tuple[ArgumentView, ...]


def documented_view(provider: Provider) -> DocumentedView | None:
    """Return what the documentation says of the package, or None if there is none."""
    whole = supported(provider)
    if whole is None:
        return None
    provider = whole.only(whole.browser_grant)
    package = provider.packages.of("typescript")
    domain, endpoint = example_host(provider), provider.authorization_endpoint
    scope = provider.scopes[0] if provider.has_scope_list else None
    return DocumentedView(
        package=plain(package.distribution),
        published=provider.packages.published,
        module=typescript_string(package.distribution),
        has_scopes=provider.has_scope_list,
        takes_scopes=endpoint.parameter(Role.SCOPE) is not None,
        has_permits=any(one.permits for one in provider.scopes),
        has_scheme=provider.has_host_variable,
        first_scope=scope_member(scope) if scope else Code(""),
        first_scope_name=typescript_string(scope.name if scope else ""),
        no_scope=typescript_string(_no_scope(provider)),
        example_domain=typescript_string(domain),
        example_client_id=typescript_string(example_client_id(provider)),
        example_url=typescript_string(example_call(provider)),
        example_extra=plain(example_extra(provider)),
        example_options=tuple(_example_options(provider)),
        has_state=endpoint.has_state,
        options=tuple(_options(provider)),
    )


def _no_scope(provider: Provider) -> str:
    """Return the first scope's name with a typo, which is not the name of any scope."""
    taken = {one.name for one in provider.scopes}
    typo = provider.scopes[0].name if provider.scopes else "x"
    while typo in taken:
        typo += "x"
    return typo


def _example_options(provider: Provider) -> Iterator[Code]:
    """Yield the options of the documented example, each as a property."""
    shown = example(provider)
    for variable in provider.url_variables:
        yield typescript_property(option_name(variable), variable.example, 2)
    for role, value in needed_values(provider):
        yield typescript_property(spelled(role.value), value, 2)
    if not provider.has_scope_list:
        return
    scopes = [
        Code(f"Scope.{scope_member(one)}")
        for one in provider.scopes
        if one.name in shown.scopes
    ]
    yield typescript_list("scopes: [", scopes, "],", 2)


def _options(provider: Provider) -> Iterator[ArgumentView]:
    """Yield the options that the spec describes."""
    for variable in provider.url_variables:
        name = markdown_code(option_name(variable))
        yield ArgumentView(name, markdown(variable.summary))
    for role in (Role.CLIENT_ID, Role.REDIRECT_URI, Role.STATE):
        parameter = provider.authorization_endpoint.parameter(role)
        if parameter is not None:
            name = markdown_code(spelled(role.value))
            yield ArgumentView(name, markdown(parameter.summary))
