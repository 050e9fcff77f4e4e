"""Turn the model and the hand-written cases into language-neutral test vectors.

The expected values come from a documented URL in the spec or from the author of a case, never from
the code under test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from generator.model.endpoints import Role
from generator.model.naming import words
from generator.model.provider import Example, Provider

Vector = Mapping[str, Any]
"""A JSON object in the format of `vectors.schema.json`."""


def build(provider: Provider, cases: Sequence[Vector]) -> list[Vector]:
    """Return the vectors that follow from the spec, and then the cases, in the vector format."""
    return [*_from_examples(provider), *cases]


def _from_examples(provider: Provider) -> Iterator[Vector]:
    for example in provider.examples:
        yield _vector(provider, example, example.id, example.scopes, example.scopes)
    first = provider.examples[0]
    for scope in provider.scopes:
        id = "-".join(("scope", *words(scope.identifier or scope.name)))
        yield _vector(provider, first, id, (scope.name,), (scope.name,))
    names = [scope.name for scope in provider.scopes]
    yield _vector(provider, first, "scopes-none", (), ())
    yield _vector(provider, first, "scopes-all", names, names)
    yield _vector(provider, first, "scopes-reversed", names[::-1], names)
    yield _vector(provider, first, "scopes-repeated", [*names, *names], names)


def _vector(
    provider: Provider,
    example: Example,
    id: str,
    asked: Sequence[str],
    sent: Sequence[str],
) -> Vector:
    """Return a case that requests the scopes `asked` and expects the example's URL with `sent`."""
    variables = {one.name: one.example for one in provider.url_variables}
    url = example.filled(provider.url_variables)
    separator = provider.authorization_endpoint.scope_separator
    basis, kind = "RFC 6749 3.3", "rfc"
    if len(asked) > 1 and asked != example.scopes:
        basis, kind = "each scope once, in the documented order", "decision"
    expected = {"url": _with_scopes(provider, url, separator.join(sent))}
    if not sent and provider.authorization_endpoint.requires_scope:
        expected = {"error": "scopes_empty", "argument": "scopes"}
    return {
        "id": f"spec-{id}",
        "op": "build_url",
        "group": "spec/scopes" if asked != example.scopes else "spec/example",
        "input": {
            **variables,
            **dict(example.values),
            **({"scopes": list(asked)} if asked else {}),
        },
        "expect": expected,
        "basis": f'documented URL "{example.id}" in the spec; {basis}',
        "basis_kind": kind,
    }


def _with_scopes(provider: Provider, url: str, scopes: str) -> str:
    """Return a documented URL with other scopes. Without scopes, it has no scope parameter."""
    endpoint, _, query = url.partition("?")
    pairs = dict(pair.split("=", 1) for pair in query.split("&"))
    encoded = quote(scopes, safe=":~")
    values = (
        (one.name, encoded if one.role == Role.SCOPE else pairs.get(one.name))
        for one in provider.authorization_endpoint.parameters
    )
    sent = (f"{name}={value}" for name, value in values if value)
    return f"{endpoint}?{'&'.join(sent)}"
