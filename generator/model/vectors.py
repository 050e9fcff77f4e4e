"""Turn the model and the hand-written cases into language-neutral test vectors.

The expected values come from the spec, built with urllib, or from the author of a case, never from
the code under test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.model.endpoints import GrantType, Parameter, Role, VariableType
from generator.model.naming import words
from generator.model.provider import Example, Provider
from generator.model.reference import authorization_url, example, made_up, typed
from generator.model.token_vectors import token_vectors

Vector = Mapping[str, Any]
"""A JSON object in the format of `vectors.schema.json`."""


def build(provider: Provider, cases: Sequence[Vector]) -> list[Vector]:
    """Return the vectors that follow from the spec, and then the cases, in the vector format."""
    if not provider.browser_grants:
        return [*token_vectors(provider), *cases]
    shown = provider.only(provider.browser_grant)
    return [
        *_from_examples(provider),
        *_from_parameters(shown),
        *_from_variables(shown),
        *_from_pkce(shown),
        *token_vectors(shown),
        *cases,
    ]


def _from_examples(provider: Provider) -> Iterator[Vector]:
    first = provider.browser_grant
    for shown in provider.examples:
        more = {} if shown.grant is first else {"grant": shown.grant.value}
        yield _built(provider.only(shown.grant), shown.id, more, shown.scopes, shown)
    shown_grants = {one.grant for one in provider.examples}
    for grant in provider.browser_grants:
        if grant not in shown_grants:
            yield _made_up(provider.only(grant), grant, is_first=grant is first)
    provider = provider.only(first)
    if provider.authorization_endpoint.parameter(Role.SCOPE) is None:
        return
    for scope in provider.scopes:
        id = "-".join(("scope", *words(scope.identifier or scope.name)))
        yield _built(provider, id, {}, (scope.name,))
    yield from _from_separator(provider)
    names = [scope.name for scope in provider.scopes]
    yield _built(provider, "scopes-none", {}, ())
    if names:
        yield _built(provider, "scopes-all", {}, names)
        yield _built(provider, "scopes-reversed", {}, names[::-1])
        yield _built(provider, "scopes-repeated", {}, [*names, *names])


def _from_separator(provider: Provider) -> Iterator[Vector]:
    """Yield a request with a scope that the server would read as two, unless a space separates scopes."""
    separator = provider.authorization_endpoint.scope_separator
    scope = provider.authorization_endpoint.parameter(Role.SCOPE)
    if separator != " " and scope is not None and scope.constant is None:
        name = "undocumented_scopes" if provider.has_scope_list else "scopes"
        given = _inputs(provider, example(provider), {name: [f"a{separator}b"]})
        expected = {"error": "invalid_scope_token", "argument": f"{name}[0]"}
        id, basis = "separator-in-a-scope", ("each item is one scope", "decision")
        yield _vector(provider, id, "spec/scopes", given, (), expected, basis)


def _made_up(provider: Provider, grant: GrantType, *, is_first: bool) -> Vector:
    scopes = example(provider).scopes
    if is_first:
        return _built(provider, "example", {}, scopes)
    id = "-".join(("example", *words(grant.value)))
    return _built(provider, id, {"grant": grant.value}, scopes)


def _from_parameters(provider: Provider) -> Iterator[Vector]:
    """Yield a request with each value of each parameter of the provider, and one that is rejected."""
    for one in provider.authorization_endpoint.parameters:
        if not one.is_of_the_caller:
            continue
        id = "-".join(("parameter", *words(one.identifier or one.name)))
        for index, value in enumerate(_accepted(one), 1):
            yield _built(provider, f"{id}-{index}", {one.name: value}, ())
        for index, (value, code, item) in enumerate(_rejected(one), 1):
            given = {one.name: value}
            yield _failed(
                provider, f"{id}-rejected-{index}", given, code, f"{one.name}{item}"
            )


def _accepted(one: Parameter) -> list[Any]:
    values = list(one.values) or ["a value", "é&=?"]
    if one.scopes:
        values = [scope.name for scope in one.scopes]
    if one.is_boolean:
        return [True, False]
    return [[values[0]], values] if one.is_repeated or one.scopes else values


def _rejected(one: Parameter) -> list[tuple[Any, str, str]]:
    """Return values that a request rejects, each with the code and the index of the item at fault."""
    if one.is_boolean:
        return []
    is_list = one.is_repeated or bool(one.scopes)
    documented = bool(one.values or one.scopes)
    wrong = [("not-documented", "unknown_value")] if documented else _NOT_TEXT
    rejected: list[tuple[Any, str, str]] = [
        ([value], code, "[0]") if is_list else (value, code, "")
        for value, code in wrong
    ]
    if is_list and one.is_required:
        rejected.append(([], "value_missing", ""))
    return rejected


def _from_variables(provider: Provider) -> Iterator[Vector]:
    for one in provider.used_variables:
        id = "-".join(("variable", *words(one.identifier or one.name)))
        for index, choice in enumerate(one.choices, 1):
            yield _built(provider, f"{id}-{index}", {one.name: choice.name}, ())
        for index, (value, code) in enumerate(_REJECTED.get(one.type, ()), 1):
            yield _failed(
                provider, f"{id}-rejected-{index}", {one.name: value}, code, one.name
            )


def _from_pkce(provider: Provider) -> Iterator[Vector]:
    """Yield a request with each of several verifiers that RFC 7636 does not allow."""
    challenge = provider.authorization_endpoint.parameter(Role.CODE_CHALLENGE)
    if challenge is None or challenge.constant is not None:
        return
    for index, value in enumerate(("", "a" * 42, "a" * 129, "a" * 42 + "="), 1):
        id, given = f"code-verifier-rejected-{index}", {"code_verifier": value}
        yield _failed(provider, id, given, "invalid_code_verifier", "code_verifier")


_NOT_TEXT = [("", "value_empty"), ("\ud800", "invalid_value")]
"""Values that are not texts of at least one character, each with the code."""

_REJECTED: Mapping[VariableType, Sequence[tuple[str, str]]] = {
    VariableType.LABEL: (
        ("evil.example.com", "invalid_label"),
        ("a/b", "invalid_label"),
        ("", "invalid_label"),
        ("-a", "invalid_label"),
    ),
    VariableType.PATH: (
        ("..", "invalid_path_segment"),
        ("a/b", "invalid_path_segment"),
        ("a\\b", "invalid_path_segment"),
        ("", "invalid_path_segment"),
        ("\ud800", "invalid_value"),
    ),
    VariableType.BASE: (
        ("auth.example.com/a b", "invalid_base"),
        ("auth.example.com//a", "invalid_base"),
        ("auth.example.com/../a", "invalid_base"),
        ("https://auth.example.com", "domain_has_scheme"),
    ),
    VariableType.TEXT: _NOT_TEXT,
    VariableType.CHOICE: (("not-documented", "unknown_value"),),
}
"""Values that a request rejects, each with the code, by the type of the variable."""


def _inputs(
    provider: Provider, shown: Example, more: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the inputs of a request like the example, with a value for all that is random."""
    endpoint = provider.authorization_endpoint
    arguments = {one.name: one.argument for one in endpoint.parameters}
    given: dict[str, Any] = {
        **{one.name: one.example for one in provider.client_variables},
        **dict(made_up(provider)),
        **{arguments.get(name, name): value for name, value in shown.values},
    }
    for one in endpoint.parameters:
        if one.is_of_the_caller and one.name in given:
            given[one.name] = typed(one, given[one.name])
    if provider.always_sends_secrets:
        given["allowed_domains"] = provider.secret_host_examples
    return {**given, **more}


def _built(
    provider: Provider,
    id: str,
    more: Mapping[str, Any],
    asked: Sequence[str],
    shown: Example | None = None,
) -> Vector:
    """Return a case that requests the scopes `asked`, and expects the URL of the spec."""
    basis, kind = "RFC 6749 3.3", "rfc"
    first = shown or example(provider)
    if len(asked) > 1 and tuple(asked) != first.scopes:
        basis, kind = "each scope once, in the documented order", "decision"
    given = _inputs(provider, first, more)
    sent = [one.name for one in provider.scopes if one.name in asked]
    expected = {"url": authorization_url(provider, first.grant, given, sent)}
    needs = provider.authorization_endpoint.requires_scope
    if not sent and needs and not provider.default_scopes:
        expected = {"error": "scopes_empty", "argument": "scopes"}
    group = "spec/scopes" if asked != first.scopes else "spec/example"
    return _vector(provider, id, group, given, asked, expected, (basis, kind))


def _failed(
    provider: Provider, id: str, more: Mapping[str, Any], code: str, argument: str
) -> Vector:
    first = example(provider)
    given = _inputs(provider, first, more)
    expected = {"error": code, "argument": argument}
    basis = ("a value that is not one of this kind", "decision")
    return _vector(provider, id, "spec/values", given, first.scopes, expected, basis)


def _vector(
    provider: Provider,
    id: str,
    group: str,
    given: Mapping[str, Any],
    asked: Sequence[str],
    expected: Mapping[str, str],
    basis: tuple[str, str],
) -> Vector:
    first = example(provider)
    what = "documented URL" if provider.examples else "URL"
    return {
        "id": f"spec-{id}",
        "op": "build_url",
        "group": group,
        "input": {**given, **({"scopes": list(asked)} if asked else {})},
        "expect": expected,
        "basis": f'{what} "{first.id}" in the spec; {basis[0]}',
        "basis_kind": basis[1],
    }
