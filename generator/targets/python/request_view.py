"""A spec to the authorization requests in Python: checks, and the parts of the URL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.endpoints import GrantType, Parameter, Role
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.python.arguments_view import (
    ArgumentView,
    client_arguments,
    given_by_the_caller,
    request_arguments,
    scopes_of_the_caller,
    value_of_the_caller,
)
from generator.targets.python.encoders import (
    python_call,
    python_query_name,
    python_string,
    python_tuple,
)
from generator.targets.python.filled import filled
from generator.targets.python.members_view import (
    MemberView,
    client_members,
    member_of,
    slots_of,
)


@dataclass(frozen=True, slots=True)
class RequestView:
    """The authorization request of a grant, and the method of the client that returns it.

    The lines of `checks` and `after` are statements, and those of `parameters` are items of a tuple.
    The other values are expressions. `positional` and `keywords` are the arguments of a request that
    is built without a client, and `documented_arguments` are both. `reserved` is the constant with
    the `names` of the parameters. `resumed` has the values of a pending request, if there is one.
    """

    name: Code
    method: Code
    reserved: Code
    names: tuple[str, ...]
    base: Code
    about: Code
    use: Code
    attributes: Code
    arguments: tuple[ArgumentView, ...]
    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    documented_arguments: tuple[ArgumentView, ...]
    checks: tuple[Code, ...]
    parameters: tuple[Code, ...]
    after: tuple[Code, ...]
    expected: tuple[Code, ...]
    members: tuple[MemberView, ...]
    resumed: tuple[Code, ...]

    def lines(self) -> tuple[Code, ...]:
        """Return the code that can need an import."""
        return (
            *(self.base, *self.checks, *self.parameters),
            *(*self.after, *self.expected, *self.resumed),
        )


def request_views(provider: Provider) -> tuple[RequestView, ...]:
    """Return the authorization request of each grant; the first one is named without its grant."""
    return tuple(
        _request_view(provider.only(grant), request_names(provider, grant))
        for grant in provider.browser_grants
    )


@dataclass(frozen=True, slots=True)
class RequestNames:
    """The names of the request of a grant: its class, and the method of the client."""

    type: Code
    method: Code


def request_names(provider: Provider, grant: GrantType) -> RequestNames:
    """Return the names of the authorization request of a grant."""
    if grant is provider.browser_grant:
        return RequestNames(Code("AuthorizationRequest"), Code("authorization_request"))
    kind = _KINDS[grant]
    method = f"{kind.lower()}_authorization_request"
    return RequestNames(Code(f"{kind}AuthorizationRequest"), Code(method))


_KINDS = {GrantType.IMPLICIT: "Implicit", GrantType.AUTHORIZATION_CODE: "Code"}


def _request_view(provider: Provider, names: RequestNames) -> RequestView:
    endpoint = provider.authorization_endpoint
    ours, asked = client_arguments(provider), request_arguments(provider)
    positional, keywords = _in_order(ours, asked)
    about, use, base = _ABOUT["token" if provider.returns_token else "code"]
    prefix = names.method.removesuffix("authorization_request")
    reserved = Code(f"_{prefix.upper()}RESERVED")
    return RequestView(
        name=names.type,
        method=names.method,
        reserved=reserved,
        names=tuple(one.name for one in endpoint.parameters),
        base=Code("CodeRequest[OAuthClient]" if reads_code(provider) else base),
        about=Code(about),
        use=Code(use),
        attributes=slots_of(_own_attributes(provider)),
        arguments=asked,
        positional=positional,
        keywords=keywords,
        documented_arguments=(*positional, *keywords),
        checks=tuple(_checks(provider, reserved)),
        parameters=tuple(_parameters(provider)),
        after=tuple(_after(provider)),
        expected=tuple(_expected(provider)),
        members=tuple(_members(provider)),
        resumed=tuple(_resumed(provider)),
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
    with the code and the state as parameters. Read them with `parse_redirect`.""",
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


def reads_code(provider: Provider) -> bool:
    """Return whether a request reads a redirect with a code, to exchange it."""
    return provider.exchanges and not provider.returns_token


def _own_attributes(provider: Provider) -> Sequence[str]:
    endpoint = provider.authorization_endpoint
    if reads_code(provider):
        return ()
    found = ["state"] if endpoint.has_state else []
    return [*found, "nonce"] if endpoint.parameter(Role.NONCE) else found


def _checks(provider: Provider, reserved: Code) -> Iterator[Code]:
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
    extra = f"check_extra_parameters(extra_parameters, {reserved})"
    yield Code(f"self._extra_parameters = {extra}")


def _scopes(provider: Provider) -> str:
    endpoint = provider.authorization_endpoint
    if endpoint.parameter(Role.SCOPE) is None:
        return "()"
    chosen = scopes_of_the_caller(provider, provider.has_scope_list)
    is_required = endpoint.requires_scope and not provider.default_scopes
    return f"require_scopes({chosen})" if is_required else chosen


def _parameters(provider: Provider) -> Iterator[Code]:
    for one in provider.authorization_endpoint.parameters:
        name = python_query_name(one.name)
        if one.is_of_the_caller and one.is_repeated:
            values = f"*[({name}, one) for one in {given_by_the_caller(one)}]"
            yield Code(values)
        else:
            yield python_tuple([name, Code(_value(provider, one))], 16)


def _value(provider: Provider, one: Parameter) -> str:
    """Return the expression of a parameter's value, which is empty if the URL lacks it."""
    endpoint = provider.authorization_endpoint
    separator = python_string(endpoint.scope_separator)
    if one.constant is not None:
        return filled(provider, one.constant, "client")
    if one.is_of_the_caller:
        return value_of_the_caller(one, endpoint.scope_separator)
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


def _after(provider: Provider) -> Iterator[Code]:
    """Yield what a request for a token needs to read its response."""
    if not provider.returns_token:
        return
    endpoint = provider.authorization_endpoint
    state = "self._state" if endpoint.has_state else "None"
    given = [
        f"state={state}",
        "scopes=self._scopes",
        f"scope_separator={python_string(endpoint.scope_separator)}",
        "remedies=REMEDIES",
    ]
    if endpoint.state_in == "query":
        given.append("state_in_query=True")
    before = "self._expected = "
    yield Code(f"{before}{python_call('RequestContext', given, 8, before, '')}")
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
        given.append(f"members={python_tuple(members, 12, 'members=')}")
    given.append("remedies=REMEDIES")
    yield python_call("CodeContext", given, 8, "return ", "")


STANDARD_REDIRECT = ("code", "state", "iss")
"""The roles of the parameters that the redirect with a code has by itself."""


def _resumed(provider: Provider) -> Iterator[Code]:
    """Yield the expression of a pending request's values, if the request can be resumed."""
    if not reads_code(provider):
        return
    endpoint = provider.authorization_endpoint
    has_redirect = endpoint.parameter(Role.REDIRECT_URI) is not None
    random = {
        "state": endpoint.has_state,
        "code_verifier": endpoint.parameter(Role.CODE_CHALLENGE) is not None,
        "nonce": endpoint.parameter(Role.NONCE) is not None,
    }
    names = [python_string(name) for name, is_sent in random.items() if is_sent]
    redirect = "self._redirect_uri" if has_redirect else "None"
    given = ["pending", "self", redirect, str(python_tuple(names, 12, "", ""))]
    yield python_call("from_pending", given, 8, "kept = ", "")


def _members(provider: Provider) -> Iterator[MemberView]:
    for one in client_members(provider):
        yield MemberView(one.name, one.type, one.doc, Code(f"self._client.{one.name}"))
    endpoint = provider.authorization_endpoint
    if endpoint.has_state:
        yield member_of("state", "str", "The value that the response must repeat.")
    if endpoint.parameter(Role.NONCE) is not None:
        yield member_of("nonce", "str", "The random value of this request.")
