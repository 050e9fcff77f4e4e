"""A spec to the client in TypeScript: its checks, its endpoint, and what its module contains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
from generator.targets.typescript.filled import filled, filled_parts
from generator.targets.typescript.imports_view import imports
from generator.targets.typescript.members_view import MemberView, client_members
from generator.targets.typescript.names import (
    option_name,
    parameter_option,
    values_constant,
)
from generator.targets.typescript.options_view import (
    OptionView,
    client_options,
    has_members,
)
from generator.targets.typescript.request_view import RequestView
from generator.targets.views import default_redirect, shown_title, shown_url

_CHECKS = {
    VariableType.LABEL: "checkLabel",
    VariableType.PATH: "checkPathSegment",
    VariableType.TEXT: "checkText",
}
_STATEMENT = 4
_PROPERTY = 6


@dataclass(frozen=True, slots=True)
class ClientView:
    """The client, and what its module contains.

    `shown_title` to `shown_parts` are text in a comment. The lines of `imports`, `constants`, and
    `checks` are statements, and `endpoint` to `shown_endpoint` are properties of an object.
    `client_of` is the signature of the function that returns the client of a request, whose options
    are `known`, and whose values have the type `given`.
    """

    shown_title: Code
    shown_base: Code
    shown_parts: tuple[Code, ...]
    imports: tuple[Code, ...]
    constants: tuple[Code, ...]
    default_redirect: Code | None
    options: tuple[OptionView, ...]
    checks: tuple[Code, ...]
    endpoint: Code
    issuer: Code
    scheme: Code
    shown_endpoint: Code | None
    members: tuple[MemberView, ...]
    client_of: Code
    known: Code
    given: Code


def client_view(provider: Provider, requests: Sequence[RequestView]) -> ClientView:
    """Return the client of a spec, which returns these requests."""
    endpoint, first = provider.authorization_endpoint, requests[0]
    base, parts = shown_url(provider)
    is_only = len(requests) == 1
    options = [f"options: {first.options_type if is_only else 'object'}"]
    options += [] if is_only else ["known: readonly string[]"]
    view = ClientView(
        shown_title=shown_title(provider),
        shown_base=base,
        shown_parts=parts,
        imports=(),
        constants=tuple(_constants(provider, requests)),
        default_redirect=_default_redirect(provider),
        options=client_options(provider),
        checks=tuple(_checks(provider)),
        endpoint=_url("endpoint", endpoint.url, provider),
        issuer=_issuer(provider),
        scheme=Code("scheme," if provider.has_host_variable else 'scheme: "https",'),
        shown_endpoint=_shown_endpoint(provider),
        members=tuple(client_members(provider)),
        client_of=typescript_list(
            "function clientOf(",
            [*map(Code, options), Code("client?: OAuthClient")],
            "): OAuthClient {",
            0,
        ),
        known=first.own_options if is_only else Code("known"),
        given=first.whole_type if is_only else Code("OAuthClientOptions"),
    )
    used = [
        *view.constants,
        *view.checks,
        view.endpoint,
        Code("ClientBase checkOptions"),
    ]
    used += [line for one in requests for line in one.lines()]
    return replace(view, imports=tuple(imports(used)))


def _constants(provider: Provider, requests: Sequence[RequestView]) -> Iterator[Code]:
    """Yield the constants of the module: the names of options, the scopes, and the choices."""
    yield _names("CLIENT_OPTIONS", [one.name for one in client_options(provider)])
    for one in requests:
        yield _names(str(one.own_options), [option.name for option in one.options])
        yield _names(str(one.reserved), one.names)
    if provider.has_scope_list:
        yield Code("const SCOPES = Object.values(Scope);")
    if provider.default_scopes:
        yield _names("DEFAULT_SCOPES", provider.default_scopes)
    for variable in provider.client_variables:
        if variable.type is VariableType.CHOICE:
            yield _choices(variable)
    for parameter in provider.authorization_endpoint.parameters:
        values = parameter.values or [scope.name for scope in parameter.scopes]
        if parameter.is_of_the_caller and values:
            name = values_constant(parameter_option(parameter))
            yield _names(name, values, "] as const;")


def _default_redirect(provider: Provider) -> Code | None:
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
    for one in provider.client_variables:
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


def _shown_endpoint(provider: Provider) -> Code | None:
    """Return the property of the endpoint's URL without secret values, or None if it has none."""
    url = provider.shown_url
    return None if url is None else _url("shownEndpoint", url, provider)


def _url(key: str, url: str, provider: Provider) -> Code:
    """Return the property of an endpoint's URL, with the checked values in it."""
    if not provider.has_host_variable:
        return _property(key, filled(provider, url, in_path=True), url)
    parts = [
        ("", Code("scheme")),
        *filled_parts(provider, url.removeprefix("https"), "", True),
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
