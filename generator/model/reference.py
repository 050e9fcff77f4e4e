"""The authorization URL of a spec for given values, built with urllib and independently of any target."""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from generator.model.endpoints import (
    GrantType,
    Parameter,
    Role,
    Variable,
    VariableType,
)
from generator.model.provider import Example, Provider
from generator.model.text import Text

Given = Mapping[str, str | bool | Sequence[str]]
"""What a caller gives, by the name of the variable or parameter. `code_verifier` is one of them."""

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
"""The code verifier of RFC 7636 App. B."""


def authorization_url(
    provider: Provider, grant: GrantType, given: Given, scopes: Sequence[str]
) -> str:
    """Return the URL for `given` and `scopes`, which are in the order of the URL."""
    base = filled(provider.authorization_endpoint.url, provider, given, in_url=True)
    return _joined(base, _query(provider, grant, given, scopes))


def example(provider: Provider) -> Example:
    """Return the first documented example, or one with made-up values if the spec has none."""
    if provider.examples:
        return provider.examples[0]
    # Without a browser, there is only the URL of the endpoint.
    grant = next(iter(provider.browser_grants), provider.grants[0].type)
    takes_scopes = provider.authorization_endpoint.parameter(Role.SCOPE) is not None
    scopes = tuple(one.name for one in provider.scopes[:1] if takes_scopes)
    return Example(
        id="example",
        title=Text("An example"),
        url="",
        grant=grant,
        values=tuple(dict(made_up(provider)).items()),
        scopes=scopes,
        story=None,
        source=None,
    )


def url_of_example(provider: Provider) -> str:
    """Return the URL of the example; the variables of the endpoint's URL remain in braces."""
    shown = example(provider)
    if shown.url:
        return shown.url
    query = _query(provider, shown.grant, dict(shown.values), shown.scopes)
    return _joined(provider.authorization_endpoint.url, query)


_MADE_UP = {
    Role.CLIENT_ID: "YOUR_CLIENT_ID",
    Role.REDIRECT_URI: "https://app.example.com/callback",
    Role.STATE: "af0ifjsldkj",
    Role.NONCE: "n-0S6_WzA2Mj",
}
"""Values for an example; the last two are those in the specifications."""


def made_up(provider: Provider) -> Iterator[tuple[str, str]]:
    """Yield a value for everything that a caller gives or a request generates."""
    for one in provider.authorization_endpoint.parameters:
        if one.role in _MADE_UP and one.constant is None and one.default is None:
            yield one.argument, one.example or _MADE_UP[one.role]
        elif one.is_of_the_caller and one.is_required:
            listed = [*one.values, *(scope.name for scope in one.scopes), "value"]
            boolean = "true" if one.is_boolean else ""
            yield one.argument, one.example or boolean or listed[0]
        elif one.role is Role.CODE_CHALLENGE:
            yield "code_verifier", VERIFIER


def typed(one: Parameter, value: str) -> str | bool | list[str]:
    """Return a value of a spec, which is text, with the type that a binding takes."""
    if one.is_boolean:
        return value == "true"
    return [value] if one.is_repeated or one.scopes else value


def _joined(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _query(
    provider: Provider, grant: GrantType, given: Given, scopes: Sequence[str]
) -> str:
    pairs = [
        f"{quote(one.name, safe='')}={quote(value, safe=':~')}"
        for one in provider.authorization_endpoint.parameters_of(grant)
        for value in _values(one, provider, grant, given, scopes)
        if value
    ]
    return "&".join(pairs)


def _values(
    one: Parameter,
    provider: Provider,
    grant: GrantType,
    given: Given,
    scopes: Sequence[str],
) -> Iterator[str]:
    separator = provider.authorization_endpoint.scope_separator
    if one.constant is not None:
        yield filled(one.constant, provider, given, in_url=False)
    elif one.role is Role.RESPONSE_TYPE:
        yield grant.response_type or ""
    elif one.role is Role.SCOPE:
        yield separator.join(scopes or provider.default_scopes)
    elif one.role is Role.CODE_CHALLENGE:
        yield _challenge(str(given["code_verifier"]))
    else:
        value = given.get(one.argument, given.get(one.name, one.default or ""))
        if isinstance(value, bool):
            yield "true" if value else "false"
        elif isinstance(value, str):
            yield value
        elif one.is_repeated:
            yield from value
        else:
            yield separator.join(value)


def example_url(provider: Provider, url: str) -> str:
    """Return the URL of an endpoint with the example of each variable."""
    return filled(url, provider, {"client_id": _MADE_UP[Role.CLIENT_ID]}, in_url=True)


def example_host(provider: Provider) -> str:
    """Return the `host[:port]` of the authorization endpoint, with the examples of the variables."""
    authority = provider.authorization_endpoint.authority
    return filled(authority, provider, {}, in_url=False).partition("/")[0]


def filled(text: str, provider: Provider, given: Given, *, in_url: bool) -> str:
    """Return a text of the spec with the values of variables in it, or their defaults or examples."""
    variables = {one.name: one for one in provider.variables}

    def value(found: re.Match[str]) -> str:
        name, member = found.groups()
        if name not in variables:
            return str(given[name])
        one = variables[name]
        chosen = str(given.get(name, one.default or one.example))
        if member is not None:
            return dict(_choice(one, chosen))[member]
        is_encoded = in_url and one.type in (VariableType.PATH, VariableType.TEXT)
        return quote(chosen, safe=":~") if is_encoded else chosen

    return re.sub(r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}", value, text)


def _choice(variable: Variable, chosen: str) -> tuple[tuple[str, str], ...]:
    return next(one.members for one in variable.choices if one.name == chosen)


def _challenge(verifier: str) -> str:
    """Return the S256 challenge (RFC 7636 §4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")
