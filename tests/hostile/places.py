"""Where a payload can be in a spec: every field of free text, every name, and the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from generator import pipeline
from generator.reading import shorthand
from generator.reading.departures import Schema
from generator.reading.diagnostics import Path
from tests.hostile import provider

Spec = dict[str, Any]
BENIGN = "benign"
"""What replaces a payload in the benign spec with which the hostile one is compared.

Parameters, scopes, and modules can have this name, and nothing else has it.
"""
BENIGN_NAMES = ("Benign", "sbenign", "Sbenign", "zbenign", "Zbenign")
"""Others that are sorted differently or differ from their identifiers."""


@dataclass(frozen=True)
class Place:
    """One place of the spec, and the function that changes it.

    `has_to_refuse` is false if the place accepts some payloads that others of its kind reject.
    """

    path: Path
    put: Callable[[Spec, str], None]
    has_to_refuse: bool = True
    is_in_rfc: bool = False


def texts(payload: str) -> list[Place]:
    """Return every place that the schema declares as free text.

    In an RFC, a number is a clause with its own link, not a heading.
    """
    shape = shorthand.full_schema(pipeline.spec_schema())
    found = _texts(provider.spec(), shape, shape["$defs"], ())
    is_clause = re.fullmatch(r"[0-9]+(\.[0-9]+)*", payload, re.ASCII) is not None
    return [one for one in found if not (is_clause and one.is_in_rfc)]


def _texts(
    value: Any, shape: Schema, defined: Schema, path: Path
) -> Iterator[Place]:
    reference = shape.get("$ref", "")
    if reference == "#/$defs/text":
        yield Place(path, _setter(path))
    elif reference == "#/$defs/source" and "#" in value and "#4" not in value:
        source = value.partition("#")[0]
        put = _setter(path, f"{source}#")
        yield Place(path, put, is_in_rfc=source.startswith("rfc"))
    elif reference:
        inner = defined[reference.removeprefix("#/$defs/")]
        yield from _texts(value, inner, defined, path)
    elif "anyOf" in shape:
        # A mapping has the last form, and no text is free in the others.
        yield from _texts(value, shape["anyOf"][-1], defined, path)
    elif isinstance(value, dict):
        known, free = shape.get("properties", {}), shape.get("additionalProperties")
        for key, member in cast("Spec", value).items():
            yield from _texts(member, known.get(key, free or {}), defined, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _texts(item, shape.get("items", {}), defined, (*path, index))


def _setter(path: Path, before: str = "") -> Callable[[Spec, str], None]:
    def put(spec: Spec, payload: str) -> None:
        target: Any = spec
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = f"{before}{payload}"

    return put


def _at(*path: str | int, has_to_refuse: bool = True) -> Place:
    return Place(path, _setter(path), has_to_refuse)


def names() -> list[Place]:
    """Return the places of a scope's name, of a variable's name, and of names without identifiers."""
    forms = [
        _at("calls", "failures", form, key, has_to_refuse=False)
        for form in ("xml", "json")
        for key in ("root", "code", "message", "details")
    ]
    return [
        _at("scopes", 0, "name"),
        Place(("variables", "domain"), _put_variable),
        Place(
            ("authorization_endpoint", "parameters", 6, "name"),
            _put_parameter,
            has_to_refuse=False,
        ),
        _at("authorization_endpoint", "callback", 1, "name", has_to_refuse=False),
        _at("authorization_endpoint", "errors", 0, "code", has_to_refuse=False),
        _at("calls", "headers", 2, "name", has_to_refuse=False),
        _at("notes", 0, "id", has_to_refuse=False),
        _at("examples", 0, "id", has_to_refuse=False),
        *forms,
    ]


def _put_variable(spec: Spec, payload: str) -> None:
    """Rename the variable in its declaration and in each URL."""
    spec["variables"] = {payload: spec["variables"]["domain"]}
    held = f"{{{payload}}}"
    for holder, key in (
        (spec["authorization_endpoint"], "url"),
        (spec["examples"][0], "url"),
        (spec["calls"]["hosts"][0], "pattern"),
    ):
        holder[key] = holder[key].replace("{domain}", held)


def _put_parameter(spec: Spec, payload: str) -> None:
    example = spec["examples"][0]
    spec["authorization_endpoint"]["parameters"][6]["name"] = payload
    example["url"] = example["url"].replace("&extra=", f"&{payload}=")


def several_scopes(payload: Sequence[str]) -> Place:
    """Return the place of several scopes at once; their benign names are ignored."""

    def put(spec: Spec, _: str) -> None:
        scope = spec["scopes"][0]
        spec["scopes"][:1] = [{**scope, "name": name} for name in payload]

    return Place(("scopes",), put)


def _put_endpoint(spec: Spec, payload: str) -> None:
    example = spec["examples"][0]
    query = example["url"].partition("?")[2]
    spec["authorization_endpoint"]["url"] = payload
    example["url"] = f"{payload}?{query}"


def _put_default(spec: Spec, payload: str) -> None:
    example = spec["examples"][0]
    payload = f"app:{payload}"
    spec["authorization_endpoint"]["parameters"][2]["default"] = payload
    example["url"] = example["url"].replace(
        "https:%2F%2Fapp.example.org%2Fa", quote(payload, safe=":~", errors="replace")
    )


def _put_client_id(spec: Spec, payload: str) -> None:
    example = spec["examples"][0]
    example["inputs"]["client_id"] = payload
    encoded = quote(payload, safe=":~", errors="replace")
    example["url"] = example["url"].replace("id=KEY", f"id={encoded}")


def _put_constant(spec: Spec, payload: str) -> None:
    spec["authorization_endpoint"]["parameters"][5]["value"] = payload
    spec["authorization_endpoint"]["parameters"][5]["values"][0] = payload
    example = spec["examples"][0]
    encoded = quote(payload, safe=":~", errors="replace")
    example["url"] = example["url"].replace("prompt=none", f"prompt={encoded}")


def _put_header(spec: Spec, payload: str) -> None:
    spec["calls"]["headers"][2]["value"] = f"{payload} {{client_id}} {payload}"


VALUES = (
    Place(("authorization_endpoint", "parameters", 5), _put_constant),
    Place(("authorization_endpoint", "parameters", 2), _put_default),
    Place(("examples", 0), _put_client_id),
    Place(("calls", "headers", 2, "value"), _put_header),
    _at("authorization_endpoint", "parameters", 1, "example"),
    _at("authorization_endpoint", "parameters", 5, "values", 1),
    _at("calls", "hosts", 0, "pattern"),
    _at("variables", "domain", "example"),
)
"""Constants, defaults, and examples."""

_LINKS = (_at("provider", "homepage"), _at("sources", 0, "url"))
_PYTHON_PACKAGES = [
    _at("packages", package, key)
    for package in ("python", "mock")
    for key in ("distribution", "module", "command")
]
_NPM_PACKAGE = _at("packages", "typescript", "package")
"""The only package whose name can begin with a scope, as in `@scope/name`."""
NAMED_VALUES: dict[str, tuple[Sequence[Place], str]] = {
    "endpoint": (
        [Place(("authorization_endpoint", "url"), _put_endpoint)],
        "https://{domain}/benign",
    ),
    "scoped": (_PYTHON_PACKAGES, BENIGN),
    "npm": ([_NPM_PACKAGE], BENIGN),
    "package": ([*_PYTHON_PACKAGES, _NPM_PACKAGE], BENIGN),
    "version": ([_at("packages", "version")], "9.8.7"),
    "href": (_LINKS, "https://benign.example"),
    "link": (_LINKS, "https://benign.example"),
    "homepage": (_LINKS[:1], "https://benign.example"),
    "copyright": ([_at("packages", "copyright")], BENIGN),
    "provider": ([_at("provider", "name"), _at("provider", "id")], BENIGN),
}
"""The fields that a context names by a word, and a benign value for each."""


def values(context: str) -> tuple[Sequence[Place], str]:
    """Return the places of a value, by the words of its context, and a benign value for them."""
    for word in context.replace("/", " ").split():
        if word in NAMED_VALUES:
            return NAMED_VALUES[word]
    return VALUES, BENIGN
