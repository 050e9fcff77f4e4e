"""A spec to the authorization request in TypeScript: options, checks, and the parts of the URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from generator.model.endpoints import Parameter, Role, Variable
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.targets.encoders.words import plain
from generator.targets.typescript.encoders import (
    typescript_constant,
    typescript_doc,
    typescript_list,
    typescript_string,
    typescript_template,
)
from generator.targets.typescript.names import option_name, spelled
from generator.targets.views import default_redirect, query_parts


@dataclass(frozen=True, slots=True)
class VariableView:
    """The option for a variable of the endpoint's URL.

    `wire` is the literal of its name in the spec, `check` is the statement that checks it, and
    `doc` is its doc comment.
    """

    name: Code
    wire: Code
    check: Code
    doc: Code


@dataclass(frozen=True, slots=True)
class DefaultRedirectView:
    """The constant for the default redirect URI, and the statement that checks the given one."""

    name: Code
    constant: Code
    check: Code


@dataclass(frozen=True, slots=True)
class RequestView:
    """The authorization request.

    `client_id`, `redirect_uri`, `state`, and `scope` are doc comments, or None if the endpoint has
    no such parameter. `parameters` are pairs of a name and the expression of its value, in the
    documented order. `required_scope` is the literal of a scope, or None if a request is valid without
    scopes.
    """

    issuer: Code
    base: Code
    shown_base: Code
    shown_parts: tuple[Code, ...]
    variables: tuple[VariableView, ...]
    client_id: Code | None
    redirect_uri: Code | None
    state: Code | None
    scope: Code | None
    default_redirect: DefaultRedirectView | None
    optional_redirect: bool
    parameters: tuple[Code, ...]
    reserved: Code
    options: Code
    required_scope: Code | None
    separator: Code
    state_in_query: bool


def request_view(provider: Provider) -> RequestView:
    """Return the authorization request of a spec."""
    endpoint = provider.authorization_endpoint
    omitted = "Omitted from the URL if it is not given."
    scopes = "Values of `Scope`, in any order; defaults to none."
    if endpoint.requires_scope:
        scopes = "Values of `Scope`, in any order; at least one is required."
    return RequestView(
        issuer=option_name(provider.host_variable),
        base=_base(provider),
        shown_base=plain(endpoint.url),
        shown_parts=query_parts(example(provider).url),
        variables=tuple(
            _variable_view(one, provider.host_variable)
            for one in provider.url_variables
        ),
        client_id=_documented(provider, Role.CLIENT_ID),
        redirect_uri=_documented(
            provider,
            Role.REDIRECT_URI,
            omitted if endpoint.has_optional_redirect else "",
        ),
        state=_documented(provider, Role.STATE, "Defaults to a random one."),
        scope=_documented(provider, Role.SCOPE, scopes),
        default_redirect=_default_redirect_view(provider),
        optional_redirect=endpoint.has_optional_redirect,
        parameters=tuple(_parameter(provider, one) for one in endpoint.parameters),
        reserved=_reserved(provider),
        options=_options(provider),
        required_scope=_required_scope(provider),
        separator=typescript_string(endpoint.scope_separator),
        state_in_query=endpoint.state_in == "query",
    )


def _required_scope(provider: Provider) -> Code | None:
    """Return the literal of a scope if a request needs one."""
    if not provider.authorization_endpoint.requires_scope:
        return None
    return typescript_string(provider.scopes[0].name)


def _base(provider: Provider) -> Code:
    """Return the template literal of the endpoint's URL, with the checked values in it."""
    options = {one.name: option_name(one) for one in provider.url_variables}
    address = provider.authorization_endpoint.url.removeprefix("https")
    pieces = re.split(r"\{([^{}]+)\}", address)
    expressions = [options[name] for name in pieces[1::2]]
    return typescript_template(
        [("", Code("scheme")), *zip_longest(pieces[::2], expressions)]
    )


def _reserved(provider: Provider) -> Code:
    """Return the array of the names that an extra parameter cannot reuse."""
    names = [
        typescript_string(one.name)
        for one in provider.authorization_endpoint.parameters
    ]
    return typescript_list("const RESERVED = [", names, "];", 0)


def _options(provider: Provider) -> Code:
    """Return the array of the names of all options."""
    return typescript_list("const OPTIONS = [", list(_option_names(provider)), "];", 0)


def _option_names(provider: Provider) -> Iterator[Code]:
    for variable in provider.url_variables:
        yield typescript_string(option_name(variable))
    yield typescript_string("clientId")
    yield typescript_string("scopes")
    for role in (Role.REDIRECT_URI, Role.STATE):
        if provider.authorization_endpoint.parameter(role) is not None:
            yield typescript_string(spelled(role.value))
    for option in ("undocumentedScopes", "extraParameters", "scheme"):
        yield typescript_string(option)


def _variable_view(variable: Variable, host: Variable) -> VariableView:
    name = option_name(variable)
    # The request connects only to the host, so its scheme does not restrict other variables.
    scheme = Code("scheme") if variable == host else typescript_string("https")
    shown = [] if name == "domain" else [typescript_string(name)]
    arguments = [Code(f"options.{name}"), scheme, *shown]
    return VariableView(
        name=name,
        wire=typescript_string(variable.name),
        check=typescript_list(f"const {name} = checkDomain(", arguments, ");", 4),
        doc=typescript_doc(variable.summary, 2),
    )


def _documented(provider: Provider, role: Role, then: str = "") -> Code | None:
    """Return a parameter's doc comment, or None if the endpoint lacks it."""
    parameter = provider.authorization_endpoint.parameter(role)
    return typescript_doc(parameter.summary, 2, then) if parameter else None


def _default_redirect_view(provider: Provider) -> DefaultRedirectView | None:
    default = default_redirect(provider)
    if default is None:
        return None
    given = Code(f"options.redirectUri ?? {default.name}")
    return DefaultRedirectView(
        name=default.name,
        constant=typescript_constant(default.name, default.uri),
        check=typescript_list(
            "const redirectUri = checkRedirectUri(", [given], ");", 4
        ),
    )


def _parameter(provider: Provider, parameter: Parameter) -> Code:
    """Return a parameter's name and the expression of its value, as a pair."""
    role, endpoint = parameter.role, provider.authorization_endpoint
    if parameter.constant is not None:
        value = typescript_string(parameter.constant)
    elif role is Role.SCOPE:
        value = Code(f"scopes.join({typescript_string(endpoint.scope_separator)})")
    elif role is Role.REDIRECT_URI and endpoint.has_optional_redirect:
        value = Code('redirectUri ?? ""')
    else:
        value = spelled(role.value)
    return typescript_list("[", [typescript_string(parameter.name), value], "],", 8)
