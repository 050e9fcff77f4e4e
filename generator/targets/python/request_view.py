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
    python_f_string,
    python_query_name,
    python_string,
    python_tuple,
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
    built without a client, and `documented_arguments` are both. `shown_endpoint` is the URL without
    secret values, if its path contains any.
    """

    shown_title: Code
    shown_base: Code
    shown_parts: tuple[Code, ...]
    imports: tuple[Code, ...]
    constants: tuple[Code, ...]
    default_redirect: DefaultRedirectView | None
    client_attributes: Code
    client_arguments: tuple[ArgumentView, ...]
    client_checks: tuple[Code, ...]
    client_members: tuple[MemberView, ...]
    endpoint: Code
    issuer: Code
    scheme: Code
    shown_endpoint: Code | None
    has_secret: bool
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
    request_members: tuple[MemberView, ...]


def request_view(provider: Provider) -> RequestView:
    """Return the client and the authorization request of a spec."""
    endpoint, shown = provider.authorization_endpoint, example(provider)
    ours, asked = client_arguments(provider), request_arguments(provider)
    positional, keywords = _in_order(ours, asked)
    has_pkce = endpoint.parameter(Role.CODE_CHALLENGE) is not None
    about, use, base = _ABOUT["token" if provider.returns_token else "code"]
    title = "The documented URL, in its documented order"
    return RequestView(
        shown_title=Code(title if provider.examples else "An example of a URL"),
        shown_base=plain(endpoint.url),
        shown_parts=query_parts(shown.url),
        imports=_imports(provider),
        constants=tuple(_constants(provider)),
        default_redirect=_default_redirect_view(provider),
        client_attributes=_slots(one.name for one in _client_members(provider)),
        client_arguments=ours,
        client_checks=tuple(_client_checks(provider)),
        client_members=tuple(_client_members(provider)),
        endpoint=_endpoint(provider),
        issuer=_issuer(provider),
        scheme=Code("scheme" if provider.has_host_variable else '"https"'),
        shown_endpoint=_shown_endpoint(provider),
        has_secret=any(one.is_secret for one in provider.used_variables),
        base_class=Code("CodeRequest[OAuthClient]" if has_pkce else base),
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
        request_members=tuple(_request_members(provider)),
    )


_ABOUT = {
    "token": (
        "A request for a bearer token with the implicit grant (RFC 6749 §4.2).",
        """Open its `url` in a browser. Then read the response with `parse_redirect` or
    `parse_pasted` of the same request, which contains the expected state and scopes.""",
        "ImplicitRequest[AccessToken, OAuthClient]",
    ),
    "code": (
        "A request for an authorization code (RFC 6749 §4.1).",
        """Send the user to its `url`. The provider redirects the user to the redirect URI,
    with the code and the state as parameters. Compare the state before you use the code.""",
        "RequestBase[OAuthClient]",
    ),
}


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
            _endpoint(provider),
            *_constants(provider),
            *_after(provider),
        )
    )
    bases = ["ClientBase", request_base(provider)]
    if any(one.is_secret for one in provider.used_variables):
        bases.append("without_frames")
    lines = ["from collections.abc import Iterable, Mapping", ""]
    for module, names in _RUNTIME.items():
        used = [
            name for name in names if re.search(rf"\b{name}\b", body) or name in bases
        ]
        if used:
            lines.append(f"from ._runtime.{module} import {', '.join(used)}")
    if provider.returns_token:
        lines.append("from .access_token import AccessToken")
    if provider.has_scope_list:
        lines.append("from .scopes import Scope")
    if provider.returns_token:
        lines.append("from .server_errors import REMEDIES")
    annotations = (*client_arguments(provider), *request_arguments(provider))
    if any("Literal[" in one.declaration for one in annotations):
        lines += ["", "TYPE_CHECKING = False", "if TYPE_CHECKING:"]
        lines.append("    from typing import Literal")
    return tuple(map(Code, lines))


def request_base(provider: Provider) -> str:
    """Return the name of the class in the runtime that requests derive from."""
    if provider.returns_token:
        return "ImplicitRequest"
    has_pkce = (
        provider.authorization_endpoint.parameter(Role.CODE_CHALLENGE) is not None
    )
    return "CodeRequest" if has_pkce else "RequestBase"


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
    "code_request": ("CodeRequest",),
    "encoding": ("percent_encode",),
    "errors": ("without_frames",),
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


def _constants(provider: Provider) -> Iterator[Code]:
    """Yield the constants of the module: the scopes, the reserved names, and the choices."""
    if provider.has_scope_list:
        yield Code("_SCOPES = dict.fromkeys(scope.value for scope in Scope)")
    if provider.default_scopes:
        yield _tuple("_DEFAULT_SCOPES", provider.default_scopes)
    endpoint = provider.authorization_endpoint
    yield _tuple("_RESERVED", [one.name for one in endpoint.parameters])
    for one in provider.used_variables:
        if one.type is VariableType.CHOICE:
            yield _choices(one)
    for parameter in endpoint.parameters:
        values = parameter.values or [scope.name for scope in parameter.scopes]
        if parameter.is_of_the_caller and values:
            yield _tuple(_constant(parameter_argument(parameter)), values)


def _constant(argument: str) -> str:
    """Return the name of the constant for the values of an argument."""
    return f"_{argument.strip('_').upper()}_VALUES"


def _tuple(name: str, values: Sequence[str]) -> Code:
    items = [python_string(one) for one in values]
    return Code(f"{name} = {python_tuple(items, 0, f'{name} = ', '')}")


def _choices(one: Variable) -> Code:
    """Return the constant of a choice: its values, each with the members that it decides."""
    name = _constant(variable_argument(one))
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
    for one in provider.used_variables:
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
        return f"check_choice({name}, {quoted}, {_constant(name)})"
    if one.type not in (VariableType.HOST, VariableType.BASE):
        return f"{_CHECKS[one.type]}({name}, {quoted})"
    # The request connects only to the host, so its scheme does not restrict other variables.
    is_host = provider.has_host_variable and one == provider.host_variable
    scheme = "scheme" if is_host else '"https"'
    if one.type is VariableType.BASE:
        return f"check_base({name}, {scheme}, {quoted})"
    shown = "" if name == "domain" else f", {quoted}"
    return f"check_domain({name}, {scheme}{shown})"


def _endpoint(provider: Provider) -> Code:
    """Return the expression of the endpoint's URL, with the checked values in it."""
    return _url(provider, provider.authorization_endpoint.url)


def _shown_endpoint(provider: Provider) -> Code | None:
    """Return the expression of the endpoint's URL without secret values, or None if it has none."""
    url = provider.shown_url
    return None if url is None else _url(provider, url)


def _url(provider: Provider, url: str) -> Code:
    if not provider.has_host_variable:
        return _filled(provider, url, "self", in_path=True)
    rest = _filled(provider, url.removeprefix("https://"), "self", in_path=True)
    return Code(f'f"{{scheme}}://{rest[2:]}')


def _issuer(provider: Provider) -> Code:
    """Return the expression of the `host[:port]` of the endpoint."""
    filled = _filled(provider, provider.authorization_endpoint.authority, "self")
    if provider.has_host_variable:
        variable = provider.host_variable
        whole = f"self._{variable_argument(variable)}"
        is_base = variable.type is VariableType.BASE
        return Code(f'{whole}.partition("/")[0]' if is_base else whole)
    return filled


def _filled(
    provider: Provider, text: str, owner: str, *, in_path: bool = False
) -> Code:
    """Return the expression of a text of the spec with the values of variables in it.

    `owner` is the client. In a path, values are percent-encoded.
    """
    variables = {one.name: one for one in provider.variables}
    parts: list[tuple[str, Code | None]] = []
    pieces = re.split(r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}", text)
    for index in range(0, len(pieces) - 1, 3):
        before, name, member = pieces[index : index + 3]
        parts.append(
            (before, _value_of(variables.get(name), name, member, owner, in_path))
        )
    parts.append((pieces[-1], None))
    if len(parts) == 1:
        return python_string(text)
    return python_f_string(parts)


def _value_of(
    one: Variable | None, name: str, member: str | None, owner: str, in_path: bool
) -> Code:
    if one is None:
        return Code(f"{owner}._{name}")
    argument = variable_argument(one)
    value = f"{owner}._{argument}"
    if member is not None:
        return Code(f"{_constant(argument)}[{value}]['{member}']")
    is_encoded = in_path and one.type in (VariableType.PATH, VariableType.TEXT)
    return Code(f"percent_encode({value})" if is_encoded else value)


def _client_members(provider: Provider) -> Iterator[MemberView]:
    for one in provider.used_variables:
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
    found = ["state"] if endpoint.has_state else []
    return [*found, "nonce"] if endpoint.parameter(Role.NONCE) else found


def _request_checks(provider: Provider) -> Iterator[Code]:
    endpoint = provider.authorization_endpoint
    yield Code(f"self._scopes = {_scopes(provider)}")
    if provider.default_scopes:
        yield Code("self._scopes = self._scopes or _DEFAULT_SCOPES")
    if endpoint.has_state:
        yield Code("self._state = check_state(state)")
    if endpoint.parameter(Role.NONCE) is not None:
        checked = 'check_text(nonce, "nonce")'
        yield Code(f"self._nonce = new_state() if nonce is None else {checked}")
    if endpoint.parameter(Role.CODE_CHALLENGE) is not None:
        yield Code("self._code_verifier = check_code_verifier(code_verifier)")
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
        return _filled(provider, one.constant, "client")
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
    documented = _constant(name) if one.values or one.scopes else ""
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
