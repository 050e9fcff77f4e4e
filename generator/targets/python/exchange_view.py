"""A spec to the requests of the token endpoint in Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Role, Variable, placeholders
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import (
    RequestKind,
    TokenRequest,
)
from generator.targets.python.arguments_view import (
    ArgumentView,
    given_by_the_caller,
    scopes_of_the_caller,
    value_of_the_caller,
)
from generator.targets.python.encoders import python_call, python_string, python_tuple
from generator.targets.python.exchange_arguments import (
    exchange_arguments,
    is_listed,
    poll_of,
)
from generator.targets.python.exchange_constants import (
    authentication_of,
    exchange_constants,
    texts,
)
from generator.targets.python.exchange_texts import CLASSES, RAISES, TITLES
from generator.targets.python.filled import endpoint_url, filled, local_of


@dataclass(frozen=True, slots=True)
class ExchangeMethodView:
    """A method of the client that returns a request.

    `returns` is the type of the request, and `kind` its class. The lines of `before` are statements.
    `first` are the arguments of the request before the URL, `parameters` are items of a tuple, and
    `options` are further arguments. `poll` has the request that the response leads to, if there is one.
    """

    name: Code
    returns: Code
    kind: Code
    arguments: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    title: Code
    raises: Code
    before: tuple[Code, ...]
    first: tuple[Code, ...]
    url: Code
    parameters: tuple[Code, ...]
    authentication: Code
    poll: tuple[PollView, ...]
    options: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class PollView:
    """The request for the token of a device login: expressions, and items of a tuple."""

    url: Code
    parameters: tuple[Code, ...]
    authentication: Code
    options: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The constants and the methods of a client that sends requests to the token endpoint.

    `keeps_logins` says whether a source keeps the tokens of users, and `refreshes` whether it renews them
    with refresh tokens; `renewal` is an expression for how. `is_for_itself` says whether the client gets
    tokens for itself, and `takes_scopes` whether the caller names their scopes. `polls` says whether users
    log in on another device. A refresh token works for `grace` seconds after it was used.
    """

    constants: tuple[Code, ...]
    methods: tuple[ExchangeMethodView, ...]
    keeps_logins: bool
    refreshes: bool
    renewal: Code
    is_for_itself: bool
    takes_scopes: bool
    polls: bool
    grace: Code

    @property
    def has_source(self) -> bool:
        """Whether the package has sources of tokens."""
        return self.keeps_logins or self.is_for_itself

    @property
    def renews(self) -> bool:
        """Whether a source can renew tokens."""
        return self.refreshes or self.is_for_itself


def exchange_view(provider: Provider) -> ExchangeView:
    """Return the requests of the token endpoint, of which there may be none."""
    endpoint = provider.token_endpoint
    if endpoint is None or not endpoint.requests:
        none = Code("")
        return ExchangeView((), (), False, False, none, False, False, False, Code("0"))
    for_itself = endpoint.request(RequestKind.CLIENT_CREDENTIALS)
    refreshes = endpoint.request(RequestKind.REFRESH) is not None
    renewal = "refreshing(client.refresh_request)" if refreshes else "refreshing()"
    return ExchangeView(
        constants=tuple(exchange_constants(provider, endpoint)),
        methods=tuple(
            _method(provider, one) for one in provider.requests if one.kind in TITLES
        ),
        keeps_logins=endpoint.has_users,
        refreshes=refreshes,
        renewal=Code(renewal),
        is_for_itself=for_itself is not None,
        takes_scopes=for_itself is not None and for_itself.takes_scopes,
        polls=provider.request(RequestKind.DEVICE_AUTHORIZATION) is not None,
        grace=Code(str(endpoint.grace)),
    )


def _method(provider: Provider, request: TokenRequest) -> ExchangeMethodView:
    name, title = TITLES[request.kind]
    positional, keywords = exchange_arguments(provider, request)
    is_revocation = request.kind is RequestKind.REVOCATION
    kind = CLASSES.get(request.kind, "TokenRequest")
    return ExchangeMethodView(
        name=Code(name),
        returns=Code(kind if is_revocation else f"{kind}[AccessToken]"),
        kind=Code(kind),
        arguments=positional,
        keywords=keywords,
        title=Code(title),
        raises=RAISES[request.kind],
        before=tuple(_before(provider, request)),
        first=(() if is_revocation else (Code("AccessToken"),)),
        url=endpoint_url(provider, request.url, "self._scheme"),
        parameters=tuple(_sent(provider, one) for one in request.parameters),
        authentication=authentication_of(provider, request),
        poll=tuple(_polls(provider, request)),
        options=tuple(_options(provider, request)),
    )


def _polls(provider: Provider, request: TokenRequest) -> Iterator[PollView]:
    """Yield the request that the response of a device authorization request leads to."""
    poll = poll_of(provider, request)
    if poll is not None:
        body = f"body={python_string(poll.body)}"
        yield PollView(
            url=endpoint_url(provider, poll.url, "self._scheme"),
            parameters=tuple(_sent(provider, one) for one in poll.parameters),
            authentication=authentication_of(provider, poll),
            options=() if poll.body == "form" else (Code(body),),
        )


def _before(provider: Provider, request: TokenRequest) -> Iterator[Code]:
    """Yield the checks of a request."""
    if request.kind is RequestKind.CODE:
        yield Code("_text, _verifier = check_code(code, self)")
        if provider.pkce == "none":
            yield Code("self._require_secret()")
    elif request.kind is RequestKind.REFRESH:
        yield Code("_text = check_refreshable(token, self)")
        if request.takes_scopes:
            yield Code(
                f"_requested = {scopes_of_the_caller(provider, is_listed=False)}"
            )
    elif request.kind is RequestKind.REVOCATION:
        yield Code("_text, _hint = check_revocable(token, self, token_type_hint)")
    else:
        if request.kind is RequestKind.CLIENT_CREDENTIALS:
            yield Code("self._require_secret()")
        if request.takes_scopes:
            default = (
                f" or _{request.kind.name}_SCOPES" if request.default_scopes else ""
            )
            chosen = scopes_of_the_caller(provider, is_listed(provider, request))
            yield Code(f"_requested = {chosen}{default}")
    yield from _supplied(provider, request)
    names = [python_string(one.name) for one in request.parameters]
    given = ["extra_parameters", str(python_tuple(names, 12))]
    before = "_extra = "
    call = python_call("check_extra_parameters", given, 8, before, "")
    yield Code(f"{before}{call}")


def _supplied(provider: Provider, request: TokenRequest) -> Iterator[Code]:
    """Yield the checks of the variables that the redirect supplied, which the token carries on."""
    carrier = "code" if request.kind is RequestKind.CODE else "token"
    for one, given in _needed(provider, request):
        name = python_string(given)
        value = f'str({carrier}.members.get({name}, ""))'
        checked = f"check_label({value}, {name})"
        if one.choices:
            values = texts(tuple(choice.name for choice in one.choices))
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
        Role.DEVICE_CODE: "_text",
        Role.TOKEN: "_text",
        Role.TOKEN_TYPE_HINT: "_hint",
        Role.SCOPE: f"{python_string(separator)}.join(_requested)",
        Role.REDIRECT_URI: redirect,
        Role.CLIENT_ID: "self._client_id",
        Role.CLIENT_SECRET: 'self._client_secret or ""',
    }[one.role]


def _options(provider: Provider, request: TokenRequest) -> Iterator[Code]:
    if request.kind is RequestKind.REVOCATION:
        yield Code("_TOKEN_RESPONSE")
        return
    if request.kind is RequestKind.DEVICE_AUTHORIZATION:
        yield from _granted(provider, request)
        return
    yield Code("_TOKEN_RESPONSE")
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
        yield from _granted(provider, request)
        yield Code("repeat=ALWAYS")


def _granted(provider: Provider, request: TokenRequest) -> Iterator[Code]:
    """Yield the scopes that a response without a scope grants."""
    scope = request.parameter(Role.SCOPE)
    if request.takes_scopes:
        yield Code("scopes=_requested")
    elif scope is not None:
        separator = python_string(provider.authorization_endpoint.scope_separator)
        yield Code(f"scopes={_value(provider, scope)}.split({separator})")
