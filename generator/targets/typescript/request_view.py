"""A spec to the authorization requests in TypeScript: checks, and the parts of the URL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import GrantType, Parameter, Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.typescript.encoders import (
    Group,
    typescript_doc,
    typescript_group,
    typescript_list,
    typescript_string,
)
from generator.targets.typescript.filled import filled
from generator.targets.typescript.members_view import MemberView, request_members
from generator.targets.typescript.names import parameter_option, values_constant
from generator.targets.typescript.options_view import OptionView, request_options

_STATEMENT = 4


@dataclass(frozen=True, slots=True)
class RequestView:
    """The authorization request of a grant, and the method of the client that returns it.

    `options_type` and `own_options` are the type and the constant of what a request adds to a client,
    and `whole_type` is the type of both. The lines of `checks` are statements, and `parameters` are
    items of an array. `signature` is that of the method, which calls `construct`. `owner` is the
    expression of the client. `options_about` and `whole_about` are comments about the types. `members`
    are those that the client does not have.
    """

    grant: GrantType
    name: Code
    method: Code
    options_type: Code
    whole_type: Code
    options_about: Code
    whole_about: Code
    own_options: Code
    reserved: Code
    names: tuple[str, ...]
    options: tuple[OptionView, ...]
    signature: Code
    is_async: bool
    constructor: Code
    construct: Code
    owner: Code
    has_scope: bool
    reads_response: bool
    base: Code
    about: tuple[Code, ...]
    checks: tuple[Code, ...]
    parameters: tuple[Code, ...]
    expected: tuple[Code, ...]
    members: tuple[MemberView, ...]

    def lines(self) -> Iterator[Code]:
        """Yield the code that can need an import."""
        yield from (self.base, *self.checks, *self.parameters, *self.expected)
        # The other lines of an option are a comment.
        yield from (one.lines[-1] for one in self.options)
        if self.is_async:
            yield Code("createPkce Pkce")


def request_views(provider: Provider) -> tuple[RequestView, ...]:
    """Return the authorization request of each grant; the second one has a prefix in its name."""
    grants = provider.browser_grants
    return tuple(
        _request_view(
            provider.only(grant), _KINDS[grant] if index else "", len(grants) > 1
        )
        for index, grant in enumerate(grants)
    )


_KINDS = {GrantType.IMPLICIT: "Implicit", GrantType.AUTHORIZATION_CODE: "Code"}


def _request_view(provider: Provider, kind: str, is_one_of_many: bool) -> RequestView:
    endpoint, is_async = provider.authorization_endpoint, has_pkce(provider)
    name, options_type = f"{kind}AuthorizationRequest", f"{kind}RequestOptions"
    prefix = f"{kind.upper()}_" if kind else ""
    own_options, reserved = f"{prefix}REQUEST_OPTIONS", Code(f"{prefix}RESERVED")
    response = "token" if provider.returns_token else "code"
    asked, method = request_options(provider), f"{name[0].lower()}{name[1:]}"
    result = f"Promise<{name}>" if is_async else name
    known = f", {own_options}" if is_one_of_many else ""
    return RequestView(
        grant=provider.browser_grant,
        name=Code(name),
        method=Code(method),
        options_type=Code(options_type),
        whole_type=Code(f"{name}Options"),
        options_about=_doc(f"What {_named(name, kind, 'one request')} asks for."),
        whole_about=_doc(_WHOLE.format(_named(name, kind, "an authorization request"))),
        own_options=Code(own_options),
        reserved=reserved,
        names=tuple(one.name for one in endpoint.parameters),
        options=asked,
        signature=_signature(method, options_type, asked, result),
        is_async=is_async,
        constructor=_constructor(options_type),
        construct=Code(f"{name}.create" if is_async else f"new {name}"),
        owner=Code(f"clientOf(options{known}, client)"),
        has_scope=endpoint.parameter(Role.SCOPE) is not None,
        reads_response=provider.returns_token,
        base=Code("CodeRequest" if is_async else _BASES[response]),
        about=tuple(map(Code, _ABOUT[response])),
        checks=tuple(_checks(provider, reserved)),
        parameters=tuple(_parameters(provider)),
        expected=tuple(_expected(provider)),
        members=tuple(request_members(provider)),
    )


def _constructor(options_type: str) -> Code:
    """Return the signature of the constructor of a request that is built asynchronously."""
    items = [f"options: {options_type}", "owner: OAuthClient", "pkce: Pkce"]
    return typescript_list("private constructor(", [*map(Code, items)], ") {", 2)


def _named(name: str, kind: str, only: str) -> str:
    """Return what documentation calls a request: `only` for the first one, or its class."""
    article = "a" if kind == "Code" else "an"
    return f"{article} `{name}`" if kind else only


_WHOLE = "The values of {} that is built without a client."


def _doc(sentence: str) -> Code:
    return typescript_doc("", 0, sentence)


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


def _signature(
    method: str, type_: str, options: Sequence[OptionView], result: str
) -> Code:
    """Return the signature of the client's method; its options are optional if each of them is."""
    is_required = any(one.is_required for one in options)
    given = Code(f"options: {type_}" + ("" if is_required else " = {}"))
    return typescript_list(f"{method}(", [given], f"): {result} {{", 2)


def _checks(provider: Provider, reserved: Code) -> Iterator[Code]:
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.SCOPE) is not None:
        scopes = _scopes(provider)
        before, after = f"const scopes = {scopes.before}", f"{scopes.after};"
        yield typescript_group(Group(before, scopes.items, after), _STATEMENT)
    if endpoint.has_state:
        yield Code("const state = checkState(options.state);")
    if endpoint.parameter(Role.NONCE) is not None:
        yield Code(_NONCE)
    given = [Code("options.extraParameters ?? []"), reserved]
    before = "const extraParameters = checkExtraParameters("
    yield typescript_list(before, given, ");", _STATEMENT)


_NONCE = """const nonce =
      options.nonce === undefined
        ? newState()
        : checkText(options.nonce, "nonce");"""


def _scopes(provider: Provider) -> Group:
    given = Code("options.scopes ?? []")
    separator = provider.authorization_endpoint.scope_separator
    # The default is the separator of RFC 6749 §3.3.
    last = [] if separator == " " else [typescript_string(separator)]
    chosen = Group("freeScopes(", [given, *last], ")")
    if provider.has_scope_list:
        others = Code("options.undocumentedScopes ?? []")
        chosen = Group("selectScopes(", [given, others, Code("SCOPES"), *last], ")")
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
