"""A spec to the authorization request in Python: arguments, checks, and the parts of the URL."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role, Variable
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.words import plain
from generator.targets.python.encoders import (
    python_docstring,
    python_query_name,
    python_string,
    python_tuple,
)
from generator.targets.python.names import variable_argument
from generator.targets.views import default_redirect, query_parts


@dataclass(frozen=True, slots=True)
class VariableView:
    """The argument for a variable of the endpoint's URL.

    `check` is the arguments of the call that checks it, and `summary` is text in a docstring.
    """

    name: Code
    literal: Code
    check: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class RenamedView:
    """The literals of a variable's name in the spec and of its argument, which differs."""

    name: Code
    argument: Code


@dataclass(frozen=True, slots=True)
class DefaultRedirectView:
    """The constant for the default redirect URI, and its literal."""

    name: Code
    value: Code


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter of the URL: the literal of its encoded name, and the expression of its value."""

    encoded_name: Code
    value: Code


@dataclass(frozen=True, slots=True)
class RequestView:
    """The authorization request.

    `client_id`, `redirect_uri`, `state`, and `scope` are text in a docstring, or None if the
    endpoint has no such parameter. `parameters` has the documented order. `required_scope`
    is the literal of a scope, or None if a request is valid without scopes.
    """

    issuer: Code
    base: Code
    shown_base: Code
    shown_parts: tuple[Code, ...]
    attributes: Code
    positional: tuple[VariableView, ...]
    renamed: tuple[RenamedView, ...]
    client_id: Code | None
    redirect_uri: Code | None
    state: Code | None
    scope: Code | None
    default_redirect: DefaultRedirectView | None
    optional_redirect: bool
    parameters: tuple[ParameterView, ...]
    reserved: Code
    required_scope: Code | None
    separator: Code
    state_in_query: bool


def request_view(provider: Provider) -> RequestView:
    """Return the authorization request of a spec."""
    endpoint = provider.authorization_endpoint
    return RequestView(
        issuer=variable_argument(provider.host_variable),
        base=_base(provider),
        shown_base=plain(endpoint.url),
        shown_parts=query_parts(provider.examples[0].url),
        attributes=_attributes(provider),
        positional=tuple(
            _variable_view(one, provider.host_variable)
            for one in provider.url_variables
        ),
        renamed=_renamed_views(provider),
        client_id=_documented(provider, Role.CLIENT_ID),
        redirect_uri=_documented(provider, Role.REDIRECT_URI),
        state=_documented(provider, Role.STATE),
        scope=_documented(provider, Role.SCOPE, "scopes"),
        default_redirect=_default_redirect_view(provider),
        optional_redirect=endpoint.has_optional_redirect,
        parameters=tuple(_parameter_view(provider, one) for one in endpoint.parameters),
        reserved=_reserved(provider),
        required_scope=_required_scope(provider),
        separator=python_string(endpoint.scope_separator),
        state_in_query=endpoint.state_in == "query",
    )


def _required_scope(provider: Provider) -> Code | None:
    """Return the literal of a scope if a request needs one."""
    if not provider.authorization_endpoint.requires_scope:
        return None
    return python_string(provider.scopes[0].name)


def _base(provider: Provider) -> Code:
    """Return the f-string of the endpoint's URL, with the checked values in it."""
    base = provider.authorization_endpoint.url.removeprefix("https://")
    for one in provider.url_variables:
        base = base.replace(f"{{{one.name}}}", f"{{self._{variable_argument(one)}}}")
    return Code(f'f"{{scheme}}://{base}"')


def _attributes(provider: Provider) -> Code:
    """Return the tuple of the slots that a request adds to those of its base class."""
    optional = [
        role.value
        for role in (Role.REDIRECT_URI, Role.STATE)
        if provider.authorization_endpoint.parameter(role) is not None
    ]
    variables = [variable_argument(one) for one in provider.url_variables]
    names = [python_string(f"_{name}") for name in sorted([*optional, *variables])]
    return python_tuple(names, 4, "__slots__ = ", "")


def _reserved(provider: Provider) -> Code:
    """Return the tuple of the names that an extra parameter cannot reuse."""
    names = [
        python_string(one.name) for one in provider.authorization_endpoint.parameters
    ]
    return python_tuple(names, 0, "_RESERVED = ", "")


def _variable_view(variable: Variable, host: Variable) -> VariableView:
    name = variable_argument(variable)
    # The request connects only to the host, so its scheme does not restrict other variables.
    scheme = Code("scheme") if variable == host else python_string("https")
    shown = "" if name == "domain" else f", {python_string(name)}"
    return VariableView(
        name=name,
        literal=python_string(name),
        check=Code(f"{name}, {scheme}{shown}"),
        summary=python_docstring(variable.summary, 16, f"{' ' * 12}{name}: "),
    )


def _renamed_views(provider: Provider) -> tuple[RenamedView, ...]:
    named = [(one.name, variable_argument(one)) for one in provider.url_variables]
    return tuple(
        RenamedView(python_string(name), python_string(argument))
        for name, argument in named
        if name != argument
    )


def _documented(provider: Provider, role: Role, argument: str = "") -> Code | None:
    """Return a parameter's summary for a docstring, or None if the endpoint lacks it."""
    parameter = provider.authorization_endpoint.parameter(role)
    if parameter is None:
        return None
    before = f"{' ' * 12}{argument or role.value}: "
    return python_docstring(parameter.summary, 16, before)


def _default_redirect_view(provider: Provider) -> DefaultRedirectView | None:
    default = default_redirect(provider)
    if default is None:
        return None
    return DefaultRedirectView(default.name, python_string(default.uri))


def _parameter_view(provider: Provider, parameter: Parameter) -> ParameterView:
    role, endpoint = parameter.role, provider.authorization_endpoint
    if parameter.constant is not None:
        value = python_string(parameter.constant)
    elif role is Role.SCOPE:
        value = Code(f"{python_string(endpoint.scope_separator)}.join(self._scopes)")
    elif role is Role.REDIRECT_URI and endpoint.has_optional_redirect:
        value = Code('self._redirect_uri or ""')
    else:
        value = Code(f"self._{role.value}")
    return ParameterView(python_query_name(parameter.name), value)
