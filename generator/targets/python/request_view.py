"""A spec to the client and the authorization request in Python: checks, and the parts of the URL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role, Variable, VariableType
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.targets.encoders.words import plain
from generator.targets.python.arguments_view import (
    ArgumentView,
    client_arguments,
    request_arguments,
)
from generator.targets.python.encoders import (
    python_call,
    python_query_name,
    python_string,
    python_tuple,
)
from generator.targets.python.exchange_view import exchange_view
from generator.targets.python.filled import (
    constant_of,
    endpoint_url,
    filled,
    issuer,
)
from generator.targets.python.names import parameter_argument, variable_argument
from generator.targets.views import default_redirect, query_parts

_CHECKS = {
    VariableType.LABEL: "check_label",
    VariableType.PATH: "check_path_segment",
    VariableType.TEXT: "check_text",
}


@dataclass(frozen=True, slots=True)
class DefaultRedirectView:
    """The constant for the default redirect URI, and its literal."""

    name: Code
    value: Code


@dataclass(frozen=True, slots=True)
class MemberView:
    """A read-only attribute: its name, its type, its documentation, and the expression of its value."""

    name: Code
    type: Code
    doc: Code
    value: Code


@dataclass(frozen=True, slots=True)
class RequestView:
    """The client and the authorization request.

    `shown_title` to `shown_parts` are text in a docstring. The lines of `imports`, `constants`,
    `…_checks`, and `after` are statements, and those of `parameters` are items of a tuple. The
    other values are expressions. `positional` and `keywords` are the arguments of a request that is
    built without a client, and `documented_arguments` are both.
    """

    shown_title: Code
    shown_base: Code
    shown_parts: tuple[Code, ...]
    imports: tuple[Code, ...]
    constants: tuple[Code, ...]
    default_redirect: DefaultRedirectView | None
    client_base: Code
    client_values: tuple[Code, ...]
    client_guards: tuple[Code, ...]
    client_attributes: Code
    client_arguments: tuple[ArgumentView, ...]
    client_checks: tuple[Code, ...]
    client_members: tuple[MemberView, ...]
    endpoint: Code
    issuer: Code
    scheme: Code
    base_class: Code
    about: Code
    use: Code
    request_attributes: Code
    request_arguments: tuple[ArgumentView, ...]
    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    documented_arguments: tuple[ArgumentView, ...]
    request_checks: tuple[Code, ...]
    parameters: tuple[Code, ...]
    after: tuple[Code, ...]
    expected: tuple[Code, ...]
    request_members: tuple[MemberView, ...]


def request_view(provider: Provider) -> RequestView:
    """Return the client and the authorization request of a spec."""
    endpoint, shown = provider.authorization_endpoint, example(provider)
    ours, asked = client_arguments(provider), request_arguments(provider)
    positional, keywords = _in_order(ours, asked)
    about, use, base = _ABOUT["token" if provider.returns_token else "code"]
    title = "The documented URL, in its documented order"
    return RequestView(
        shown_title=Code(title if provider.examples else "An example of a URL"),
        shown_base=plain(endpoint.url),
        shown_parts=query_parts(shown.url),
        imports=_imports(provider),
        constants=tuple(_constants(provider)),
        default_redirect=_default_redirect_view(provider),
        client_base=Code("ExchangeClient" if provider.exchanges else "ClientBase"),
        client_values=(Code("client_secret"),) if provider.exchanges else (),
        client_guards=tuple(_client_guards(provider)),
        client_attributes=_slots(one.name for one in _client_members(provider)),
        client_arguments=ours,
        client_checks=tuple(_client_checks(provider)),
        client_members=tuple(_client_members(provider)),
        endpoint=_url(provider),
        issuer=issuer(provider),
        scheme=Code("scheme" if provider.has_host_variable else '"https"'),
        base_class=Code("CodeRequest" if reads_code(provider) else base),
        about=Code(about),
        use=Code(use),
        request_attributes=_slots(_own_attributes(provider)),
        request_arguments=asked,
        positional=positional,
        keywords=keywords,
        documented_arguments=(*positional, *keywords),
        request_checks=tuple(_request_checks(provider)),
        parameters=tuple(_parameters(provider)),
        after=tuple(_after(provider)),
        expected=tuple(_expected(provider)),
        request_members=tuple(_request_members(provider)),
    )


_ABOUT = {
    "token": (
        "A request for a bearer token with the implicit grant (RFC 6749 §4.2).",
        """Open its `url` in a browser. Then read the response with `parse_redirect` or
    `parse_pasted` of the same request, which contains the expected state and scopes.""",
        "ImplicitRequest[AccessToken]",
    ),
    "code": (
        "A request for an authorization code (RFC 6749 §4.1).",
        """Send the user to its `url`. The provider redirects the user to the redirect URI,
    with the code and the state as parameters. Read them with `parse_redirect`.""",
        "RequestBase",
    ),
}


def _url(provider: Provider) -> Code:
    return endpoint_url(provider, provider.authorization_endpoint.url, "scheme")


def _in_order(
    ours: Sequence[ArgumentView], asked: Sequence[ArgumentView]
) -> tuple[tuple[ArgumentView, ...], tuple[ArgumentView, ...]]:
    """Return the positional and the keyword arguments of a request without a client.

    The values that callers always give, and the scopes, can be positional.
    """
    first = [one for one in ours if one.is_required and one.name != "redirect_uri"]
    scopes = [one for one in asked if one.name == "scopes"]
    last = [one for one in ours if one.name == "scheme"]
    taken = (*first, *scopes, *last)
    between = [one for one in (*ours, *asked) if one not in taken]
    return (*first, *scopes), (*between, *last)


def _imports(provider: Provider) -> tuple[Code, ...]:
    """Return every import that the checks need; a formatter does not remove unused ones."""
    body = "\n".join(
        (
            *_client_checks(provider),
            *_request_checks(provider),
            *_parameters(provider),
            _url(provider),
            *_constants(provider),
            *_after(provider),
            *_expected(provider),
            *_client_guards(provider),
            *_exchanged(provider),
        )
    )
    bases = (
        "ExchangeClient" if provider.exchanges else "ClientBase",
        request_base(provider),
    )
    lines = ["from collections.abc import Iterable, Mapping", ""]
    for module, names in _RUNTIME.items():
        used = [
            name for name in names if re.search(rf"\b{name}\b", body) or name in bases
        ]
        if used:
            lines.append(f"from ._runtime.{module} import {', '.join(used)}")
    if provider.issues_tokens:
        lines.append("from .access_token import AccessToken")
    if provider.has_scope_list:
        lines.append("from .scopes import Scope")
    remedies = ["REMEDIES"] if provider.issues_tokens else []
    remedies += ["TOKEN_REMEDIES"] if provider.exchanges else []
    if remedies:
        lines.append(f"from .server_errors import {', '.join(remedies)}")
    annotations = (*client_arguments(provider), *request_arguments(provider))
    if any("Literal[" in one.declaration for one in annotations):
        lines += ["", "TYPE_CHECKING = False", "if TYPE_CHECKING:"]
        lines.append("    from typing import Literal")
    return tuple(map(Code, lines))


def request_base(provider: Provider) -> str:
    """Return the name of the class in the runtime that requests derive from."""
    if provider.returns_token:
        return "ImplicitRequest"
    return "CodeRequest" if reads_code(provider) else "RequestBase"


def reads_code(provider: Provider) -> bool:
    """Return whether a request reads a redirect with a code, to exchange it."""
    return provider.exchanges and not provider.returns_token


_RUNTIME = {
    "checks": (
        "check_client_id",
        "check_domain",
        "check_extra_parameters",
        "check_redirect_uri",
        "check_scheme",
        "check_state",
        "new_state",
    ),
    "client": ("ClientBase",),
    "exchange.client": ("ExchangeClient",),
    "exchange.code_redirect": ("CodeContext",),
    "exchange.code_request": ("CodeRequest",),
    "exchange.authorization_code": ("AuthorizationCode", "check_code"),
    "exchange.credentials": ("Authentication", "Basic", "check_allowed_domain"),
    "exchange.endpoint_request": ("Sent",),
    "exchange.pending": ("from_pending",),
    "exchange.response_form": ("ResponseForm",),
    "exchange.token_request": ("TokenRequest", "check_refreshable"),
    "encoding": ("percent_encode",),
    "implicit": ("ImplicitRequest",),
    "pkce": ("check_code_verifier", "code_challenge"),
    "request": ("RequestBase",),
    "response": ("RequestContext",),
    "scope": ("free_scopes", "require_scopes", "select_scopes"),
    "variables": (
        "check_base",
        "check_choice",
        "check_flag",
        "check_label",
        "check_path_segment",
        "check_text",
        "check_texts",
    ),
}
"""What a client can import from the runtime, by module."""


def _exchanged(provider: Provider) -> Iterator[Code]:
    """Yield the code that sends requests to the token endpoint."""
    view = exchange_view(provider)
    yield from view.constants
    for one in view.methods:
        yield from (*one.before, one.url, *one.parameters, *one.options)
        yield from (argument.declaration for argument in one.arguments)
    if view.methods:
        yield Code("TokenRequest Sent from_pending")


def _constants(provider: Provider) -> Iterator[Code]:
    """Yield the constants of the module: the scopes, the reserved names, and the choices."""
    if provider.has_scope_list:
        yield Code("_SCOPES = dict.fromkeys(scope.value for scope in Scope)")
    if provider.default_scopes:
        yield _tuple("_DEFAULT_SCOPES", provider.default_scopes)
    endpoint = provider.authorization_endpoint
    yield _tuple("_RESERVED", [one.name for one in endpoint.parameters])
    for one in provider.client_variables:
        if one.type is VariableType.CHOICE:
            yield _choices(one)
    for parameter in endpoint.parameters:
        values = parameter.values or [scope.name for scope in parameter.scopes]
        if parameter.is_of_the_caller and values:
            yield _tuple(constant_of(parameter_argument(parameter)), values)


def _tuple(name: str, values: Sequence[str]) -> Code:
    items = [python_string(one) for one in values]
    return Code(f"{name} = {python_tuple(items, 0, f'{name} = ', '')}")


def _choices(one: Variable) -> Code:
    """Return the constant of a choice: its values, each with the members that it decides."""
    name = constant_of(variable_argument(one))
    if not any(choice.members for choice in one.choices):
        return _tuple(name, [choice.name for choice in one.choices])
    rows = ", ".join(
        f"{python_string(choice.name)}: {{"
        + ", ".join(
            f"{python_string(key)}: {python_string(value)}"
            for key, value in choice.members
        )
        + "}"
        for choice in one.choices
    )
    return Code(f"{name} = {{{rows}}}")


def _client_checks(provider: Provider) -> Iterator[Code]:
    if provider.has_host_variable:
        yield Code("check_scheme(scheme)")
    for one in provider.client_variables:
        yield Code(f"self._{variable_argument(one)} = {_checked(provider, one)}")
    yield Code("self._client_id = check_client_id(client_id)")
    redirect = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    if redirect is None:
        return
    checked = "check_redirect_uri(redirect_uri)"
    if provider.authorization_endpoint.has_optional_redirect:
        checked = f"None if redirect_uri is None else {checked}"
    yield Code(f"self._redirect_uri = {checked}")


def _checked(provider: Provider, one: Variable) -> str:
    """Return the expression of a variable's checked value."""
    name = variable_argument(one)
    quoted = python_string(name)
    if one.type is VariableType.CHOICE:
        return f"check_choice({name}, {quoted}, {constant_of(name)})"
    if one.type not in (VariableType.HOST, VariableType.BASE):
        return f"{_CHECKS[one.type]}({name}, {quoted})"
    # The request connects only to the host, so its scheme does not restrict other variables.
    is_host = provider.has_host_variable and one == provider.host_variable
    scheme = "scheme" if is_host else '"https"'
    if one.type is VariableType.BASE:
        return f"check_base({name}, {scheme}, {quoted})"
    shown = "" if name == "domain" else f", {quoted}"
    return f"check_domain({name}, {scheme}{shown})"


def _client_members(provider: Provider) -> Iterator[MemberView]:
    for one in provider.client_variables:
        doc = _VARIABLE_DOCS.get(one.type, "The checked value.")
        yield _member(variable_argument(one), "str", doc)
    redirect = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    if redirect is not None:
        yield _redirect_member(provider)


_VARIABLE_DOCS = {
    VariableType.HOST: "The `host[:port]` in lower case, without a default port.",
    VariableType.LABEL: "The part of the host name, in lower case.",
}


def _redirect_member(provider: Provider) -> MemberView:
    if provider.authorization_endpoint.has_optional_redirect:
        doc = "The URI that receives the response, or None if the URL does not say."
        return _member("redirect_uri", "str | None", doc)
    return _member("redirect_uri", "str", "The URI that receives the response.")


def _member(name: str, type: str, doc: str, value: str = "") -> MemberView:
    return MemberView(Code(name), Code(type), Code(doc), Code(value or f"self._{name}"))


def _slots(names: Iterator[Code] | Sequence[str]) -> Code:
    items = [python_string(f"_{name}") for name in sorted(names)]
    return python_tuple(items, 4, "__slots__ = ", "")


def _own_attributes(provider: Provider) -> Sequence[str]:
    endpoint = provider.authorization_endpoint
    if reads_code(provider):
        return ()
    found = ["state"] if endpoint.has_state else []
    return [*found, "nonce"] if endpoint.parameter(Role.NONCE) else found


def _request_checks(provider: Provider) -> Iterator[Code]:
    endpoint = provider.authorization_endpoint
    yield Code(f"self._scopes = {_scopes(provider)}")
    if provider.default_scopes:
        yield Code("self._scopes = self._scopes or _DEFAULT_SCOPES")
    if endpoint.has_state:
        yield Code("self._state = check_state(state)")
    elif reads_code(provider):
        yield Code('self._state = ""')
    if endpoint.parameter(Role.NONCE) is None and reads_code(provider):
        yield Code('self._nonce = ""')
    if endpoint.parameter(Role.NONCE) is not None:
        checked = 'check_text(nonce, "nonce")'
        yield Code(f"self._nonce = new_state() if nonce is None else {checked}")
    if endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        yield Code("self._code_verifier = check_code_verifier(code_verifier)")
    elif reads_code(provider):
        yield Code('self._code_verifier = ""')
    extra = "check_extra_parameters(extra_parameters, _RESERVED)"
    yield Code(f"self._extra_parameters = {extra}")


def _scopes(provider: Provider) -> str:
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.SCOPE) is None:
        return "()"
    chosen = "free_scopes(scopes)"
    if provider.has_scope_list:
        chosen = "select_scopes(scopes, undocumented_scopes, _SCOPES)"
    is_required = endpoint.requires_scope and not provider.default_scopes
    return f"require_scopes({chosen})" if is_required else chosen


def _parameters(provider: Provider) -> Iterator[Code]:
    for one in provider.authorization_endpoint.parameters:
        name = python_query_name(one.name)
        if one.is_of_the_caller and one.is_repeated:
            values = f"*[({name}, one) for one in {_given(provider, one)}]"
            yield Code(values)
        else:
            yield Code(f"({name}, {_value(provider, one)})")


def _value(provider: Provider, one: Parameter) -> str:
    """Return the expression of a parameter's value, which is empty if the URL lacks it."""
    endpoint = provider.authorization_endpoint
    separator = python_string(endpoint.scope_separator)
    if one.constant is not None:
        return filled(provider, one.constant, "client")
    if one.is_of_the_caller:
        given = _given(provider, one)
        if one.scopes:
            return f"{separator}.join(dict.fromkeys({given}))"
        if one.is_optional:
            return f'"" if {parameter_argument(one)} is None else {given}'
        return given
    if one.role is Role.REDIRECT_URI:
        is_optional = endpoint.has_optional_redirect
        return 'client.redirect_uri or ""' if is_optional else "client.redirect_uri"
    return {
        Role.CLIENT_ID: "client.client_id",
        Role.SCOPE: f"{separator}.join(self._scopes)",
        Role.STATE: "self._state",
        Role.NONCE: "self._nonce",
        Role.CODE_CHALLENGE: "code_challenge(self._code_verifier)",
    }[one.role]


def _given(provider: Provider, one: Parameter) -> str:
    """Return the call that checks what the caller gave for a parameter of the provider."""
    name = parameter_argument(one)
    quoted = python_string(name)
    documented = constant_of(name) if one.values or one.scopes else ""
    if one.is_repeated or one.scopes:
        arguments = [name, quoted, *([documented] if documented else [])]
        arguments += ["required=True"] if one.required else []
        return f"check_texts({', '.join(map(str, arguments))})"
    if one.is_boolean:
        return f"check_flag({name}, {quoted})"
    if documented:
        return f"check_choice({name}, {quoted}, {documented})"
    return f"check_text({name}, {quoted})"


def _after(provider: Provider) -> Iterator[Code]:
    """Yield what a request for a token needs to read its response."""
    if not provider.returns_token:
        return
    endpoint = provider.authorization_endpoint
    state = "self._state" if endpoint.has_state else "None"
    in_query = "state_in_query=True, " if endpoint.state_in == "query" else ""
    separator = python_string(endpoint.scope_separator)
    yield Code(
        f"self._expected = RequestContext(state={state}, scopes=self._scopes, "
        f"scope_separator={separator}, remedies=REMEDIES, {in_query})"
    )
    yield Code("self._token = AccessToken")


def _expected(provider: Provider) -> Iterator[Code]:
    """Yield the expression of what the redirect with a code is compared with, if there is one."""
    if not reads_code(provider):
        return
    endpoint = provider.authorization_endpoint
    has_redirect = endpoint.parameter(Role.REDIRECT_URI) is not None
    given = [
        f"redirect_uri={'self._client.redirect_uri' if has_redirect else 'None'}",
        f"state={'self._state' if endpoint.has_state else 'None'}",
    ]
    if provider.issuer is not None:
        given.append(f"issuer={filled(provider, provider.issuer, 'self._client')}")
    if provider.requires_iss:
        given.append("requires_issuer=True")
    names = [
        f"{python_string(one.name)}: {python_string(one.role)}"
        for one in endpoint.response_parameters
        if one.role not in ("", one.name)
    ]
    if names:
        given.append(f"names={{{', '.join(names)}}}")
    members = [
        python_string(one.name)
        for one in endpoint.response_parameters
        if one.role not in STANDARD_REDIRECT
    ]
    if members:
        given.append(f"members=({', '.join(members)},)")
    given.append("remedies=REMEDIES")
    yield python_call("CodeContext", given, 8, "return ")


STANDARD_REDIRECT = ("code", "state", "iss")
"""The roles of the parameters that the redirect with a code has by itself."""


def _client_guards(provider: Provider) -> Iterator[Code]:
    """Yield the check that only a trusted host gets the client secret."""
    if not (provider.exchanges and provider.has_host_variable):
        return
    name = variable_argument(provider.host_variable)
    given = ", ".join(
        ("self._issuer", python_string(name), "allowed_domains", "client_secret")
    )
    yield Code(f"check_allowed_domain({given})")


def _request_members(provider: Provider) -> Iterator[MemberView]:
    for one in _client_members(provider):
        yield MemberView(one.name, one.type, one.doc, Code(f"self._client.{one.name}"))
    endpoint = provider.authorization_endpoint
    if endpoint.has_state:
        yield _member("state", "str", "The value that the response must repeat.")
    if endpoint.parameter(Role.NONCE) is not None:
        yield _member("nonce", "str", "The random value of this request.")


def _default_redirect_view(provider: Provider) -> DefaultRedirectView | None:
    default = default_redirect(provider)
    if default is None:
        return None
    return DefaultRedirectView(default.name, python_string(default.uri))
