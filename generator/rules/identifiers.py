"""Rules for identifiers: every name must produce a unique one in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.endpoints import Parameter, Variable
from generator.model.facts import Scope
from generator.model.naming import snake, words
from generator.model.provider import Provider
from generator.reading.diagnostics import Path
from generator.rules.finding import Finding

TAKEN = frozenset(
    {
        *("client_id", "redirect_uri", "state", "scope", "scopes", "scheme", "self"),
        *("undocumented_scopes", "extra_parameters", "parse_redirect", "parse_pasted"),
        *("url", "issuer", "expected", "token", "granted"),
        *("endpoint", "names", "values", "client_secret", "allowed_domains"),
        *("code", "code_verifier", "pending"),
        # Members of clients and requests that exchange codes.
        *("allowed_domains", "authorization", "client", "client_credentials_request"),
        *(
            "client_secret",
            "code_verifier",
            "has_client_secret",
            "nonce",
            "parse_query",
        ),
        *("pending", "refresh_request", "resume", "token_request", "token_server"),
        # Arguments of the functions that read a response.
        *("text", "uri", "received_at"),
        # Options of the command, and what it calls them.
        *("again", "all", "any_characters", "everything", "help", "json", "as_json"),
        *("allow_missing_state", "allow_missing_token_type", "no_browser", "store"),
        *("undocumented_scope", "valid_for", "version", "with_token"),
        *("client_credentials", "client_secret_file", "device", "local", "timeout"),
        *("grant", "mock_server", "parameters"),
    }
)
"""Names that generated requests and commands use for their own arguments and members."""

ARGUMENTS = frozenset(
    {
        *("allowed_domains", "client", "client_id", "client_secret", "code_verifier"),
        *("extra_parameters", "nonce", "redirect_uri", "request", "scheme", "scopes"),
        *("self", "state", "undocumented_scopes"),
    }
)
"""Names that generated requests use for their own arguments."""

OF_TOKEN_REQUESTS = frozenset(
    {"code", "extra_parameters", "scopes", "self", "token", "undocumented_scopes"}
)
"""Names that the methods for token requests use for their own arguments."""


_REQUEST = "request"
"""The group of the arguments of an authorization request."""


@dataclass(frozen=True)
class _Named:
    """An entry that needs an identifier: its list, path, name, and words.

    Entries of a group are in one namespace.
    """

    kind: str
    group: str
    path: Path
    name: str
    parts: tuple[str, ...]


def empty_identifier(provider: Provider) -> Iterator[Finding]:
    """A name has no letters or digits to build an identifier from."""
    for one in _each(provider):
        if not one.parts:
            hint = _give("words_of_your_own")
            yield Finding(
                one.path,
                f'"{one.name}" has no letters or digits for an identifier',
                hint,
            )


def digit_identifier(provider: Provider) -> Iterator[Finding]:
    """A name produces an identifier that starts with a digit, which no language allows."""
    for one in _each(provider):
        if one.parts and one.parts[0][0].isdigit():
            message = f'"{one.name}" produces an identifier that starts with a digit'
            yield Finding(one.path, message, _give(f"{one.kind}_{snake(one.parts)}"))


def identifier_clash(provider: Provider) -> Iterator[Finding]:
    """Two names produce the same identifier."""
    first: dict[tuple[str, tuple[str, ...]], _Named] = {}
    reported: set[Path] = set()
    for one in _named(provider):
        earlier = first.setdefault((one.group, one.parts), one)
        is_other = (earlier.kind, earlier.name) != (one.kind, one.name)
        # Several requests can have the same entry.
        if one.parts and is_other and one.path not in reported:
            reported.add(one.path)
            names = [f'"{each.name}"' for each in (one, earlier)]
            if one.name == earlier.name:
                names = [f'the {each.kind} "{each.name}"' for each in (one, earlier)]
            message = f"{' and '.join(names)} produce the same identifier"
            hint = _give(f"{snake(one.parts)}_too")
            yield Finding(one.path, message, hint, first=earlier.path)


def reserved_variable(provider: Provider) -> Iterator[Finding]:
    """A variable of the endpoint has a name that every request or command already uses."""
    given = provider.callback_variables
    for one in _arguments(provider):
        # What the redirect supplies is not an argument.
        is_argument = one.kind == "variable" and one.name not in given
        if is_argument and snake(one.parts) in TAKEN:
            message = (
                f'every request or command already uses the name "{snake(one.parts)}"'
            )
            hint = _give(f"{snake(one.parts)}_of_the_url")
            yield Finding(one.path, message, hint)


def reserved_parameter(provider: Provider) -> Iterator[Finding]:
    """A parameter that the caller sets has a name that every request already uses."""
    for one in {one.path: one for one in _arguments(provider)}.values():
        taken = ARGUMENTS if one.group == _REQUEST else OF_TOKEN_REQUESTS
        if one.kind == "parameter" and snake(one.parts) in taken:
            message = f'every request already uses the name "{snake(one.parts)}"'
            hint = _give(f"{snake(one.parts)}_of_the_provider")
            yield Finding(one.path, message, hint)


def _each(provider: Provider) -> Iterator[_Named]:
    """Yield each entry once, whatever the number of requests that have it."""
    yield from {one.path: one for one in _named(provider)}.values()


def _named(provider: Provider) -> Iterator[_Named]:
    for at, one in enumerate(provider.scopes):
        yield _entry("scope", "scope", ("scopes", at), one)
    yield from _arguments(provider)


def _arguments(provider: Provider) -> Iterator[_Named]:
    endpoint = provider.authorization
    # Variables and parameters are arguments of the same request.
    for each in provider.variables:
        yield _entry("variable", _REQUEST, ("variables", each.name), each)
    for parameter in endpoint.parameters if endpoint else ():
        if parameter.is_of_the_caller:
            yield _entry("parameter", _REQUEST, parameter.path, parameter)
    for request in provider.requests:
        for parameter in request.parameters:
            if parameter.is_of_the_caller:
                group = request.kind.value
                yield _entry("parameter", group, parameter.path, parameter)


def _entry(
    kind: str, group: str, path: Path, one: Parameter | Scope | Variable
) -> _Named:
    key: Path = () if kind == "variable" else ("name",)
    if one.identifier:
        key = ("identifier",)
    parts = words(one.identifier or one.name)
    return _Named(kind, group, (*path, *key), one.name, parts)


def _give(example: str) -> str:
    return f"add an identifier to the entry, such as identifier: {example}"
