"""A spec to the requests of the token endpoint in Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role, Variable, placeholders
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import (
    RequestKind,
    TokenEndpoint,
    TokenRequest,
    TokenResponse,
)
from generator.targets.python.arguments_view import (
    EXTRA,
    ArgumentView,
    argument,
    given_by_the_caller,
    of_parameter,
    value_of_the_caller,
)
from generator.targets.python.encoders import (
    python_call,
    python_dictionary,
    python_string,
    python_tuple,
)
from generator.targets.python.filled import endpoint_url, filled, local_of


@dataclass(frozen=True, slots=True)
class ExchangeMethodView:
    """A method of the client that returns a request for a token.

    The lines of `before` are statements. `parameters` are items of a tuple, and `options` are
    further arguments of the request.
    """

    name: Code
    arguments: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    title: Code
    raises: Code
    before: tuple[Code, ...]
    url: Code
    parameters: tuple[Code, ...]
    authentication: Code
    options: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The constants and the methods of a client that sends requests to the token endpoint.

    `refreshes` and `is_for_itself` say whether tokens are renewed with refresh tokens, and whether the
    client gets tokens for itself, for scopes that the caller names. A refresh token works for `grace` seconds after it was used.
    """

    constants: tuple[Code, ...]
    methods: tuple[ExchangeMethodView, ...]
    refreshes: bool
    is_for_itself: bool
    takes_scopes: bool
    grace: Code

    @property
    def has_source(self) -> bool:
        """Whether a source can renew tokens."""
        return self.refreshes or self.is_for_itself


_TITLES = {
    RequestKind.CODE: (
        "token_request",
        "Return the request that exchanges a code for a token (RFC 6749 §4.1.3).",
    ),
    RequestKind.CLIENT_CREDENTIALS: (
        "client_credentials_request",
        "Return the request for a token of the client itself (RFC 6749 §4.4.2).",
    ),
    RequestKind.REFRESH: (
        "refresh_request",
        "Return the request for a new token in place of another (RFC 6749 §6).",
    ),
}


def exchange_view(provider: Provider) -> ExchangeView:
    """Return the requests of the token endpoint, of which there may be none."""
    endpoint = provider.token_endpoint
    if endpoint is None or not endpoint.requests:
        return ExchangeView((), (), False, False, False, Code("0"))
    for_itself = endpoint.request(RequestKind.CLIENT_CREDENTIALS)
    return ExchangeView(
        constants=tuple(_constants(endpoint)),
        methods=tuple(_method(provider, one) for one in endpoint.requests),
        refreshes=endpoint.request(RequestKind.REFRESH) is not None,
        is_for_itself=for_itself is not None,
        takes_scopes=for_itself is not None and for_itself.takes_scopes,
        grace=Code(str(endpoint.grace)),
    )


def _constants(endpoint: TokenEndpoint) -> Iterator[Code]:
    """Yield the ways to authenticate, each once, and the form of the response."""
    for name, value in _authentications(endpoint).items():
        before = f"{name} = "
        yield Code(f"{before}{python_call('Authentication', value, 0, before, '')}")
    for one in endpoint.requests:
        is_chosen = one.takes_scopes and one.kind is RequestKind.CLIENT_CREDENTIALS
        if one.default_scopes and is_chosen:
            items = [python_string(scope) for scope in one.default_scopes]
            name = f"_{one.kind.name}_SCOPES"
            yield Code(f"{name} = {python_tuple(items, 0, f'{name} = ', '')}")
    yield Code(f"_TOKEN_RESPONSE = {_response_form(endpoint.response)}")


def _authentications(endpoint: TokenEndpoint) -> dict[str, list[str]]:
    """Return the arguments of each way to authenticate, by its constant."""
    found: dict[str, list[str]] = {}
    for one in endpoint.requests:
        value = _authentication(endpoint, one)
        if value not in found.values():
            name = (
                "_AUTHENTICATION" if not found else f"_{one.kind.name}_AUTHENTICATION"
            )
            found[name] = value
    return found


def _authentication(endpoint: TokenEndpoint, request: TokenRequest) -> list[str]:
    given: list[str] = []
    if request.auth_methods:
        given.append(f"methods={_texts(request.auth_methods)}")
    for role in (Role.CLIENT_ID, Role.CLIENT_SECRET):
        one = request.parameter(role)
        if one is not None and one.name != role.value:
            given.append(f"{role.value}={python_string(one.name)}")
    basic = endpoint.basic
    if (basic.username, basic.password) != ("client_id", "client_secret"):
        username, password = map(python_string, (basic.username, basic.password))
        raw = ", is_raw=True" if basic.is_raw else ""
        given.append(f"basic=Basic({username}, {password}{raw})")
    elif basic.is_raw:
        given.append("basic=Basic(is_raw=True)")
    return given


def _response_form(response: TokenResponse) -> str:
    given: list[str] = []
    if response.within != ("",):
        given.append(f"within={_texts(response.within)}")
    if response.paths:
        given.append(f"paths={_mapping(response.paths, 'paths=')}")
    if response.lifetime is not None:
        given.append(f"lifetime={response.lifetime}")
    if response.success:
        given.append(f"success={_mapping(response.success, 'success=')}")
    if response.members:
        given.append(f"extra={_texts(response.members)}")
    if response.token_types != ("bearer",):
        given.append(f"token_types={_texts(response.token_types)}")
    if response.scope_separator != " ":
        given.append(f"scope_separator={python_string(response.scope_separator)}")
    given.append("remedies=TOKEN_REMEDIES")
    return python_call("ResponseForm", given, 0, "_TOKEN_RESPONSE = ", "")


def _texts(items: tuple[str, ...]) -> str:
    comma = "," if len(items) == 1 else ""
    return f"({', '.join(map(str, map(python_string, items)))}{comma})"


def _mapping(items: tuple[tuple[str, str | int | bool], ...], before: str) -> str:
    pairs = [f"{python_string(name)}: {_literal(value)}" for name, value in items]
    return python_dictionary(pairs, 4, before)


def _literal(value: str | int | bool) -> str:
    return python_string(value) if isinstance(value, str) else repr(value)


def _method(provider: Provider, request: TokenRequest) -> ExchangeMethodView:
    name, title = _TITLES[request.kind]
    positional, keywords = _arguments(provider, request)
    endpoint = provider.token_endpoint
    assert endpoint is not None
    ways = _authentications(endpoint)
    mine = _authentication(endpoint, request)
    return ExchangeMethodView(
        name=Code(name),
        arguments=positional,
        keywords=keywords,
        title=Code(title),
        raises=_RAISES[request.kind],
        before=tuple(_before(provider, request)),
        url=endpoint_url(provider, request.url, "self._scheme"),
        parameters=tuple(_sent(provider, one) for one in request.parameters),
        authentication=Code(next(key for key, one in ways.items() if one == mine)),
        options=tuple(_options(provider, request)),
    )


_RAISES = {
    RequestKind.CODE: Code(
        "The code belongs to another client, or the client has no secret."
    ),
    RequestKind.CLIENT_CREDENTIALS: Code(
        "The client has no secret, or a scope is not valid."
    ),
    RequestKind.REFRESH: Code(
        "The token has no refresh token, or belongs to another client."
    ),
}


def _arguments(
    provider: Provider, request: TokenRequest
) -> tuple[tuple[ArgumentView, ...], tuple[ArgumentView, ...]]:
    doc = "Further names and values for the body."
    last = (
        *(of_parameter(one) for one in request.parameters if one.is_of_the_caller),
        argument("extra_parameters", EXTRA, "()", doc),
    )
    if request.kind is RequestKind.CODE:
        code = argument("code", "AuthorizationCode", None, "The code of a redirect.")
        return (code,), last
    if request.kind is RequestKind.REFRESH:
        doc = "A token of this client, which has a refresh token."
        token = argument("token", "AccessToken", None, doc)
        doc = "Some of the token's scopes; all of them if omitted."
        has_scope = request.takes_scopes
        scopes = [argument("scopes", "Iterable[str]", "()", doc)] if has_scope else []
        return (token,), (*scopes, *last)
    if not request.takes_scopes:
        return (), last
    doc, more = "The scopes of the token.", []
    if request.default_scopes:
        more = [f"Without any, {' and '.join(request.default_scopes)}."]
    if not _is_listed(provider, request):
        return (), (argument("scopes", "Iterable[str]", "()", doc, *more), *last)
    more = ["Members of `Scope` or their names, in any order.", *more]
    listed = argument("scopes", "Iterable[Scope | str]", "()", doc, *more)
    doc = "Names that `Scope` does not list; they follow the others."
    others = argument("undocumented_scopes", "Iterable[str]", "()", doc)
    return (), (listed, others, *last)


def _is_listed(provider: Provider, request: TokenRequest) -> bool:
    """Return whether the scopes of a request are those of the class `Scope`."""
    return bool(request.scopes) and request.scopes == provider.scopes


def _before(provider: Provider, request: TokenRequest) -> Iterator[Code]:
    """Yield the checks of a request."""
    if request.kind is RequestKind.CODE:
        yield Code("_text, _verifier = check_code(code, self)")
        if provider.pkce == "none":
            yield Code("self._require_secret()")
    elif request.kind is RequestKind.REFRESH:
        yield Code("_text = check_refreshable(token, self)")
        if request.takes_scopes:
            yield Code("_requested = free_scopes(scopes)")
    else:
        yield Code("self._require_secret()")
        if request.takes_scopes:
            default = (
                f" or _{request.kind.name}_SCOPES" if request.default_scopes else ""
            )
            chosen = "free_scopes(scopes)"
            if _is_listed(provider, request):
                chosen = "select_scopes(scopes, undocumented_scopes, _SCOPES)"
            yield Code(f"_requested = {chosen}{default}")
    yield from _supplied(provider, request)
    names = [python_string(one.name) for one in request.parameters]
    given = ["extra_parameters", str(python_tuple(names, 12))]
    before = "_extra = "
    call = python_call("check_extra_parameters", given, 8, before, "")
    yield Code(f"{before}{call}")


def _supplied(provider: Provider, request: TokenRequest) -> Iterator[Code]:
    """Yield the checks of the variables that the redirect supplied, which the token carries on."""
    carrier = {RequestKind.CODE: "code", RequestKind.REFRESH: "token"}.get(request.kind)
    for one, given in _needed(provider, request):
        name = python_string(given)
        value = f'str({carrier}.members.get({name}, ""))'
        checked = f"check_label({value}, {name})"
        if one.choices:
            values = _texts(tuple(choice.name for choice in one.choices))
            checked = f"check_choice({value}, {name}, {values})"
        yield Code(f"{local_of(one)} = {checked}")


def _needed(
    provider: Provider, request: TokenRequest
) -> Iterator[tuple[Variable, str]]:
    """Yield each variable of the request that the redirect supplies, with the parameter's name."""
    texts = [request.url, *(one.constant or "" for one in request.parameters)]
    used = {name for text in texts for name in placeholders(text)}
    for one in provider.variables:
        given = provider.callback_variables.get(one.name)
        if one.name in used and given is not None:
            yield one, given


def _sent(provider: Provider, one: Parameter) -> Code:
    place = [] if one.place == "body" else [python_string(one.place)]
    name = python_string(one.name)
    if one.is_of_the_caller and one.is_repeated:
        values = given_by_the_caller(one)
        sent = f"Sent({', '.join([name, 'one', *place])})"
        return Code(f"*[{sent} for one in {values}]")
    return python_call("Sent", [name, _value(provider, one), *place], 16)


def _value(provider: Provider, one: Parameter) -> str:
    if one.constant is not None:
        return filled(provider, one.constant, "self")
    endpoint = provider.authorization
    separator = provider.authorization_endpoint.scope_separator
    if one.is_of_the_caller:
        return value_of_the_caller(one, separator)
    redirect = "self._redirect_uri"
    if endpoint is not None and endpoint.has_optional_redirect:
        redirect = 'self._redirect_uri or ""'
    return {
        Role.CODE: "_text",
        Role.CODE_VERIFIER: "_verifier",
        Role.REFRESH_TOKEN: "_text",
        Role.SCOPE: f"{python_string(separator)}.join(_requested)",
        Role.REDIRECT_URI: redirect,
        Role.CLIENT_ID: "self._client_id",
        Role.CLIENT_SECRET: 'self._client_secret or ""',
    }[one.role]


def _options(provider: Provider, request: TokenRequest) -> Iterator[Code]:
    carried = [
        f"{python_string(given)}: {local_of(one)}"
        for one, given in _needed(provider, request)
    ]
    if carried:
        yield Code(f"carried={{{', '.join(carried)}}}")
    if request.body != "form":
        yield Code(f"body={python_string(request.body)}")
    if request.kind is RequestKind.CODE:
        yield Code("scopes=code.request.scopes")
        endpoint = provider.authorization
        if endpoint is not None and endpoint.has_state:
            yield Code("state_verified=True")
    elif request.kind is RequestKind.REFRESH:
        if request.takes_scopes:
            yield Code("scopes=_requested or token.scopes or ()")
        else:
            yield Code("scopes=token.scopes or ()")
        yield Code("kept=_text")
        server = provider.token_endpoint
        is_reusable = server is not None and server.rotates is False
        yield Code(f"repeat={'ALWAYS' if is_reusable else 'UNPROCESSED'}")
    else:
        scope = request.parameter(Role.SCOPE)
        if request.takes_scopes:
            yield Code("scopes=_requested")
        elif scope is not None:
            separator = python_string(provider.authorization_endpoint.scope_separator)
            yield Code(f"scopes={_value(provider, scope)}.split({separator})")
        yield Code("repeat=ALWAYS")
