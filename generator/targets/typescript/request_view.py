"""A spec to the client and the authorization request in TypeScript: checks, and the parts of the URL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.model.endpoints import Parameter, Role
from generator.model.provider import Provider
from generator.model.reference import example
from generator.model.text import Code
from generator.targets.encoders.words import plain
from generator.targets.typescript.client_view import (
    ClientView,
    MemberView,
    client_view,
    constants,
    default_redirect_constant,
    filled,
)
from generator.targets.typescript.encoders import (
    TYPESCRIPT_WIDTH,
    Group,
    typescript_group,
    typescript_list,
    typescript_string,
)
from generator.targets.typescript.names import parameter_option, values_constant
from generator.targets.typescript.options_view import (
    OptionView,
    client_options,
    request_options,
)
from generator.targets.views import query_parts

_STATEMENT = 4


@dataclass(frozen=True, slots=True)
class RequestView:
    """The client and the authorization request.

    `shown_title` to `shown_parts` are text in a comment. The lines of `imports`, `constants`, and
    `checks` are statements, and `parameters` are items of an array. `signature` is that of the
    client's method, which calls `construct`. `own` are the members that the client does not have.
    """

    shown_title: Code
    shown_base: Code
    shown_parts: tuple[Code, ...]
    imports: tuple[Code, ...]
    constants: tuple[Code, ...]
    default_redirect: Code | None
    client_options: tuple[OptionView, ...]
    request_options: tuple[OptionView, ...]
    signature: Code
    client: ClientView
    is_async: bool
    construct: Code
    has_scope: bool
    reads_response: bool
    base_class: Code
    about: tuple[Code, ...]
    checks: tuple[Code, ...]
    parameters: tuple[Code, ...]
    expected: tuple[Code, ...]
    own: tuple[MemberView, ...]


def request_view(provider: Provider) -> RequestView:
    """Return the client and the authorization request of a spec."""
    asked, ours = request_options(provider), client_options(provider)
    endpoint, is_async = provider.authorization_endpoint, has_pkce(provider)
    kind = "token" if provider.returns_token else "code"
    title = "The documented URL, in its documented order"
    view = RequestView(
        shown_title=Code(title if provider.examples else "An example of a URL"),
        shown_base=plain(endpoint.url),
        shown_parts=query_parts(example(provider).url),
        imports=(),
        constants=tuple(constants(provider)),
        default_redirect=default_redirect_constant(provider),
        client_options=ours,
        request_options=asked,
        signature=_signature(asked, _RESULT[is_async]),
        client=client_view(provider),
        is_async=is_async,
        construct=Code(_CONSTRUCT[is_async]),
        has_scope=endpoint.parameter(Role.SCOPE) is not None,
        reads_response=provider.returns_token,
        base_class=Code("CodeRequest" if is_async else _BASES[kind]),
        about=tuple(map(Code, _ABOUT[kind])),
        checks=tuple(_checks(provider)),
        parameters=tuple(_parameters(provider)),
        expected=tuple(_expected(provider)),
        own=tuple(_own(provider)),
    )
    return replace(view, imports=_imports(provider, view))


_CONSTRUCT = {False: "new AuthorizationRequest", True: "AuthorizationRequest.create"}
_RESULT = {False: "AuthorizationRequest", True: "Promise<AuthorizationRequest>"}
_BASES = {"token": "ImplicitRequest<AccessToken>", "code": "RequestBase"}
_ABOUT = {
    "token": (
        "A request for a bearer token with the implicit grant (RFC 6749 §4.2).",
        "",
        "Open its `url` in a browser, then read the response with `parseRedirect` or",
        "`parsePasted` of the same request, which compares it with its own values.",
    ),
    "code": (
        "A request for an authorization code (RFC 6749 §4.1).",
        "",
        "Send the user to its `url`. The provider redirects the user to the redirect URI,",
        "with the code and the state as parameters. Compare the state before you use the",
        "code.",
    ),
}


def has_pkce(provider: Provider) -> bool:
    """Return whether a request has a code challenge, so that it is built asynchronously."""
    return provider.authorization_endpoint.parameter(Role.CODE_CHALLENGE) is not None


def _signature(options: Sequence[OptionView], result: str) -> Code:
    """Return the signature of the client's method; its options are optional if each of them is."""
    is_required = any(one.is_required for one in options)
    given = Code("options: RequestOptions" + ("" if is_required else " = {}"))
    return typescript_list("authorizationRequest(", [given], f"): {result} {{", 2)


def _imports(provider: Provider, view: RequestView) -> tuple[Code, ...]:
    """Return the imports of what the statements of a request use."""
    used = "\n".join(
        (
            *(view.checks + view.parameters + view.expected + view.client.checks),
            *(line for one in view.request_options for line in one.lines),
            *(view.client.endpoint, view.base_class, "ClientBase checkOptions"),
            "createPkce Pkce" if view.is_async else "",
        )
    )
    lines: list[Code] = []
    modules = [
        *([("./access-token.js", ("AccessToken",))] if view.reads_response else []),
        *((f"./runtime/{name}.js", names) for name, names in _RUNTIME.items()),
        *([("./scopes.js", ("Scope",))] if provider.has_scope_list else []),
        *([("./server-errors.js", ("REMEDIES",))] if view.reads_response else []),
    ]
    for module, names in modules:
        found = [
            Code(name)
            for name in names
            if re.search(rf"\b{name.removeprefix('type ')}\b", used)
            or module == "./scopes.js"
        ]
        if found:
            lines.append(_import(found, module))
    return tuple(lines)


def _import(names: Sequence[Code], module: str) -> Code:
    line = f'import {{ {", ".join(names)} }} from "{module}";'
    if len(line) <= TYPESCRIPT_WIDTH or len(names) == 1:
        return Code(line)
    inner = "".join(f"\n  {name}," for name in names)
    return Code(f'import {{{inner}\n}} from "{module}";')


_RUNTIME = {
    "checks": (
        "checkClientId",
        "checkDomain",
        "checkExtraParameters",
        "checkRedirectUri",
        "checkScheme",
        "checkState",
        "newState",
        "type ExtraParameters",
    ),
    "client": ("ClientBase",),
    "code-request": ("CodeRequest",),
    "encoding": ("percentEncode",),
    "implicit": ("ImplicitRequest",),
    "options": ("checkOptions",),
    "pkce": ("createPkce", "type Pkce"),
    "request": ("RequestBase",),
    "scope": ("freeScopes", "orDefault", "requireScopes", "selectScopes"),
    "variables": (
        "checkBase",
        "checkChoice",
        "checkFlag",
        "checkKey",
        "checkLabel",
        "checkPathSegment",
        "checkText",
        "checkTexts",
        "joinDistinct",
        "optional",
        "repeated",
        "requireValues",
    ),
}
"""What a client can import from the runtime, by module."""


def _checks(provider: Provider) -> Iterator[Code]:
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.SCOPE) is not None:
        scopes = _scopes(provider)
        before, after = f"const scopes = {scopes.before}", f"{scopes.after};"
        yield typescript_group(Group(before, scopes.items, after), _STATEMENT)
    if endpoint.has_state:
        yield Code("const state = checkState(options.state);")
    if endpoint.parameter(Role.NONCE) is not None:
        yield Code(_NONCE)
    given = [Code("options.extraParameters ?? []"), Code("RESERVED")]
    before = "const extraParameters = checkExtraParameters("
    yield typescript_list(before, given, ");", _STATEMENT)


_NONCE = """const nonce =
      options.nonce === undefined
        ? newState()
        : checkText(options.nonce, "nonce");"""


def _scopes(provider: Provider) -> Group:
    given = Code("options.scopes ?? []")
    chosen = Group("freeScopes(", [given], ")")
    if provider.has_scope_list:
        others = Code("options.undocumentedScopes ?? []")
        chosen = Group("selectScopes(", [given, others, Code("SCOPES")], ")")
    if provider.default_scopes:
        return Group("orDefault(", [chosen, Code("DEFAULT_SCOPES")], ")")
    if provider.authorization_endpoint.requires_scope:
        return Group("requireScopes(", [chosen], ")")
    return chosen


def _parameters(provider: Provider) -> Iterator[Code]:
    indent = 8 if not has_pkce(provider) else 10
    for one in provider.authorization_endpoint.parameters:
        name = typescript_string(one.name)
        if one.is_of_the_caller and one.is_repeated:
            pair = Group("...repeated(", [name, _given(one)], "),")
        else:
            pair = Group("[", [name, _value(provider, one)], "],")
        yield typescript_group(pair, indent)


def _value(provider: Provider, one: Parameter) -> Code | Group:
    """Return the expression of a parameter's value, which is empty if the URL lacks it."""
    endpoint = provider.authorization_endpoint
    separator = typescript_string(endpoint.scope_separator)
    if one.constant is not None:
        return filled(provider, one.constant, "owner.")
    if one.is_of_the_caller:
        given = _given(one)
        return Group("joinDistinct(", [given, separator], ")") if one.scopes else given
    if one.role is Role.REDIRECT_URI:
        is_optional = endpoint.has_optional_redirect
        return Code('owner.redirectUri ?? ""' if is_optional else "owner.redirectUri")
    return {
        Role.CLIENT_ID: Code("owner.clientId"),
        Role.SCOPE: Code(f"scopes.join({separator})"),
        Role.STATE: Code("state"),
        Role.NONCE: Code("nonce"),
        Role.CODE_CHALLENGE: Code("pkce.codeChallenge"),
    }[one.role]


def _given(one: Parameter) -> Group:
    """Return the call that checks what the caller gave for a parameter of the provider."""
    name = parameter_option(one)
    given, quoted = Code(f"options.{name}"), typescript_string(name)
    documented = [values_constant(name)] if one.values or one.scopes else []
    if one.is_repeated or one.scopes:
        values = given if one.is_required else Code(f"{given} ?? []")
        checked = Group("checkTexts(", [values, quoted, *documented], ")")
        is_needed = one.required
        return Group("requireValues(", [checked, quoted], ")") if is_needed else checked
    check = "checkFlag" if one.is_boolean else "checkText"
    if documented and not one.is_boolean:
        check = "checkChoice"
    others = [quoted, *([] if one.is_boolean else documented)]
    if one.is_optional:
        return Group("optional(", [Code(check), given, *others], ")")
    if one.default is not None:
        default = typescript_string(one.default)
        text = one.default if one.is_boolean else default
        given = Code(f"{given} ?? {text}")
    return Group(f"{check}(", [given, *others], ")")


def _expected(provider: Provider) -> Iterator[Code]:
    """Yield the properties of what a response is compared with, if the package reads one."""
    if not provider.returns_token:
        return
    endpoint = provider.authorization_endpoint
    yield Code("state," if endpoint.has_state else "state: undefined,")
    has_scope = endpoint.parameter(Role.SCOPE) is not None
    yield Code("scopes," if has_scope else "scopes: [],")
    yield Code(f"scopeSeparator: {typescript_string(endpoint.scope_separator)},")
    yield Code("remedies: REMEDIES,")
    if endpoint.state_in == "query":
        yield Code("stateInQuery: true,")


def _own(provider: Provider) -> Iterator[MemberView]:
    endpoint, text = provider.authorization_endpoint, Code("string")
    if endpoint.has_state:
        doc = Code("The value that the response must repeat.")
        yield MemberView(Code("state"), text, doc)
    if endpoint.parameter(Role.NONCE) is not None:
        doc = Code("The random value of this request.")
        yield MemberView(Code("nonce"), text, doc)
