"""What a view is, and the parts of views that several targets share.

A view is what a template gets. An encoder has made each `Code` in it final for its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass
from itertools import zip_longest
from typing import ClassVar, Protocol
from urllib.parse import parse_qsl

from generator.model.endpoints import Role, is_listed
from generator.model.facts import Scope
from generator.model.naming import constant, words
from generator.model.provider import Header, Provider, bare_host
from generator.model.reference import (
    example,
    example_host,
    example_url,
    url_of_example,
)
from generator.model.text import Code, Text
from generator.model.token_requests import RequestKind, TokenRequest
from generator.reading.protocol import values
from generator.targets.encoders.markdown import markdown, markdown_code
from generator.targets.encoders.words import joined, plain

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"({_LABEL}\.)+(?=[a-z]){_LABEL}(:[1-9][0-9]{{0,4}})?"


class View(Protocol):
    """A frozen dataclass. Its fields are the names in the template."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]


@dataclass(frozen=True, slots=True)
class ProviderView:
    """The provider: its name and its disclaimer as prose; `disclaimers` is empty if the spec has none."""

    name: Code
    disclaimers: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """An argument of a request: its name as Markdown code, and what it is for, for a cell."""

    name: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A row of a table of scopes, in Markdown: the expression of a scope, its name, and its summary."""

    member: Code
    name: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class ScopeView:
    """A scope in a language.

    `member` is its bare name. `name` to `doc` are code, laid out for the templates of the language.
    """

    member: Code
    name: Code
    summary: Code
    permits: Code
    reach: Code
    story: Code
    doc: Code
    row: ScopeRow


@dataclass(frozen=True, slots=True)
class HeaderView:
    """A header of an API call: a literal, the expression of its value, and a comment above it."""

    name: Code
    value: Code
    comment: Code


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message of an error: the name of its constant, and three literals."""

    name: Code
    key: Code
    message: Code
    hint: Code


def provider_view(
    provider: Provider,
    name: Callable[[str], Code],
    words: Callable[[Text], Code],
) -> ProviderView:
    """Return the provider with its name and its disclaimer encoded."""
    disclaimer = provider.disclaimer
    return ProviderView(name(provider.name), (words(disclaimer),) if disclaimer else ())


def scope_row(scope: Scope, member: Code) -> ScopeRow:
    """Return a scope, and the expression of it in a language, as Markdown."""
    return ScopeRow(
        markdown_code(member), markdown_code(scope.name), markdown(scope.summary)
    )


def replaced_defaults(names: Sequence[str]) -> str:
    """Return the end of a sentence that lists the default scopes."""
    verb = "is" if len(names) == 1 else "are"
    return f"which {verb} not added to scopes that you name"


def default_scopes_lines(provider: Provider) -> tuple[Code, ...]:
    """Return what follows a table of scopes, in Markdown, if the provider has default scopes."""
    names = provider.default_scopes
    if not names:
        return ()
    listed = joined([markdown_code(one) for one in names])
    sentence = (
        f"If you name no scopes, a request has {listed}, {replaced_defaults(names)}."
    )
    return Code(""), Code(sentence)


def header_value(
    header: Header,
    held: Mapping[str, Code],
    template: Callable[[Sequence[tuple[str, Code | None]]], Code],
) -> Code:
    """Return the expression of a header's value, from the expressions of its placeholders.

    `template` takes literal texts, each with the expression that follows it.
    """
    pieces = re.split(r"\{(\w+)\}", header.value)
    if len(pieces) == 3 and not pieces[0] and not pieces[2]:
        return held[pieces[1]]
    expressions = [held[name] for name in pieces[1::2]]
    return template(list(zip_longest(pieces[::2], expressions)))


def has_documented_order(provider: Provider) -> bool:
    """Return whether the order of a request's parameters is documented: by the example, or by a list."""
    names = [one.name for one in provider.authorization_endpoint.parameters]
    if not provider.examples:
        parameters = provider.authorization_endpoint.parameters
        return all(is_listed(one.path) for one in parameters)
    query = provider.examples[0].url.partition("?")[2]
    pairs = parse_qsl(query, keep_blank_values=True)
    # The URL of the endpoint can have a query itself.
    shown = [name for name, _ in pairs if name in names]
    return shown == sorted(shown, key=names.index)


def shown_title(provider: Provider) -> Code:
    """Return what the documentation of a module says above the example of a URL."""
    if not provider.examples:
        return Code("An example of a URL")
    if has_documented_order(provider):
        return Code("The documented URL, in its documented order")
    return Code("A documented example of a URL")


def shown_url(provider: Provider) -> tuple[Code, tuple[Code, ...]]:
    """Return the URL of the example in two parts, with the example of each variable.

    The second part has one parameter of the query per line, each with its `?` or `&`.
    """
    url = example_url(provider, url_of_example(provider))
    base, _, query = url.partition("?")
    return plain(base), tuple(
        plain(f"{'&' if index else '?'}{pair}")
        for index, pair in enumerate(query.split("&"))
    )


def example_hosts(provider: Provider) -> tuple[str, ...]:
    """Return an example of each host that the spec lists for API calls, or none if it lists none.

    A placeholder that is not a variable of the endpoint becomes a host below example.com.
    """
    found = (_filled_host(provider, one.pattern) for one in provider.hosts)
    return tuple(dict.fromkeys(one for one in found if one))


def _filled_host(provider: Provider, pattern: str) -> str:
    """Return an example of a host, or nothing if the pattern is not one of a host."""
    known = {one.name: one.example for one in provider.url_variables}

    def filled(found: re.Match[str]) -> str:
        label = re.sub(r"[^a-z0-9]+", "-", found[1].lower()).strip("-")
        return known.get(found[1]) or f"{label}.example.com"

    bare = bare_host(pattern).replace("*", "any")
    host = re.sub(r"\{([^{}]*)\}", filled, bare).lower()
    fits = re.fullmatch(_HOST, host) and len(host) < 254
    return host.removesuffix(":443") if fits else ""


def api_host(provider: Provider) -> str:
    """Return the host of the API in examples: the endpoint's, unless the spec lists only others.

    If the spec lists none, and a token comes from the token endpoint, the host is a made-up one: no
    example may send the token to the server that issued it.
    """
    hosts, endpoint = example_hosts(provider), example_host(provider)
    if provider.call_example is not None:
        found = _filled_host(provider, provider.call_example.url)
        if found:
            return found
    if provider.exchanges and not hosts:
        return "api.example.com"
    return endpoint if endpoint in hosts or not hosts else hosts[0]


def example_call(provider: Provider) -> str:
    """Return the URL of a call of the API in examples."""
    return f"https://{api_host(provider)}{example_path(provider)}"


def example_path(provider: Provider) -> str:
    """Return the path and the query of a call in examples."""
    example = provider.call_example
    if example is None:
        return "/"
    return f"/{example.url.removeprefix('https://').partition('/')[2]}"


def needs_secret(provider: Provider) -> bool:
    """Return whether each request for a token requires a client secret, except one for a refresh."""
    endpoint = provider.token_endpoint
    requests = endpoint.requests if endpoint is not None else ()
    return all(
        requires_secret(provider, one)
        for one in requests
        if one.kind is not RequestKind.REFRESH
    )


def login_needs_secret(provider: Provider) -> bool:
    """Return whether a client needs a secret for a login in a browser, if there is one."""
    one = provider.request(RequestKind.CODE)
    return needs_secret(provider) if one is None else requires_secret(provider, one)


def requires_secret(provider: Provider, request: TokenRequest) -> bool:
    """Return whether a client without a secret cannot send the request."""
    methods = request.auth_methods
    if methods and "none" not in methods:
        return True
    if request.kind is RequestKind.CODE:
        # Only PKCE or a secret proves who asks.
        return provider.pkce == "none"
    return request.kind is RequestKind.CLIENT_CREDENTIALS


def example_extra(provider: Provider) -> str:
    """Return the name of a parameter that the endpoint does not have, for examples."""
    taken = {one.name for one in provider.authorization_endpoint.parameters}
    name = "prompt"
    while name in taken:
        name = f"x_{name}"
    return name


def example_client_id(provider: Provider) -> str:
    """Return the client ID of the documented example."""
    return dict(needed_values(provider)).get(Role.CLIENT_ID, "YOUR_CLIENT_ID")


def needed_values(provider: Provider) -> Iterator[tuple[Role, str]]:
    """Yield the values of the documented example that a caller must give, besides the scopes."""
    endpoint = provider.authorization_endpoint
    roles = {
        key: one.role for one in endpoint.parameters for key in (one.name, one.argument)
    }
    needs_redirect = default_redirect(provider) is None
    for name, value in example(provider).values:
        role = roles.get(name)
        if role is Role.CLIENT_ID or (role is Role.REDIRECT_URI and needs_redirect):
            yield role, value


@dataclass(frozen=True, slots=True)
class DefaultRedirect:
    """A default redirect URI, and the name of its constant.

    If it is out of band, the user copies the response from a page.
    """

    name: Code
    uri: str
    is_out_of_band: bool


def default_redirect(provider: Provider) -> DefaultRedirect | None:
    """Return the default redirect URI, or None if the spec has none."""
    parameter = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    if parameter is None or parameter.default is None:
        return None
    uri = parameter.default
    is_out_of_band = uri == values()["out_of_band_uri"].text
    name = Code("OUT_OF_BAND" if is_out_of_band else "DEFAULT_REDIRECT_URI")
    return DefaultRedirect(name, uri, is_out_of_band)


def scope_member(scope: Scope) -> Code:
    """Return the name of a scope's member: `READ_ALL_NOTES`."""
    return Code(constant(words(scope.identifier or scope.name)))
