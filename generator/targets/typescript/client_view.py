"""A spec to the client in TypeScript: its checks, its endpoint, and its constants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Role, Variable, VariableType, placeholders
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.typescript.encoders import (
    Group,
    typescript_constant,
    typescript_group,
    typescript_key,
    typescript_list,
    typescript_property,
    typescript_string,
    typescript_template,
)
from generator.targets.typescript.names import (
    option_name,
    parameter_option,
    values_constant,
)
from generator.targets.typescript.options_view import (
    client_options,
    has_members,
    request_options,
    variable_type,
)
from generator.targets.views import default_redirect

_CHECKS = {
    VariableType.LABEL: "checkLabel",
    VariableType.PATH: "checkPathSegment",
    VariableType.TEXT: "checkText",
}
_STATEMENT = 4
_PROPERTY = 6


@dataclass(frozen=True, slots=True)
class MemberView:
    """A read-only property: its name, its type, and its documentation."""

    name: Code
    type: Code
    doc: Code


@dataclass(frozen=True, slots=True)
class ClientView:
    """The client. `checks` are statements, and `endpoint` to `scheme` are properties of an object."""

    checks: tuple[Code, ...]
    endpoint: Code
    issuer: Code
    scheme: Code
    shown_endpoint: Code | None
    members: tuple[MemberView, ...]


def client_view(provider: Provider) -> ClientView:
    """Return the client of a spec."""
    has_host = provider.has_host_variable
    return ClientView(
        checks=tuple(_checks(provider)),
        endpoint=_endpoint(provider),
        issuer=_issuer(provider),
        scheme=Code("scheme," if has_host else 'scheme: "https",'),
        shown_endpoint=_shown_endpoint(provider),
        members=tuple(_members(provider)),
    )


def constants(provider: Provider) -> Iterator[Code]:
    """Yield the constants of the module: the names of options, the scopes, and the choices."""
    yield _names("CLIENT_OPTIONS", [one.name for one in client_options(provider)])
    yield _names("REQUEST_OPTIONS", [one.name for one in request_options(provider)])
    endpoint = provider.authorization_endpoint
    yield _names("RESERVED", [one.name for one in endpoint.parameters])
    if provider.has_scope_list:
        yield Code("const SCOPES = Object.values(Scope);")
    if provider.default_scopes:
        yield _names("DEFAULT_SCOPES", provider.default_scopes)
    for one in provider.used_variables:
        if one.type is VariableType.CHOICE:
            yield _choices(one)
    for parameter in endpoint.parameters:
        values = parameter.values or [scope.name for scope in parameter.scopes]
        if parameter.is_of_the_caller and values:
            name = values_constant(parameter_option(parameter))
            yield _names(name, values, "] as const;")


def default_redirect_constant(provider: Provider) -> Code | None:
    """Return the exported constant for the default redirect URI, or None if there is none."""
    default = default_redirect(provider)
    return typescript_constant(default.name, default.uri) if default else None


def _names(name: str, names: Sequence[str], after: str = "];") -> Code:
    items = [typescript_string(one) for one in names]
    return typescript_list(f"const {name} = [", items, after, 0)


def _choices(one: Variable) -> Code:
    """Return the constant of a choice: its values, each with the members that it decides."""
    name = values_constant(option_name(one))
    if not has_members(one):
        return _names(name, [choice.name for choice in one.choices], "] as const;")
    lines = [f"const {name} = {{"]
    for choice in one.choices:
        lines.append(f"  {typescript_key(choice.name)}: {{")
        for key, value in choice.members:
            lines.append(f"    {typescript_property(typescript_key(key), value, 4)}")
        lines.append("  },")
    return Code("\n".join([*lines, "} as const;"]))


def _checks(provider: Provider) -> Iterator[Code]:
    if provider.has_host_variable:
        yield Code('const scheme = checkScheme(options.scheme ?? "https");')
    for one in provider.used_variables:
        yield _checked(provider, one)
    yield Code("const clientId = checkClientId(options.clientId);")
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.REDIRECT_URI) is None:
        return
    default = default_redirect(provider)
    if endpoint.has_optional_redirect:
        yield Code(_OPTIONAL_REDIRECT)
        return
    given = "options.redirectUri" + (f" ?? {default.name}" if default else "")
    yield typescript_list(
        "const redirectUri = checkRedirectUri(", [Code(given)], ");", _STATEMENT
    )


_OPTIONAL_REDIRECT = """const redirectUri =
      options.redirectUri === undefined
        ? undefined
        : checkRedirectUri(options.redirectUri);"""


def _checked(provider: Provider, one: Variable) -> Code:
    """Return the statement that checks a variable."""
    name = option_name(one)
    default = "" if one.default is None else f" ?? {typescript_string(one.default)}"
    given, quoted = Code(f"options.{name}{default}"), typescript_string(name)
    # The request connects only to the host, so its scheme does not restrict other variables.
    is_host = provider.has_host_variable and one == provider.host_variable
    scheme = Code("scheme") if is_host else typescript_string("https")
    if one.type is VariableType.CHOICE:
        check = "checkKey" if has_members(one) else "checkChoice"
        arguments = [given, quoted, values_constant(name)]
    elif one.type is VariableType.BASE:
        check, arguments = "checkBase", [given, scheme, quoted]
    elif one.type is VariableType.HOST:
        shown = [] if name == "domain" else [quoted]
        check, arguments = "checkDomain", [given, scheme, *shown]
    else:
        check, arguments = _CHECKS[one.type], [given, quoted]
    return typescript_group(
        Group(f"const {name} = {check}(", arguments, ");"), _STATEMENT
    )


def _endpoint(provider: Provider) -> Code:
    """Return the property of the endpoint's URL, with the checked values in it."""
    return _url("endpoint", provider.authorization_endpoint.url, provider)


def _shown_endpoint(provider: Provider) -> Code | None:
    """Return the property of the endpoint's URL without secret values, or None if it has none."""
    url = provider.shown_url
    return None if url is None else _url("shownEndpoint", url, provider)


def _url(key: str, url: str, provider: Provider) -> Code:
    if not provider.has_host_variable:
        return _property(key, filled(provider, url, in_path=True), url)
    parts = [
        ("", Code("scheme")),
        *_parts(provider, url.removeprefix("https"), "", True),
    ]
    return Code(f"{key}: {typescript_template(parts)},")


def _issuer(provider: Provider) -> Code:
    """Return the property of the `host[:port]` of the endpoint."""
    authority = provider.authorization_endpoint.authority
    if not provider.has_host_variable:
        return _property("issuer", filled(provider, authority), authority)
    variable = provider.host_variable
    whole = option_name(variable)
    if variable.type is VariableType.BASE:
        return Code(f'issuer: {whole}.replace(/\\/.*/, ""),')
    return Code("issuer," if whole == "issuer" else f"issuer: {whole},")


def _property(key: str, value: Code, text: str) -> Code:
    """Return a property with a template, or with a text, which can start on the next line."""
    if placeholders(text):
        return Code(f"{key}: {value},")
    return typescript_property(Code(key), text, _PROPERTY)


def filled(
    provider: Provider, text: str, owner: str = "", *, in_path: bool = False
) -> Code:
    """Return the expression of a text of the spec with the values of variables in it.

    `owner` has the values as properties; without one, they are local. In a path, values are
    percent-encoded.
    """
    parts = _parts(provider, text, owner, in_path)
    first, value = parts[0]
    if value is not None and not first and parts[1:] == [("", None)]:
        return value
    return typescript_string(text) if len(parts) == 1 else typescript_template(parts)


def _parts(
    provider: Provider, text: str, owner: str, in_path: bool
) -> list[tuple[str, Code | None]]:
    """Return literal pieces, each with the expression of the variable that follows it."""
    variables = {one.name: one for one in provider.variables}
    pieces = re.split(r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}", text)
    parts: list[tuple[str, Code | None]] = []
    for index in range(0, len(pieces) - 1, 3):
        before, name, member = pieces[index : index + 3]
        value = _value_of(variables.get(name), member, owner, in_path)
        parts.append((before, value))
    return [*parts, (pieces[-1], None)]


def _value_of(
    one: Variable | None, member: str | None, owner: str, in_path: bool
) -> Code:
    """Return the expression of a variable's value; only the client ID is not a variable."""
    if one is None:
        return Code(f"{owner}clientId")
    name = option_name(one)
    if member is not None:
        key = typescript_key(member)
        at = (
            f".{key}" if not key.startswith(('"', "'", "[")) else f"[{key.strip('[]')}]"
        )
        return Code(f"{values_constant(name)}[{owner}{name}]{at}")
    is_encoded = in_path and one.type in (VariableType.PATH, VariableType.TEXT)
    return Code(f"percentEncode({owner}{name})" if is_encoded else f"{owner}{name}")


def _members(provider: Provider) -> Iterator[MemberView]:
    for one in provider.used_variables:
        doc = _VARIABLE_DOCS.get(one.type, "The checked value.")
        yield MemberView(option_name(one), variable_type(one), Code(doc))
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.REDIRECT_URI) is None:
        return
    name, doc = Code("redirectUri"), "Where the server sends the response"
    if endpoint.has_optional_redirect:
        said = Code(f"{doc}; undefined if the URL does not say.")
        yield MemberView(name, Code("string | undefined"), said)
    else:
        yield MemberView(name, Code("string"), Code(f"{doc}."))


_VARIABLE_DOCS = {
    VariableType.HOST: "The `host[:port]` in lowercase, without a default port.",
    VariableType.LABEL: "The part of the host name, in lowercase.",
}
