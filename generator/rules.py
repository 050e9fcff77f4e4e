"""What a schema cannot say: one small function a rule, each returning the problems that it finds."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Callable, Iterator, Sequence

from generator import example_rules
from generator.diagnostics import Path, Problem
from generator.model import Citation, Provider
from generator.naming import snake, words

Rule = Callable[[Provider], Iterator[Problem]]

OAUTH_PARAMETERS = ("response_type", "client_id", "redirect_uri", "state", "scope")
"""The parameters of an authorization request (RFC 6749 §4.2.1)."""

CALLERS_PARAMETERS = OAUTH_PARAMETERS[1:]
"""Those whose value the caller gives, or the request for the caller."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check(provider: Provider) -> list[Problem]:
    """Return what all rules find."""
    return [problem for rule in RULES for problem in rule(provider)]


def unique_names(provider: Provider) -> Iterator[Problem]:
    """No two entries of a list share a name."""
    endpoint = provider.endpoint
    yield from _unique(
        "scope", ("scopes",), "name", [one.name for one in provider.scopes]
    )
    yield from _unique(
        "parameter",
        ("endpoint", "parameters"),
        "name",
        [one.name for one in endpoint.parameters],
    )
    yield from _unique(
        "variable",
        ("endpoint", "variables"),
        "name",
        [one.name for one in endpoint.variables],
    )
    yield from _unique(
        "source", ("sources",), "id", [one.id for one in provider.sources]
    )
    yield from _unique("note", ("notes",), "id", [one.id for one in provider.notes])
    yield from _unique(
        "example", ("examples",), "id", [one.id for one in provider.examples]
    )
    errors = [one.code for one in provider.response_errors]
    yield from _unique("error", ("response", "errors"), "code", errors)
    headers = [one.name.lower() for one in provider.headers]
    yield from _unique("header", ("calls", "headers"), "name", headers)


def _unique(kind: str, path: Path, key: str, names: Sequence[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in first:
            yield Problem(
                f"duplicate-{kind}",
                (*path, index, key),
                f'"{name}" is declared twice',
                f"{kind} {key}s are unique",
                first=(*path, first[name], key),
            )
        first.setdefault(name, index)


def identifiers(provider: Provider) -> Iterator[Problem]:
    """Every name gives an identifier of its own, in every language."""
    scopes = [(one.name, one.identifier) for one in provider.scopes]
    yield from _identifiers(("scopes",), scopes)
    variables = [(one.name, one.identifier) for one in provider.endpoint.variables]
    yield from _identifiers(("endpoint", "variables"), variables)


def _identifiers(
    path: Path, names: Sequence[tuple[str, str | None]]
) -> Iterator[Problem]:
    first: dict[tuple[str, ...], int] = {}
    for index, (name, given) in enumerate(names):
        parts = words(given or name)
        place = (*path, index, "identifier" if given else "name")
        if not parts:
            hint = _give_identifier("words_of_your_own")
            yield Problem(
                "empty-identifier", place, f'"{name}" gives no identifier', hint
            )
        elif parts[0][0].isdigit():
            message = f'"{name}" gives an identifier that starts with a digit'
            hint = _give_identifier(f"scope_{snake(parts)}")
            yield Problem("digit-identifier", place, message, hint)
        elif parts in first and names[first[parts]][0] != name:
            earlier = first[parts]
            message = f'"{name}" and "{names[earlier][0]}" give the same identifier'
            hint = _give_identifier(f"{snake(parts)}_too")
            yield Problem(
                "identifier-clash", place, message, hint, first=(*path, earlier)
            )
        first.setdefault(parts, index)


def _give_identifier(example: str) -> str:
    return f"give the entry an identifier of its own, such as identifier: {example}"


def package_names(provider: Provider) -> Iterator[Problem]:
    """A package can be imported, and stands in nothing's way."""
    module = provider.packages.python.module
    if module in keyword.kwlist or module in sys.stdlib_module_names:
        path = ("packages", "python", "module")
        message = f'"{module}" is a word or a module of Python itself'
        hint = f"choose another, such as {module}_oauth"
        yield Problem("reserved-module", path, message, hint)


def scope_separator(provider: Provider) -> Iterator[Problem]:
    """No scope holds what separates two of them."""
    separator = provider.endpoint.scope_separator
    for index, scope in enumerate(provider.scopes):
        if separator in scope.name:
            message = f'"{scope.name}" holds the scope separator "{separator}"'
            hint = "correct endpoint.scope_separator, or the name"
            yield Problem(
                "scope-holds-separator", ("scopes", index, "name"), message, hint
            )


def endpoint_url(provider: Provider) -> Iterator[Problem]:
    """The endpoint is an https URL of a host variable and a path, and nothing else."""
    path: Path = ("endpoint", "url")
    url = provider.endpoint.url
    hosts = [one.name for one in provider.endpoint.variables if one.format == "host"]
    if not url.startswith("https://"):
        yield Problem(
            "insecure-endpoint",
            path,
            "the URL is not https",
            "write https://{domain}/…",
        )
        return
    authority, _, rest = url.removeprefix("https://").partition("/")
    if "@" in authority:
        message = "the URL has user info before its host"
        yield Problem(
            "endpoint-user-info", path, message, "leave out what stands up to the @"
        )
    elif not any(authority == f"{{{name}}}" for name in hosts):
        message = "the host is no variable of format host"
        yield Problem(
            "endpoint-host",
            path,
            message,
            "write https://{domain}/… and declare domain",
        )
    if re.search(r"[?#\\]", rest):
        message = "the URL has a query or a fragment"
        yield Problem(
            "endpoint-query",
            path,
            message,
            "declare parameters under endpoint.parameters",
        )
    elif not re.fullmatch(r"[A-Za-z0-9._~/-]*", _PLACEHOLDER.sub("", rest)):
        hint = "letters, digits and . _ ~ - between slashes"
        yield Problem(
            "endpoint-path", path, "the path holds other characters than it may", hint
        )


def endpoint_variables(provider: Provider) -> Iterator[Problem]:
    """The variables in the URL are those that are declared."""
    used = _PLACEHOLDER.findall(provider.endpoint.url)
    declared = [one.name for one in provider.endpoint.variables]
    for name in used:
        if name not in declared:
            message = f'"{{{name}}}" is not declared'
            hint = f"declare it under endpoint.variables; declared are {', '.join(declared)}"
            yield Problem("undeclared-variable", ("endpoint", "url"), message, hint)
    for index, name in enumerate(declared):
        if name not in used:
            path = ("endpoint", "variables", index, "name")
            hint = f"write {{{name}}} in endpoint.url, or take the variable out"
            yield Problem(
                "unused-variable", path, f'the URL does not use "{name}"', hint
            )


def parameters(provider: Provider) -> Iterator[Problem]:
    """The request asks for a token, names its client and its scopes, and all else is constant."""
    listed = provider.endpoint.parameters
    path: Path = ("endpoint", "parameters")
    for index, one in enumerate(listed):
        if one.name not in OAUTH_PARAMETERS and one.constant is None:
            hint = "give it a constant; callers can add it as an extra parameter"
            message = (
                f'"{one.name}" is neither constant nor a parameter of RFC 6749 §4.2.1'
            )
            yield Problem(
                "unsupported-parameter", (*path, index, "name"), message, hint
            )
        if one.constant is not None and one.default is not None:
            hint = "keep one of the two"
            yield Problem(
                "constant-and-default",
                (*path, index),
                "a constant has no default",
                hint,
            )
        if one.constant is not None and one.name in CALLERS_PARAMETERS:
            hint = "take the constant away; RFC 6749 §4.2.1 leaves it to the client"
            message = f'"{one.name}" is for the caller to give'
            yield Problem(
                "constant-of-the-caller", (*path, index, "constant"), message, hint
            )
        if one.default is not None and one.name in ("client_id", "state", "scope"):
            hint = "take it away, or make it a constant"
            message = f'"{one.name}" cannot have a default'
            yield Problem(
                "unsupported-default", (*path, index, "default"), message, hint
            )
    for name in ("response_type", "client_id", "scope"):
        if provider.endpoint.parameter(name) is None:
            hint = "an authorization request has it (RFC 6749 §4.2.1)"
            yield Problem("missing-parameter", path, f'"{name}" is not declared', hint)
    response_type = provider.endpoint.parameter("response_type")
    if response_type is not None and response_type.constant != "token":
        index = listed.index(response_type)
        message = "only the implicit grant is supported"
        yield Problem(
            "unsupported-grant", (*path, index), message, "write constant: token"
        )


def headers(provider: Provider) -> Iterator[Problem]:
    """A header's value names what the caller holds, and nothing else."""
    known = ("client_id", "access_token")
    for index, header in enumerate(provider.headers):
        for name in _PLACEHOLDER.findall(header.value):
            if name not in known:
                message = f'"{{{name}}}" is nothing that a caller holds'
                hint = "write {client_id} or {access_token}"
                path = ("calls", "headers", index, "value")
                yield Problem("unknown-placeholder", path, message, hint)


def sources(provider: Provider) -> Iterator[Problem]:
    """Every fact names a source that is declared."""
    declared = {one.id for one in provider.sources}
    for path, citation in _citations(provider):
        if citation.source not in declared:
            hint = f"declared are {', '.join(sorted(declared))}"
            message = f'"{citation.source}" is no source'
            yield Problem("unknown-source", (*path, "source"), message, hint)


def _citations(provider: Provider) -> Iterator[tuple[Path, Citation]]:
    yield ("endpoint",), provider.endpoint.source
    lists: tuple[tuple[Path, Sequence[Citation | None]], ...] = (
        (
            ("endpoint", "variables"),
            [one.source for one in provider.endpoint.variables],
        ),
        (
            ("endpoint", "parameters"),
            [one.source for one in provider.endpoint.parameters],
        ),
        (("scopes",), [one.source for one in provider.scopes]),
        (
            ("response", "parameters"),
            [one.source for one in provider.response_parameters],
        ),
        (("response", "errors"), [one.source for one in provider.response_errors]),
        (("calls", "hosts"), [one.source for one in provider.hosts]),
        (("calls", "headers"), [one.source for one in provider.headers]),
        (("notes",), [one.source for one in provider.notes]),
        (("steps",), [one.source for one in provider.steps]),
        (("examples",), [one.source for one in provider.examples]),
        (("unknown",), [one.source for one in provider.unknown]),
    )
    for path, citations in lists:
        for index, citation in enumerate(citations):
            if citation is not None:
                yield (*path, index), citation


def missing_file(path: Path, name: str) -> Problem:
    """Return the problem of a spec that names a file which is not there."""
    return Problem(
        "missing-file", path, f"{name} is not there", "it belongs beside the spec"
    )


RULES: tuple[Rule, ...] = (
    unique_names,
    identifiers,
    endpoint_url,
    endpoint_variables,
    parameters,
    headers,
    package_names,
    scope_separator,
    example_rules.urls,
    example_rules.scopes,
    example_rules.values,
    sources,
)
